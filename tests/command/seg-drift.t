# seg-drift: new rows against a reference.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# A month of customers, and the next one, in which incomes have risen by 12.
seg-features "$ROOT/examples/customers.csv" | seg-scale --model scaler.json |
    seg-kmeans -k 6 --model segments.json >old.csv
awk -F, -v OFS=, 'NR == 1 || NR % 2 { if (NR > 1) $4 += 12; print }' "$ROOT/examples/customers.csv" |
    seg-features | seg-scale --apply scaler.json | seg-kmeans --apply segments.json >new.csv

# NumPy 2.4: bins by np.searchsorted at the deciles of the old rows, ((q - p) * log(q / p)).sum();
# noise: (1/300 + 1/150) * SciPy 1.17 chi2.ppf([.95, .99], bins - 1).
run seg-drift --reference old.csv --round 9 new.csv
is "one row a feature, and one for the segments" "$status $err$out" \
    "0 feature,psi,noise_95,noise_99,mean_reference,mean_new,shift_sd,verdict
age,0.041807371,0.169189776,0.216659943,39.703333333,39.826666667,0.008469593,stable
annual_income,1.191744154,0.169189776,0.216659943,63.526666667,75.906666667,0.468382601,refit
spending_score,0.01226161,0.169189776,0.216659943,51.546666667,52.886666667,0.053807228,stable
spend_income_ratio,0.577725798,0.169189776,0.216659943,1.031335902,0.78443157,-0.285197276,refit
cluster,0.035585158,0.110704977,0.150862725,,,,stable"
seg-drift --reference old.csv new.csv >table
ok "from a pipe the same" cmp table <(seg-drift --reference old.csv <new.csv)
ok "the reference from a pipe" cmp table <(seg-drift --reference - new.csv <old.csv)
ok "new rows in two files" cmp table \
    <(head -n 9 new.csv >a && (head -n 1 new.csv && tail -n +10 new.csv) >b && seg-drift --reference old.csv a b)
is "rows in another order: but for the last bits of sums" "$(seg-drift --reference old.csv --round 9 new.csv)" \
    "$(seg-drift --round 9 --reference <(head -n 1 old.csv; tail -n +2 old.csv | sort -r) \
        <(head -n 1 new.csv; tail -n +2 new.csv | sort -t, -k3,3n))"
ok "columns in another order" cmp table \
    <(mlr --csv reorder -e -f age,cluster,gender new.csv | seg-drift --reference old.csv)
ok "a reference in NDJSON" cmp table <(seg-drift --reference <(mlr --icsv --ojsonl cat old.csv) new.csv)
run seg-drift --reference old.csv -f age --output ndjson --round 3 new.csv
is "as NDJSON" "$status $err$out" \
    '0 {"feature":"age","psi":0.042,"noise_95":0.169,"noise_99":0.217,"mean_reference":39.703,"mean_new":39.827,"shift_sd":0.008,"verdict":"stable"}
{"feature":"cluster","psi":0.036,"noise_95":0.111,"noise_99":0.151,"mean_reference":null,"mean_new":null,"shift_sd":null,"verdict":"stable"}'
run seg-drift --reference old.csv --by gender -f 'annual_*' --round 6 new.csv
is "--by another column" "$status $err$(printf '%s\n' "$out" | cut -d, -f1,2,8)" "0 feature,psi,verdict
annual_income,1.191744,refit
gender,0.000181,stable"
run seg-drift --reference <(cut -d, -f1-10 old.csv) new.csv
is "without segments, features alone" "$status $err$(printf '%s\n' "$out" | cut -d, -f1 | paste -sd' ')" \
    "0 feature age annual_income spending_score spend_income_ratio"

# ---- a saved reference ----
run seg-drift --model ref.json old.csv
is "--model alone freezes" "$status $err$out" \
    "0 seg-drift: 300 rows are frozen in ref.json; --apply ref.json compares with them"
ok "--apply: the same bytes" cmp table <(seg-drift --apply ref.json new.csv)
ok "from a pipe, too" cmp table <(seg-drift --apply ref.json <new.csv)
seg-drift --reference old.csv --model both.json new.csv >both
ok "--reference with --model: compares" cmp table both
ok "and freezes the same" cmp ref.json both.json
is "the model has what is needed, and no row" \
    "$(jq -c '[.format, .rows, .features[0], .columns[0].edges, .columns[0].counts, .segments]' ref.json)" \
    '["seg-drift model",300,"age",[23,26,29,32,35,41,48,55,62],[30,36,36,18,31,31,29,29,32,28],{"column":"cluster","names":["0","1","2","3","4","5"],"counts":[69,67,62,46,29,27]}]'
is "--json without the old rows: all but the moves" \
    "$(seg-drift --apply ref.json --json new.csv | jq -c '[.rows_reference, .rows_new, .moves]')" '[300,150,null]'

# ---- what a cron job needs ----
run seg-drift --strict --reference old.csv new.csv
is "--strict: status 3 when a refit is due" "$status $err" "3 "
ok "and the whole table" cmp table "$T/out"
run seg-drift --strict --apply ref.json old.csv
is "--strict: status 0 when none is" "$status $err" "0 "
is "the same rows have not drifted" "$(printf '%s\n' "$out" | cut -d, -f2,7,8 | sort -u | paste -sd' ')" \
    "0,,stable 0,0,stable psi,shift_sd,verdict"
run seg-drift --strict --json --apply ref.json new.csv
is "--strict with --json" "$status $(jq -c '[.verdict, .refit_due]' "$T/out")" '3 ["refit",true]'
run seg-drift --strict --reference old.csv --log log new.csv
is "the log says why" \
    "$(jq -c '[.features, .rows_reference, .rows_in, .rows_out, .thresholds, .verdict]' log)" \
    '[["age","annual_income","spending_score","spend_income_ratio"],300,150,5,{"watch":0.1,"refit":0.25},"refit"]'
run seg-drift --strict --reference old.csv nowhere.csv
is "--strict: a failure is no drift" "$status" 1
run seg-drift --reference old.csv -f age --round 3 <(head -n 8 new.csv)
is "few rows: only great drift shows, and that is told" "$status $err" \
    "0 seg-drift: 300 and 7 rows are few: chance alone takes the index up to 2.47, and less drift than that is not seen"

# ---- moves ----
run seg-drift --reference old.csv --moves moves.csv new.csv
is "--moves" "$status $err$(cat moves.csv)" "0 from,to_0,to_1,to_2,to_3,to_4,to_5,customers,moved
0,38,0,0,0,0,0,38,0
1,0,33,0,0,0,0,33,0
2,0,0,34,0,0,0,34,0
3,0,0,0,19,0,0,19,0
4,1,3,0,0,9,0,13,0.3076923076923077
5,1,1,0,0,0,11,13,0.15384615384615385"
ok "the table is the same" cmp table "$T/out"
is "awk agrees" "$(awk -F, 'FNR == 1 { next } NR == FNR { was[$1] = $NF; next }
    $1 in was { n[was[$1] "," $NF]++ } END { for (i in n) print i "," n[i] }' old.csv new.csv | sort)" \
    "$(awk -F, 'NR > 1 { for (i = 2; i <= 7; i++) if ($i) print $1 "," i - 2 "," $i }' moves.csv | sort)"
cat >was.csv <<'EOF'
customer_id,email,x,cluster
1,a@x,1,a
2,b@x,2,a
3,c@x,3,b
4,,4,b
5,e@x,5,"=b, c"
EOF
cat >is.csv <<'EOF'
customer_id,email,x,cluster
5,e@x,1,"=b, c"
3,a@x,2,a
2,b@x,2,a
1,,2,d
9,z@x,3,b
EOF
run seg-drift -q -f x --reference was.csv --moves m.csv is.csv
is "segments that come and go, and names of any kind" "$status $err$(cat m.csv)" \
    '0 from,"to_=b, c",to_a,to_b,to_d,customers,moved
"=b, c",1,0,0,0,1,0
a,0,1,0,1,2,0.5
b,0,1,0,0,1,1
d,0,0,0,0,0,'
is "--json has them" "$(seg-drift -q -f x --reference was.csv --json is.csv |
    jq -c '.moves | [.id, .customers, .left, .joined, .nameless, .moved, .segments, .rows[1]]')" \
    '["customer_id",4,1,1,0,0.5,["=b, c","a","b","d"],{"from":"a","customers":2,"moved":0.5,"to":[0,1,0,1]}]'
is "--id; a row without identity is counted" \
    "$(seg-drift -q -f x --reference was.csv --json --id email is.csv |
        jq -c '.moves | [.id, .customers, .left, .joined, .nameless]')" '["email",3,1,1,2]'
is "--json: bins and segments" "$(seg-drift -q -f x --reference was.csv --json is.csv |
    jq -c '[.features[0].bins, .mix.segments[3]]')" \
    '[[{"up_to":1,"reference":1,"new":1},{"up_to":2,"reference":1,"new":3},{"up_to":3,"reference":1,"new":1},{"up_to":4,"reference":1,"new":0},{"up_to":null,"reference":1,"new":0}],{"segment":"d","reference":0,"new":1}]'
sed 's/^3,/2,/' was.csv >twice.csv
fails "a customer who is there twice" 1 \
    "seg-drift: twice.csv:4: column 'customer_id': '2' is there twice in the reference, so it names no customer" \
    seg-drift -q -f x --reference twice.csv --moves m2.csv is.csv
ok "no file is left" test ! -e m2.csv
sed 's/^3,/5,/' is.csv >again.csv
fails "nor among the new rows" 1 \
    "seg-drift: again.csv:3: column 'customer_id': '5' is there twice among the new rows, so it names no customer" \
    seg-drift -q -f x --reference was.csv --moves m2.csv again.csv
printf 'customer_id,v,cluster\n1,5,0\n2,6,1\n' >two.csv
printf 'customer_id,v,cluster\n1,5,0\n9,6,1\n9,5,0\n' >joined.csv
fails "nor one who joined may be there twice" 1 \
    "seg-drift: joined.csv:4: column 'customer_id': '9' is there twice among the new rows, so it names no customer" \
    seg-drift -q -f v --reference two.csv --moves m2.csv joined.csv
head -n 3 joined.csv >once.csv
fails "the same file given twice" 1 \
    "seg-drift: once.csv:2: column 'customer_id': '1' is there twice among the new rows, so it names no customer" \
    seg-drift -q -f v --reference two.csv --moves m2.csv once.csv once.csv
sed 1,2d once.csv | cat <(echo customer_id,v,cluster) - >nine.csv
fails "of customers who all joined" 1 \
    "seg-drift: nine.csv:2: column 'customer_id': '9' is there twice among the new rows, so it names no customer" \
    seg-drift -q -f v --reference two.csv --moves m2.csv nine.csv nine.csv
ok "no file is left, either" test ! -e m2.csv
run seg-drift -f x --reference twice.csv --json is.csv
is "--json goes on without moves, and says so" "$status $(head -n 1 "$T/err") $(jq -c .moves "$T/out")" \
    "0 seg-drift: twice.csv:4: column 'customer_id': '2' is there twice in the reference, so it names no customer; the moves are left out null"
sed 's/email/shop_id/' was.csv >shops.csv
fails "two identities" 1 "seg-drift: 2 columns could tell customers apart; --id names one" \
    seg-drift -q -f x --reference shops.csv --moves m2.csv is.csv
fails "no identity" 1 "seg-drift: no column id or *_id tells customers apart; --id names one" \
    seg-drift -q -f x --reference <(cut -d, -f2- was.csv) --moves m2.csv is.csv
fails "an identity that the new rows lack" 1 "seg-drift: no column 'customer_id'; the columns are: email, x, cluster" \
    seg-drift -q -f x --reference was.csv --moves m2.csv <(cut -d, -f2- is.csv)
fails "moves without segments" 1 "seg-drift: no column says which segment a customer is in" \
    seg-drift -q -f x --reference <(cut -d, -f-3 was.csv) --moves m2.csv is.csv
fails "a folder that is not there" 1 "seg-drift: nowhere/m.csv: No such file or directory" \
    seg-drift -q -f x --reference was.csv --moves nowhere/m.csv is.csv

# ---- features of few values ----
column() { # NAME COUNTxVALUE ...: a table of one column
    echo "$1"
    shift
    for part; do yes -- "${part#*x}" | head -n "${part%x*}"; done
}
few() { # REFERENCE NEW: psi and verdict
    seg-drift -q -f x --round 6 --reference <(column x $1) <(column x $2) | tail -n 1 | cut -d, -f2,7,8
}
# NumPy as above: 0.05, 0.9, 0.05 against 0.4, 0.55, 0.05
is "a value of 90 % does not hide those beside it" "$(few '50x0 900x1 50x2' '400x0 550x1 50x2')" "0.900171,-1.106244,refit"
is "many zeros" "$(few '700x0 100x10 100x20 100x30' '500x0 200x10 150x20 150x30')" "0.177156,0.343032,watch"
is "the bins of a code: only those with rows" \
    "$(seg-drift -q -f x --json --reference <(column x 97x0 3x1) <(column x 70x0 30x1) |
        jq -c '[.features[0].bins[] | [.up_to, .reference, .new]]')" '[[0,97,70],[null,3,30]]'
is "a constant that stays" "$(few 100x0.1 70x0.1)" "0,0,stable"
is "a constant that changes: no spread to measure the shift in" "$(few 100x3 100x4)" "10.543652,,refit"
is "a rare code that becomes frequent" "$(few '970x0 30x1' '700x0 300x1')" "0.709776,1.581976,refit"
is "values of the reference that are gone" "$(few '500x0 500x1' 500x1)" "3.447663,0.9995,refit"

# ---- failures ----
fails "no reference" 2 \
    "seg-drift: compare with what? --reference FILE names the old rows, --apply FILE a reference that --model froze" \
    seg-drift new.csv
fails "two references" 2 "seg-drift: --reference and --apply exclude each other: both are the reference" \
    seg-drift --reference old.csv --apply ref.json new.csv
fails "one standard input for two" 2 "seg-drift: the reference and the new rows cannot both come from standard input" \
    seg-drift --reference -
for option in --strict --json "--moves m2.csv" "--round 2" "--output csv"; do
    fails "--model alone with $option" 2 \
        "seg-drift: --model alone freezes a reference and compares nothing; --apply FILE or --reference FILE does" \
        seg-drift --model m.json $option old.csv
done
fails "--apply with -f" 2 "seg-drift: --features is for fitting; --apply takes it from the model" \
    seg-drift --apply ref.json -f age new.csv
fails "--apply with --by" 2 "seg-drift: --by is for fitting; --apply takes it from the model" \
    seg-drift --apply ref.json --by gender new.csv
fails "--apply with --moves" 2 "seg-drift: --moves needs the old rows: --reference FILE" \
    seg-drift --apply ref.json --moves m2.csv new.csv
fails "--id for nothing" 2 "seg-drift: --id is for the moves, which --moves FILE and --json write" \
    seg-drift --reference old.csv --id email new.csv
fails "--json with --round" 2 "seg-drift: --round is for the table; --json has all digits" \
    seg-drift --reference old.csv --json --round 2 new.csv
fails "a feature that the new rows lack" 1 \
    "seg-drift: was.csv does not fit the stream: no column 'x'; the columns are: customer_id, email, cluster" \
    seg-drift -f x --reference was.csv <(cut -d, -f1,2,4 is.csv)
fails "segments that the new rows lack" 1 \
    "seg-drift: was.csv does not fit the stream: no column 'cluster'; the columns are: customer_id, email, x" \
    seg-drift -f x --reference was.csv <(cut -d, -f1-3 is.csv)
fails "no scaled columns and no -f" 1 \
    "seg-drift: no z_* column; scale the features with seg-scale first, or name them with -f; the columns are: customer_id, email, x, cluster" \
    seg-drift --reference was.csv is.csv
fails "a segment column that is not there" 1 \
    "seg-drift: no column 'group'; the columns are: customer_id, email, x, cluster" \
    seg-drift -f x --by group --reference was.csv is.csv
sed 's/^3,c@x,3/3,c@x,nan/' was.csv >nan.csv
fails "a reference that is no number" 1 "seg-drift: nan.csv:4: column 'x': not a number: 'nan'" \
    seg-drift -f x --reference nan.csv is.csv
sed 's/^3,a@x,2/3,a@x,/' is.csv >missing.csv
fails "a missing number" 1 "seg-drift: missing.csv:3: column 'x': not a number: ''" \
    seg-drift -f x --reference was.csv missing.csv
sed 's/,d$/,/' is.csv >nowhere.csv
fails "a row in no segment" 1 "seg-drift: nowhere.csv:5: column 'cluster': no segment" \
    seg-drift -f x --reference was.csv nowhere.csv
head -n 1 is.csv >header.csv
fails "no new rows" 1 "seg-drift: header.csv:1: no rows are here; did the stage before fail?" \
    seg-drift -f x --reference was.csv header.csv
fails "no old rows" 1 "seg-drift: header.csv:1: no rows are here; did the stage before fail?" \
    seg-drift -f x --reference header.csv was.csv
fails "no input" 1 "seg-drift: stdin: no header: the input is empty; did the stage before fail?" \
    seg-drift -f x --reference was.csv - </dev/null
fails "numbers beyond a sum" 1 "seg-drift: column 'x': the numbers are too large for their mean" \
    seg-drift -f x --reference was.csv <(column x,cluster 2x1e308,a)
fails "numbers beyond a square" 1 "seg-drift: column 'x': the numbers are too large for their standard deviation" \
    seg-drift -f x --reference <(column x 1x1e200 1x-1e200) was.csv
printf 'x,cluster\n1,\377\n' >bytes.csv
fails "a segment that JSON cannot name" 1 \
    "seg-drift: a segment's name is not UTF-8, which JSON must be; seg-features says where" \
    seg-drift -q -f x --reference bytes.csv --json bytes.csv
fails "nor a model" 1 "seg-drift: column 'cluster': not UTF-8, which JSON must be; seg-features says where" \
    seg-drift -f x --model m.json bytes.csv
sed 's/62/63/' ref.json >edited.json
fails "an edited model" 1 \
    "seg-drift: edited.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" \
    seg-drift --apply edited.json new.csv
head -n 20 ref.json >cut.json
run seg-drift --apply cut.json new.csv
is "a model that was cut" "$status $(cut -d: -f1,2 <<<"$err")" "1 seg-drift: cut.json"
fails "a model of another filter" 1 "seg-drift: scaler.json: not a seg-drift model but seg-scale model" \
    seg-drift --apply scaler.json new.csv
(head -n 3 new.csv; echo '#seg-error seg-kmeans: it broke') >broken.csv
fails "a stage before that failed" 1 "seg-drift: upstream failed: seg-kmeans: it broke" \
    seg-drift --strict --apply ref.json broken.csv
is "and nothing was written" "$out" ""
if [ -e /dev/full ]; then
    run bash -c 'seg-drift --strict --reference old.csv new.csv >/dev/full'
    is "a full disk is no drift" "$status $err" "1 seg-drift: stdout: No space left on device"
else
    skip "a full disk is no drift" "there is no /dev/full"
fi

# Of the mall customers, ordered by income, every other pair: an index of 0.235 looks like drift by
# the customary 0.1, and is what chance does with 100 rows.
if [ -e "$SHARED/data/mall/Mall_Customers.csv" ]; then
    seg-features "$SHARED/data/mall/Mall_Customers.csv" | seg-scale | seg-kmeans -k 6 >mall.csv
    awk 'NR == 1 || int(NR / 2) % 2' mall.csv >some.csv
    awk 'NR == 1 || int(NR / 2) % 2 == 0' mall.csv >others.csv
    run seg-drift -q --strict --reference some.csv --round 3 others.csv
    is "mall: one half and the other" "$status $(printf '%s\n' "$out" | cut -d, -f1-3,8 | paste -sd' ')" \
        "0 feature,psi,noise_95,verdict age,0.235,0.338,stable annual_income,0.016,0.338,stable spending_score,0.112,0.338,stable spend_income_ratio,0.087,0.338,stable cluster,0.032,0.221,stable"
else
    skip "mall: one half and the other" "the folder shared/ is not there"
fi

done_testing
