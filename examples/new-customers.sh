#!/bin/sh
# Next month: the models of today decide about customers of tomorrow, so that
# the numbers mean the same.  The last forty customers play the new ones.
set -eu

# Today: fit, and keep the models and the personas.
head -n 261 customers.csv > today.csv
seg-features today.csv |
    seg-scale --model scaler.json |
    seg-kmeans -k 6 --model kmeans.json |
    seg-profile |
    seg-persona > personas.csv

# Tomorrow: one pass, in constant memory, nothing is fitted again.
(head -n 1 customers.csv && tail -n 40 customers.csv) |
    seg-features |
    seg-scale --apply scaler.json |
    seg-kmeans --apply kmeans.json --distance |
    seg-persona --label personas.csv > new-segments.csv

head -n 4 new-segments.csv
