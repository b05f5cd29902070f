# seg-profile: one row a segment.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

cat >rows.csv <<'EOF'
customer_id,gender,age,income,z_age,z_income,cluster
1,F,20,10,-1,-1,1
2,M,30,20,0,0,0
3,F,40,60,1,1,0
4,F,50,70,2,2,0
5,M,24,11,-1,-1,1
6,M,90,-4,3,-2,2
EOF

run seg-profile rows.csv
is "the raw twins of the z_ columns, by cluster" "$status $err$out" "0 cluster,count,share,age,income
0,3,0.5,40,50
1,2,0.3333333333333333,22,10.5
2,1,0.16666666666666666,90,-4"

# sd: R's sd(c(30,40,50)) = 10, sd(c(20,24)) = 2.828...; p90: quantile(type = 7).
run seg-profile -f age --stats sd,mean,median,min,max,p90,p5 --index --round 3 rows.csv
is "statistics in the order asked for, index last" "$status $err$out" \
    "0 cluster,count,share,age_sd,age,age_median,age_min,age_max,age_p90,age_p5,age_index
0,3,0.5,10,40,40,30,50,48,31,94.488
1,2,0.333,2.828,22,22,20,24,23.6,20.2,51.969
2,1,0.167,,90,90,90,90,90,90,212.598"

run seg-profile -f 'z_*,age' --stats mean,max --round 0 rows.csv
is "feature by feature" "$(printf '%s\n' "$out" | head -n 1)" \
    "cluster,count,share,z_age,z_age_max,z_income,z_income_max,age,age_max"

run seg-profile -f age --share gender rows.csv
is "the mix of a text column" "$status $err$out" \
    "0 cluster,count,share,age,share_gender_F,share_gender_M
0,3,0.5,40,0.6666666666666666,0.3333333333333333
1,2,0.3333333333333333,22,0.5,0.5
2,1,0.16666666666666666,90,0,1"

printf 'a,b,x,cluster\np,2,1,0\nB,1,1,0\n"q, r",1,1,0\n,1,1,0\n' >levels.csv
run seg-profile -f x --share a --share b levels.csv
is "levels in byte order; repeated; an empty cell is a level" "$status $err$out" \
    "0 cluster,count,share,x,share_a_,share_a_B,share_a_p,\"share_a_q, r\",share_b_1,share_b_2
0,4,1,1,0.25,0.25,0.25,0.25,0.75,0.25"
is "the same from one list" "$(seg-profile -f x --share a,b levels.csv)" "$out"

run seg-profile --by gender -f age rows.csv
is "--by a text column, in byte order" "$status $err$out" "0 gender,count,share,age
F,3,0.5,36.666666666666664
M,3,0.5,48"

printf 'cluster,x\n10,1\n-1,2\n2,3\n0,4\n' >numbers.csv
is "segments in the order of numbers, noise first" \
    "$(seg-profile -f x numbers.csv | cut -d, -f 1 | paste -sd' ')" "cluster -1 0 2 10"

run seg-profile --output ndjson -f age,income --stats mean,sd rows.csv
is "as NDJSON; what is not there is null" "$status $err$(printf '%s\n' "$out" | tail -n 1)" \
    '0 {"cluster":2,"count":1,"share":0.16666666666666666,"age":90,"age_sd":null,"income":-4,"income_sd":null}'
seg-profile -f age rows.csv >from-csv
jq -Rcn '[inputs | split(",")] | .[0] as $h | .[1:][] | [$h, .] | transpose |
    map({(.[0]): (.[1] | tonumber? // .)}) | add' rows.csv |
    seg-profile -f age --output csv >from-json
ok "NDJSON in, CSV out: the same" cmp from-csv from-json
seg-profile rows.csv >one
ok "from a pipe" cmp one <(seg-profile <rows.csv)
ok "from two files" cmp one <(head -n 3 rows.csv >a && (head -n 1 rows.csv && tail -n 4 rows.csv) >b &&
    seg-profile a b)

printf 'cluster,x,y\n0,1,-1\n0,3,1\n' >zero.csv
is "no index where the overall mean is 0" "$(seg-profile -f x,y --index zero.csv | tail -n 1)" \
    "0,2,1,2,100,0,"
awk 'BEGIN { print "cluster,x"; print "0,1e16"; for (i = 0; i < 1000; i++) print "0,1"; print "0,-1e16" }' >far.csv
is "small numbers are not lost beside large ones" \
    "$(seg-profile -f x far.csv --round 9 | tail -n 1)" "0,1002,1,0.998003992"

# ---- what seg-stability says of the segments ----
printf '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":0.5,"trust":"untrusted"},%s]}\n' \
    '{"cluster":0,"size":3,"stability":1,"trust":"highly stable"},{"cluster":2,"size":1,"stability":null,"trust":null},{"cluster":9,"size":0,"stability":null,"trust":null}' >stability.json
run seg-profile -f age --share gender --round 2 --stability stability.json rows.csv
is "--stability: two columns, the last" "$status $err$out" \
    "0 cluster,count,share,age,share_gender_F,share_gender_M,stability,trust
0,3,0.5,40,0.67,0.33,1,highly stable
1,2,0.33,22,0.5,0.5,0.5,untrusted
2,1,0.17,90,0,1,,"
is "--stability: NDJSON" "$(seg-profile -f age --output ndjson --stability stability.json rows.csv | tail -n 1)" \
    '{"cluster":2,"count":1,"share":0.16666666666666666,"age":90,"stability":null,"trust":null}'
seg-profile -f age --stability stability.json rows.csv >wanted
ok "--stability: from a pipe" cmp wanted <(seg-profile -f age --stability <(cat stability.json) rows.csv)
printf 'size,trust,cluster,stability\n2,untrusted,1,0.5\n3,highly stable,0,1\n1,,2,\n' >stability.csv
ok "--stability: CSV, its columns in any order" cmp wanted <(seg-profile -f age --stability stability.csv rows.csv)
printf 'gender,stability,trust,size\nF,0.9,highly stable,3\nM,0.8,stable,3\n' >genders.csv
is "--stability: segments that are named by text" \
    "$(seg-profile --by gender -f age --stability genders.csv rows.csv | cut -d, -f 1,5- | paste -sd' ')" \
    "gender,stability,trust F,0.9,highly stable M,0.8,stable"
printf 'cluster,size,stability,trust\n0,1,0.8,stable\n' >0.csv
is "--stability: noise is not judged" \
    "$(printf 'cluster,x\n-1,1\n0,2\n' | seg-profile -f x --output ndjson --stability 0.csv | head -n 1)" \
    '{"cluster":-1,"count":1,"share":0.5,"x":1,"stability":null,"trust":null}'
refused() { # NAME ERR TEXT
    printf '%s\n' "$3" >wrong
    fails "--stability: $1" 1 "seg-profile: $2" seg-profile -f age --stability wrong rows.csv
}
others() { # NAME DIFFERENCE FILE
    fails "--stability: $1" 1 "seg-profile: $3 judges other segments: $2; run seg-stability on this stream" \
        seg-profile -f age --stability "$3" rows.csv
}
grep -v ^3 stability.csv >fewer.csv
others "a segment that was not judged" "segment '0' is not there" fewer.csv
sed '$s/1,,2,/1,,2,\n4,stable,7,0.8/' stability.csv >more.csv
others "one that was judged elsewhere" "segment '7' is not here" more.csv
sed 's/"size":3/"size":4/' stability.json >size.json
others "of another size" "segment '0' has 4 rows there, 3 here" size.json
sed 's/"n_rows":6/"n_rows":7/' stability.json >rows.json
others "of another table" "there are 7 rows there, 6 here" rows.json
refused "not what seg-stability wrote" "wrong: no 'segments'; seg-stability writes them" '{"k":3}'
refused "no segment" "wrong: no 'segments'; seg-stability writes them" '{"n_rows":6,"segments":[]}'
refused "a name of another type" "wrong: segments[0]: 'cluster' is no segment" '{"n_rows":6,"segments":[{"cluster":1.5}]}'
refused "no number of rows" "wrong: 'n_rows' is not a number of rows" '{"segments":[{"cluster":1}]}'
refused "no size" "wrong: segments[0]: 'size' is not a number of rows" '{"n_rows":6,"segments":[{"cluster":1}]}'
refused "a stability that is no number" "wrong: segments[0]: 'stability' is not a number" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":"x"}]}'
refused "a stability out of range" "wrong: segments[0]: 'stability' is not between 0 and 1" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":1.5,"trust":"stable"}]}'
refused "no trust" "wrong: segments[0]: 'trust' is not a text" '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":1}]}'
refused "another word" \
    "wrong: segments[0]: 'trust' is not untrusted, doubtful, stable or highly stable: 'Stable'" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":1,"trust":"Stable"}]}'
refused "a word that was edited" \
    "wrong: segments[0]: 'trust' is 'stable', but a stability of 0.5 is untrusted; the report was edited" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":0.5,"trust":"stable"}]}'
refused "a word without a stability" \
    "wrong: segments[0]: 'trust' is 'stable' without a stability; the report was edited" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":null,"trust":"stable"}]}'
refused "a segment twice" "wrong: segments[1]: segment '1' is there twice" \
    '{"n_rows":6,"segments":[{"cluster":1,"size":2,"stability":0.8,"trust":"stable"},{"cluster":"1","size":2,"stability":0.8,"trust":"stable"}]}'
refused "no such column" \
    "wrong:1: no column 'stability'; the columns are: cluster, size, trust; seg-stability --csv writes it" 'cluster,size,trust
1,2,stable'
refused "a cell that is no number" "wrong:2: column 'stability': not a number: 'x'" 'cluster,stability,trust,size
1,x,stable,2'
refused "a cell that is no number of rows" "wrong:2: column 'size': not a number of rows: '2.5'" 'cluster,stability,trust,size
1,0.8,stable,2.5'
refused "a cell that is no band" \
    "wrong:2: 'trust' is not untrusted, doubtful, stable or highly stable: 'Stable'" 'cluster,stability,trust,size
1,1,Stable,2'
refused "a cell that was emptied" \
    "wrong:2: 'trust' is '', but a stability of 1 is highly stable; the report was edited" 'cluster,stability,trust,size
1,1,,2'
refused "a cell without a segment" "wrong:2: column 'cluster': no segment: ''" 'cluster,stability,trust,size
,1,stable,2'
refused "CSV without segments" "wrong:1: no segments are here" cluster,stability,trust,size
fails "--stability: no such file" 1 "seg-profile: nowhere: No such file or directory" \
    seg-profile -f age --stability nowhere rows.csv
printf 'cluster,trust\n0,1\n' >clash.csv
fails "--stability: a feature of that name" 1 \
    "seg-profile: two columns would be named 'trust'; -f names the features" \
    seg-profile -f trust --stability 0.csv clash.csv

# Failures.
fails "no scaled columns and no -f" 1 \
    "seg-profile: no z_* column; scale the features with seg-scale first, or name them with -f; the columns are: cluster, x" \
    seg-profile numbers.csv
fails "no such segment column" 1 \
    "seg-profile: no column 'segment'; the columns are: cluster, x" \
    seg-profile --by segment -f x numbers.csv
printf 'cluster,x\n0,1\n1,\n' >missing.csv
fails "a missing number" 1 "seg-profile: missing.csv:3: column 'x': not a number: ''" \
    seg-profile -f x missing.csv
printf 'cluster,x\n0,1\n,3\n' >nowhere.csv
fails "a row in no segment" 1 "seg-profile: nowhere.csv:3: column 'cluster': no segment: ''" \
    seg-profile -f x nowhere.csv
printf 'cluster,x\n' >header.csv
fails "no rows" 1 "seg-profile: the table has a header and no rows; did the stage before fail?" \
    seg-profile -f x header.csv
fails "no input" 1 "seg-profile: stdin: no header: the input is empty; did the stage before fail?" \
    seg-profile -f x - </dev/null
awk 'BEGIN { print "cluster,x,name"; for (i = 0; i <= 50; i++) print "0,1,n" i }' >many.csv
fails "more levels than --share is for" 1 \
    "seg-profile: many.csv:52: column 'name': more than 50 levels; --share is for text columns of few" \
    seg-profile -f x --share name many.csv
awk 'BEGIN { print "customer_id,x"; for (i = 0; i <= 10000; i++) print i ",1" }' >ids.csv
fails "more segments than can be meant" 1 \
    "seg-profile: ids.csv:10002: column 'customer_id': more than 10000 segments; --by names the column of the segments" \
    seg-profile -f x --by customer_id ids.csv
printf 'cluster,x,x_sd\n0,1,2\n' >clash.csv
fails "two columns of one name" 1 \
    "seg-profile: two columns would be named 'x_sd'; -f names the features" \
    seg-profile -f x,x_sd --stats mean,sd clash.csv
printf 'cluster,x\n0,1e308\n0,1e308\n' >huge.csv
fails "numbers beyond a sum" 1 "seg-profile: column 'x': the numbers are too large for their mean" \
    seg-profile -f x huge.csv
fails "an unknown statistic" 2 \
    "seg-profile: --stats: not one of mean, sd, median, min, max, p1 to p99: 'mode'" \
    seg-profile --stats mean,mode rows.csv
fails "a percentile that is none" 2 \
    "seg-profile: --stats: not one of mean, sd, median, min, max, p1 to p99: 'p100'" \
    seg-profile --stats p100 rows.csv
fails "a statistic twice" 2 "seg-profile: --stats: 'sd' is named twice" \
    seg-profile --stats sd,mean,sd rows.csv
fails "a text column twice" 1 "seg-profile: --share: column 'gender' is named twice" \
    seg-profile --share gender --share gender rows.csv
(head -n 3 rows.csv; echo '#seg-error seg-kmeans: it broke') >broken.csv
fails "a stage before that failed" 1 "seg-profile: upstream failed: seg-kmeans: it broke" \
    seg-profile broken.csv
is "and nothing was written" "$out" ""
run seg-profile rows.csv --log log
is "the log says how" "$(jq -c '[.by, .features, .stats, .index, .shares, .rows_in, .rows_out]' log)" \
    '["cluster",["age","income"],["mean"],false,[],6,3]'
if [ -e /dev/full ]; then
    run bash -c 'seg-profile rows.csv >/dev/full'
    is "a full disk" "$status $err" "1 seg-profile: stdout: No space left on device"
else
    skip "a full disk" "there is no /dev/full"
fi

# The mall customers, in the segments that scikit-learn 1.2.1 found: its profile.
if [ -e "$SHARED/data/mall/Mall_Customers.csv" ]; then
    jq -r '.kmeans_k6.labels_up_to_renaming[]' "$SHARED/reference/mall.json" >labels
    seg-features "$SHARED/data/mall/Mall_Customers.csv" |
        paste -d, - <(echo cluster; cat labels) >mall.csv
    # The same rounding on both sides: numbers are compared, not texts.
    seg-profile -f age,annual_income,spending_score,spend_income_ratio mall.csv --output ndjson |
        jq -c '[.count, .age, .annual_income, .spending_score, .spend_income_ratio | . * 1000 | round]' >got
    jq -c '.kmeans_k6.profile[] | [.count, .age, .annual_income, .spending_score,
        .spend_income_ratio | . * 1000 | round]' "$SHARED/reference/mall.json" >wanted
    is "mall: the reference profile at three decimals" "$(cat got)" "$(cat wanted)"
    is "mall: six segments were compared" "$(wc -l <got | tr -d ' ')" 6
else
    skip "mall: the reference profile at three decimals" "the folder shared/ is not there"
fi

done_testing
