#!/bin/sh
# Next month, fitted anew: the segments move with the customers, and those that
# are found again keep their numbers.  The first 240 customers play this month,
# the last 240 the next.
set -eu

# This month: fit, and keep the model.
head -n 241 customers.csv |
    seg-features |
    seg-scale |
    seg-kmeans -k 5 --model this-month.json > this-month.csv

# Next month: another scaler, another fit, one segment more.  What became of the
# segments is told on standard error and in changes.json.
(head -n 1 customers.csv && tail -n 240 customers.csv) |
    seg-features |
    seg-scale |
    seg-kmeans -q -k 6 --match this-month.json --model next-month.json \
        --match-report changes.json > next-month.csv

# 0 to 4 are the segments that people know, and 5 is the new one.
cut -d, -f 1,11 next-month.csv | head -n 4
