#!/bin/sh
# The deliverables one stage at a time, so that any of them can be looked at,
# changed or swapped.  Run it in a folder with customers.csv, the programs in
# PATH; it writes to the folder artifacts.
set -eu
mkdir -p artifacts

seg-features customers.csv > artifacts/features.csv
seg-scale --model artifacts/scaler.json < artifacts/features.csv > artifacts/scaled.csv

# How many segments?  The JSON says why.
seg-kselect < artifacts/scaled.csv > artifacts/kselect.json
k=$(seg-kselect -q < artifacts/scaled.csv)

seg-kmeans -k "$k" --model artifacts/kmeans.json < artifacts/scaled.csv > artifacts/clustered.csv
seg-metrics < artifacts/clustered.csv > artifacts/metrics.json

# Which of them would other customers have given, too?
seg-stability < artifacts/clustered.csv > artifacts/stability.json

seg-profile --stability artifacts/stability.json < artifacts/clustered.csv > artifacts/cluster_profiles.csv
seg-persona < artifacts/cluster_profiles.csv > artifacts/personas.csv

# Every customer with segment, persona, goal and whether an outlier, and why.
seg-persona --label artifacts/personas.csv < artifacts/clustered.csv |
    seg-dbscan --reasons --outliers-file artifacts/outliers.csv > artifacts/segments.csv

# The segments as thresholds, for people and for a database.
seg-rules --sql-file artifacts/rules.sql < artifacts/segments.csv > artifacts/rules.txt

# What seg-drift compares next month's customers with.
seg-drift -q --model artifacts/reference.json < artifacts/clustered.csv

seg-persona --table < artifacts/cluster_profiles.csv
