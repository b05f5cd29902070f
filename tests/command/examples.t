# The pipes of examples/ run as they stand.
. "$(dirname "$0")/lib.sh"

fresh() { # a folder as a user would have it
    rm -rf "$T/here"
    mkdir "$T/here"
    cp "$ROOT/examples/customers.csv" "$T/here"
    cd "$T/here" || exit 1
}

is "customers.csv is what its generator writes" \
    "$(gawk -f "$ROOT/examples/make-customers.awk" | cksum)" "$(cksum <"$ROOT/examples/customers.csv")"
is "whichever awk runs it" \
    "$(mawk -f "$ROOT/examples/make-customers.awk" | cksum)" "$(cksum <"$ROOT/examples/customers.csv")"

fresh
run sh "$ROOT/examples/step-by-step.sh"
is "step by step: succeeds in silence" "$status $err" "0 "
is "step by step: every customer has a segment" \
    "$(mlr --icsv --onidx count-distinct -f outlier then cut -f count then stats1 -a sum -f count artifacts/segments.csv)" 300
is "step by step: the segments add up" \
    "$(mlr --icsv --onidx stats1 -a sum -f count artifacts/personas.csv)" 300
cp -r artifacts by-hand
run seg-pipeline -q customers.csv
is "seg-pipeline: succeeds in silence" "$status $err$out" "0 "
for file in cluster_profiles.csv personas.csv metrics.json outliers.csv segments.csv \
    stability.json rules.txt rules.sql scaler.json kmeans.json reference.json; do
    ok "seg-pipeline writes the same $file" cmp by-hand/$file artifacts/$file
done

fresh
run sh "$ROOT/examples/new-customers.sh"
is "new customers: succeeds in silence" "$status $err" "0 "
is "new customers: each has a segment" "$(mlr --icsv --onidx count new-segments.csv)" 40
is "new customers: the columns" "$(printf '%s\n' "$out" | head -n 1)" \
    "customer_id,gender,age,annual_income,spending_score,spend_income_ratio,z_age,z_annual_income,z_spending_score,z_spend_income_ratio,cluster,distance,persona,goal"

fresh
run sh "$ROOT/examples/next-month.sh"
is "next month: succeeds in silence" "$status $err" "0 "
is "next month: the segments are found again, and one is new" \
    "$(jq -r '.segments[] | "\(.segment) \(.change)"' changes.json | paste -sd,)" \
    "0 split,1 kept,2 kept,3 kept,4 kept,5 split"

fresh
run sh "$ROOT/examples/awk-stage.sh"
is "awk stage: succeeds in silence" "$status $err" "0 "
is "awk stage: the header" "$(printf '%s\n' "$out" | head -n 1)" \
    "cluster,count,share,student,age,annual_income,spending_score"
is "awk stage: five segments of all customers" \
    "$(printf '%s\n' "$out" | awk -F, 'NR > 1 { n++; sum += $2 } END { print n, sum }')" "5 300"

cp "$ROOT/examples/customers.csv" .
run bash "$ROOT/examples/jq-stage.sh"
is "jq stage: succeeds in silence" "$status $err" "0 "
is "jq stage: six personas of all customers" \
    "$(printf '%s\n' "$out" | awk -F'\t' '{ n++; sum += $1 } END { print n, sum }')" "6 300"

echo 301,Male,3 >>customers.csv
bash "$ROOT/examples/jq-stage.sh" >"$T/out" 2>"$T/err"
status=$?
is "jq stage: a failure of the first stage is one of the whole" \
    "$(test "$status" -ne 0 && echo failed) $(head -n 1 "$T/err")" \
    "failed seg-features: customers.csv:302: the row has 3 cells, the header has 5"

fresh
run sh "$ROOT/examples/sqlite.sh"
is "sqlite: succeeds in silence" "$status $err" "0 "
is "sqlite: the table of segments" \
    "$(sqlite3 crm.sqlite 'SELECT COUNT(*), COUNT(DISTINCT cluster) FROM segments')" "300|6"

done_testing
