#!/bin/sh
# The same pipe in NDJSON, with a stage in jq: income in thousands becomes
# income in full, and nobody under 18 is segmented.
set -eu

seg-features --output ndjson customers.csv |
    jq -c 'select(.age >= 18) | .annual_income *= 1000' |
    seg-scale |
    seg-kmeans -k 6 |
    seg-profile --round 1 |
    seg-persona |
    jq -r '"\(.count)\t\(.persona)\t\(.goal)"'
