#!/usr/bin/env bash
# The same pipe in NDJSON, with a stage in jq: income in thousands becomes
# income in full, and nobody under 18 is segmented.  jq stops at the line with
# which a failed stage ends and does not hand it on: pipefail sees to that.
set -eu -o pipefail

seg-features --output ndjson customers.csv |
    jq -c 'select(.age >= 18) | .annual_income *= 1000' |
    seg-scale |
    seg-kmeans -k 6 |
    seg-profile --round 1 |
    seg-persona |
    jq -r '"\(.count)\t\(.persona)\t\(.goal)"'
