#!/usr/bin/env python3
"""Writes a folder of deliverables in which every text is hostile.

    hostile-artifacts.py FOLDER

As seg-pipeline writes it, but names, goals, actions, reasons, files and words
are markup, quotes, very long, run from right to left, or hold what no page may.
"""
import csv
import json
import os
import random
import sys

TEXTS = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=alert(1)> ' onmouseover='alert(2)",
    "x" * 400,
    "\u202eevil \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "</style></title></svg></script><h1 id=main>&amp;&lt;&#60;",
    "javascript:alert(3) ]]> <!-- ${7*7} {{x}}",
    "bell \u0007 escape \u001b[31m delete \u007f next\u0085line\nbreak",
]
ROWS, SEGMENTS, FEATURES = 140, 7, 7
folder = sys.argv[1]
random.seed(7)
os.makedirs(folder, exist_ok=True)


def table(name, rows):
    with open(f"{folder}/{name}", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def document(name, value):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        json.dump(value, file)


names = [text + str(i) for i, text in enumerate(TEXTS)]
features = names[:FEATURES]
ids = [i % SEGMENTS for i in range(ROWS)]
data = [[round(random.gauss(50 + 20 * ((i % SEGMENTS) == j), 6), 2) for j in range(FEATURES)]
        for i in range(ROWS)]
z = [[round((v - 53) / 9, 4) for v in row] for row in data]
bands = [(0.4, "untrusted"), (0.7, "doubtful"), (0.8, "stable"), (0.97, "highly stable")]

profiles, personas = [["cluster", "count", "share"] + features + ["stability", "trust"]], [
    ["cluster", "persona", "goal", "traits", "actions", "count", "share", "stability", "trust"]]
for c in range(SEGMENTS):
    rows = [row for row, i in zip(data, ids) if i == c]
    mean = [sum(column) / len(column) for column in zip(*rows)]
    band = bands[c % 4]
    profiles.append([c, len(rows), len(rows) / ROWS] + mean + list(band))
    personas.append([c, names[c], TEXTS[(c + 1) % 7], f"high {TEXTS[c]} 3 (150 % of average), low {names[c]}",
                     "; ".join(TEXTS), len(rows), len(rows) / ROWS] + list(band))
table("cluster_profiles.csv", profiles)
table("personas.csv", personas)

header = ["customer_id"] + features + ["z_" + name for name in features]
header += ["cluster", "persona", "goal", "density_cluster", "outlier"]
rows = [[TEXTS[i % 7] + f"#{i}"] + data[i] + z[i] + [ids[i], names[ids[i]], TEXTS[0], 0, int(i < 60)]
        for i in range(ROWS)]
table("segments.csv", [header] + rows)
table("outliers.csv", [header + ["reasons"]] + [row + ["; ".join(TEXTS)] for row in rows[:60]])

document("metrics.json", {
    "k": SEGMENTS, "n_rows": ROWS, "n_features": FEATURES, "silhouette": 0.3, "silhouette_epsilon": 0.2,
    "clusters": [{"cluster": c, "size": 20, "silhouette": 0.1} for c in range(SEGMENTS)]})
document("stability.json", {
    "bootstraps": 200, "bootstrapped_ari": {"mean": 0.7, "sd": 0.1, "pairs": 100},
    "segments": [{"cluster": c, "size": 20, "stability": bands[c % 4][0], "sd": 0.1, "dissolved": 0.1,
                  "trust": bands[c % 4][1]} for c in range(SEGMENTS)]})
document("metadata.json", {
    "tool": TEXTS[0], "version": TEXTS[1], "files": TEXTS,
    "configuration": {"k": "2:7"},
    "kselect": {"recommended": 7, "why": TEXTS[0], "agree": False, "structure": False, "structure_why": TEXTS[4],
                "choices": {"silhouette": 7, "elbow": None},
                "table": [{"k": k, "inertia": 900 / k, "silhouette": 0.05 * k, "sizes": [20] * k}
                          for k in range(2, 8)]},
    "density": {"eps": 0.9, "eps_percentile": 90, "min_samples": 4, "outliers": 60, "note": TEXTS[0]},
    "stages": [{"tool": "seg-features", "version": "1", "arguments": TEXTS, "rows_set_aside": 3, "missing": "mean",
                "rows_in": ROWS, "rows_out": ROWS, "warnings": TEXTS},
               {"tool": "seg-scale", "version": "1", "arguments": [], "features": features, "method": TEXTS[5],
                TEXTS[1]: TEXTS[0], "rows_in": ROWS, "rows_out": ROWS, "warnings": []},
               {"tool": "seg-persona", "rules": TEXTS[1], "levels": {"low": 0.8, "high": 1.2}},
               {"tool": "seg-rules", "agreement": 0.9}]})
with open(f"{folder}/rules.txt", "w", encoding="utf-8") as file:
    for text in TEXTS[:6]:
        file.write(f"cluster 0, {text}: {text} above 3\n    20 rows; the rule finds 20 of them\n")
    file.write(TEXTS[0] + "\n")
table("drift.csv", [["feature", "psi", "noise_95", "mean_reference", "mean_new", "shift_sd", "verdict"]] + [
    [name, 0.1 * i, 0.05, 50, 52, 0.1, ["stable", "watch", "refit"][i % 3]] for i, name in enumerate(features)])
document("changes.json", {
    "earlier": TEXTS[1], "earlier_k": 6, "k": SEGMENTS,
    "segments": [{"segment": c, "change": ["kept", "split", "merged", "new", "gone", TEXTS[0], TEXTS[2]][c],
                  "earlier_rows": 19, "rows": 20, "overlap": 0.8, "from": [{"segment": c, "rows": 19}],
                  "into": [{"segment": TEXTS[1], "rows": 1}]} for c in range(SEGMENTS)]})
