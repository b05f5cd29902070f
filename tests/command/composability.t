# Real pipes with the tools that people have: a stage is theirs, or stands
# beside ours.  Everything here must be installed; make test sees to it.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
cp "$ROOT/examples/customers.csv" .
for tool in gawk mawk jq mlr tee; do
    ok "$tool is installed" command -v $tool
done

seg-features customers.csv >features.csv
seg-scale features.csv >scaled.csv
seg-kmeans -k 5 scaled.csv >clustered.csv
seg-profile clustered.csv >profile.csv
seg-persona profile.csv >personas.csv

# ---- awk ----
for awk in mawk gawk; do
    is "$awk leaves out rows: the stage behind takes what it gets" \
        "$(seg-features customers.csv | $awk -F, 'NR == 1 || $3 >= 40' | seg-scale | seg-kmeans -k 3 | mlr --icsv --onidx count)" \
        "$(mlr --icsv --onidx filter '$age >= 40' then count features.csv)"
    # Digits enough to be read back as the same number.
    is "$awk in the place of seg-scale --method minmax" \
        "$($awk -F, -v OFS=, -v CONVFMT=%.17g -v OFMT=%.17g '
            NR == FNR { if (FNR == 2) min = max = $3
                        if (FNR > 1 && $3 < min) min = $3
                        if (FNR > 1 && $3 > max) max = $3
                        next }
            FNR == 1 { print $0, "z_age"; next }
            { print $0, ($3 - min) / (max - min) }' features.csv features.csv |
            seg-kmeans -k 4 | cut -d, -f8 | cksum)" \
        "$(seg-scale -f age --method minmax features.csv | seg-kmeans -k 4 | cut -d, -f8 | cksum)"
done
is "awk in the place of seg-features" \
    "$(awk -F, -v OFS=, -v CONVFMT=%.17g 'NR == 1 { print "customer_id,gender,age,annual_income,spending_score"; next } { print }' customers.csv |
        seg-scale -f age,annual_income,spending_score | seg-kmeans -k 5 | cksum)" \
    "$(cut -d, -f1-5 features.csv | seg-scale | seg-kmeans -k 5 | cksum)"
is "awk gives the segments: seg-profile and seg-persona take them" \
    "$(awk -F, -v OFS=, '{ print $0, (NR == 1 ? "cluster" : ($5 > 50)) }' scaled.csv | tee labelled.csv |
        seg-profile | seg-persona | mlr --icsv --onidx --ofs : cut -f cluster,count | paste -sd' ')" \
    "$(awk -F, 'NR > 1 { n[$5 > 50]++ } END { print "0:" n[0], "1:" n[1] }' scaled.csv)"
seg-metrics labelled.csv >metrics.json
ok "seg-metrics scores them" jq -e '.k == 2 and .n_rows == 300' metrics.json

# ---- jq on NDJSON ----
is "jq in the middle: a ratio of one's own" \
    "$(seg-features --output ndjson customers.csv | jq -c '.thrift = .annual_income / .age' |
        seg-scale -f age,thrift | seg-kmeans -k 4 | jq -r .cluster | cksum)" \
    "$(seg-features --ratio thrift=annual_income/age --epsilon 0 customers.csv |
        seg-scale -f age,thrift | seg-kmeans -k 4 | mlr --icsv --onidx cut -f cluster | cksum)"
is "jq chooses rows, keys in another order" \
    "$(seg-scale --output ndjson features.csv | jq -c 'select(.gender == "Female") | to_entries | reverse | from_entries' |
        seg-kmeans -k 3 -f z_age,z_annual_income | jq -s length)" \
    "$(grep -c ',Female,' features.csv)"
is "jq makes CSV of it" \
    "$(seg-persona --output ndjson profile.csv | jq -r '[.cluster, .persona] | @csv' | tr -d '"' | cksum)" \
    "$(mlr --icsv --ocsv --headerless-csv-output cut -f cluster,persona personas.csv | cksum)"
is "a whole pipe in NDJSON is the pipe in CSV" \
    "$(seg-features --output ndjson customers.csv | seg-scale | seg-kmeans -k 5 | seg-profile | seg-persona --output csv | cksum)" \
    "$(cksum <personas.csv)"

# ---- Miller ----
is "Miller in the middle" \
    "$(seg-features customers.csv | mlr --csv filter '$age < 60' then sort -n customer_id | seg-scale | seg-kmeans -k 3 |
        mlr --icsv --onidx count)" \
    "$(mlr --icsv --onidx filter '$age < 60' then count features.csv)"
is "Miller in the place of seg-profile" \
    "$(mlr --csv --ofmt %.17g stats1 -a mean -f age,annual_income,spending_score,spend_income_ratio -g cluster \
            then rename -r '(.*)_mean,\1' then sort -n cluster clustered.csv |
        mlr --csv join -j cluster -f <(cut -d, -f1-3 profile.csv) |
        seg-persona | cut -d, -f1,2 | cksum)" \
    "$(cut -d, -f1,2 personas.csv | cksum)"
is "Miller makes NDJSON, a filter makes CSV of it" \
    "$(mlr --icsv --ojsonl cat features.csv | seg-scale --output csv | cksum)" "$(cksum <scaled.csv)"

# ---- the shell ----
is "tee in the middle keeps what passes" \
    "$(seg-scale features.csv | tee between.csv | seg-kmeans -k 5 | cksum)$(cksum <between.csv)" \
    "$(cksum <clustered.csv)$(cksum <scaled.csv)"
is "-k from seg-kselect" \
    "$(seg-kmeans -k "$(seg-kselect -q scaled.csv)" scaled.csv | cut -d, -f11 | sort -u | wc -l)" \
    "$(($(seg-kselect scaled.csv | jq .recommended) + 1))"
is "sort of the rows changes no segment but for their numbers' ties" \
    "$({ head -n 1 scaled.csv; tail -n +2 scaled.csv | sort -t, -k1,1n; } | seg-kmeans -k 5 | sort | cksum)" \
    "$(sort clustered.csv | cksum)"
is "split, one model, and put together again" \
    "$(seg-kmeans -k 5 --model m.json scaled.csv >/dev/null
        { head -n 1 scaled.csv; sed -n 2,100p scaled.csv; } | seg-kmeans --apply m.json
        { head -n 1 scaled.csv; sed -n '101,$p' scaled.csv; } | seg-kmeans --apply m.json | tail -n +2)" \
    "$(cat clustered.csv)"
seg-features customers.csv | seg-scale | seg-kmeans -k 5 2>err | head -n 3 >three
is "head closes the pipe early" "${PIPESTATUS[*]} $(cat err)$(wc -l <three)" "0 0 0 0 3"

done_testing
