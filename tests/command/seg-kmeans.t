#!/usr/bin/env bash
# seg-kmeans: models beside the stream that they are used on, and --match.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

cp "$ROOT/examples/customers.csv" .
features=age,annual_income,spending_score
seg-features customers.csv >features.csv
seg-scale -f $features --model scaler.json features.csv >scaled.csv
seg-kmeans -k 6 --model m.json --distance scaled.csv >clustered.csv
seg-profile clustered.csv >profile.csv
seg-persona profile.csv >personas.csv

# ---- scoring new customers ----
seg-features customers.csv | seg-scale --apply scaler.json | seg-kmeans --apply m.json --distance |
    seg-persona --label personas.csv >scored.csv
is "the whole pipe gives the segment, the distance and the persona of the fit" \
    "$(cksum <scored.csv)" "$(seg-persona --label personas.csv clustered.csv | cksum)"
is "and they stand behind the columns of the customer" \
    "$(head -n 1 scored.csv | cut -d, -f 10-)" "cluster,distance,persona,goal"
sed -n '1p;42p' customers.csv | seg-features --output ndjson | seg-scale --apply scaler.json |
    seg-kmeans --apply m.json --distance | seg-persona --label personas.csv >one.ndjson
is "one customer, as NDJSON" "$(jq -r '[.cluster, .distance, .persona] | @csv' one.ndjson | tr -d '"')" \
    "$(sed -n 42p scored.csv | cut -d, -f 10-12)"
{ head -n 1 customers.csv; echo '901,Male,99,900,1'; sed -n 5p customers.csv; } | seg-features |
    seg-scale --apply scaler.json | seg-kmeans --apply m.json >far.csv 2>err
is "a customer beyond all those of the fit is told of" "$? $(cat err)" \
    "0 seg-kmeans: 1 of 2 rows lie farther from their centroid than any row of the fit did, the first in line 2; --distance shows how far"
is "no row of the fit is" "$(seg-kmeans --apply m.json scaled.csv 2>&1 >/dev/null)" ""

# 60 MB of rows, and 48 MB of memory for each filter: a fit does not get by with that.
long() {
    awk 'BEGIN { print "customer_id,age,annual_income,spending_score,note"
        for (i = 1; i <= 200000; i++)
            printf "%d,%d,%d,%d,%0260d\n", i, 20 + i % 50, 20 + i % 97, 1 + i % 99, i }'
}
limited() { (ulimit -v 49152 && exec "$@"); }
if limited seg-kmeans --version >/dev/null 2>&1; then
    long | limited seg-features | limited seg-scale --apply scaler.json |
        limited seg-kmeans -q --apply m.json --distance |
        limited seg-persona --label personas.csv | tail -n 1 | cut -c 1-21 >last
    is "the whole pipe scores a long table in constant memory" "${PIPESTATUS[*]} $(cat last)" \
        "0 0 0 0 0 0 0 200000,20,103,21,0000"
    long | limited seg-scale -f age 2>err >/dev/null
    is "where a fit runs out of it" "${PIPESTATUS[1]} $(sed 's/stdin:[0-9]*/stdin/' err)" "1 seg-scale: stdin: out of memory"
else
    skip "memory" "this build does not start in little memory"
fi

# ---- a model says what it is ----
is "what a model carries" \
    "$(jq -c '[.format, .format_version, .tool_version, .rows, .features, .seed, .numbers, (.sizes | add)]' m.json)" \
    "[\"seg-kmeans model\",1,\"$(seg-kmeans --version | cut -d' ' -f2)\",300,[\"z_age\",\"z_annual_income\",\"z_spending_score\"],42,[0,1,2,3,4,5],300]"
is "the scaling in use is that of seg-scale" \
    "$(jq -r '.scaling[] | "\(.raw) \(.log) \(.offset * 1e9 | round) \(.scale * 1e9 | round)"' m.json)" \
    "$(jq -r '[.features, .columns] | transpose[] |
        "\(.[0]) \(.[1].log) \(.[1].offset * 1e9 | round) \(.[1].scale * 1e9 | round)"' scaler.json)"
for method in minmax robust none; do
    seg-scale -f $features --method $method --log annual_income --model s.json features.csv >s.csv
    seg-kmeans -k 3 --model k.json s.csv >fit.csv
    is "and so it is with $method and --log" \
        "$(jq -r '.scaling[] | "\(.raw) \(.log) \(.offset * 1e9 | round) \(.scale * 1e9 | round)"' k.json)" \
        "$(jq -r '[.features, .columns] | transpose[] |
            "\(.[0]) \(.[1].log) \(.[1].offset * 1e9 | round) \(.[1].scale * 1e9 | round)"' s.json)"
    is "which --apply accepts" "$(seg-kmeans --apply k.json s.csv | cksum)" "$(cksum <fit.csv)"
done
cut -d, -f 1,7- scaled.csv | seg-kmeans -k 2 --model k.json >/dev/null
is "without the raw columns it is not known" "$(jq -c .scaling k.json)" "[null,null,null]"
mlr --csv put '$z_age = $age ** 2' scaled.csv >own.csv
seg-kmeans -k 2 --model k.json own.csv >/dev/null
is "nor where it is none of ours" "$(jq -c '[.scaling[] | type]' k.json)" '["null","object","object"]'

# ---- and is refused where it does not fit the stream ----
refused() { # NAME MESSAGE STREAM
    fails "a model is refused: $1" 1 "seg-kmeans: $2" seg-kmeans --apply m.json "$3"
}
mlr --csv rename z_age,z_years scaled.csv >s.csv
refused "other features, one is missing" \
    "m.json does not fit the stream: no column 'z_age'; the columns are: $(head -n 1 s.csv | sed 's/,/, /g')" s.csv
mlr --csv put '$z_visits = 1' scaled.csv >s.csv
refused "other features, one more" \
    "m.json does not fit the stream: column 'z_visits' is no feature of the model, and it was fitted on every z_* column" s.csv
mlr --csv reorder -e -f z_age scaled.csv >s.csv
refused "other order" \
    "m.json does not fit the stream: column 'z_annual_income' stands before 'z_age', at the fit behind it; seg-scale --apply appends them in their order" s.csv
seg-scale -f $features --method minmax features.csv >s.csv
refused "other scaling" \
    "s.csv:2: column 'z_age': 'age' 32 was scaled otherwise at the fit of m.json (to -0.529890088): '0.24561403508771928'; seg-scale --apply with the model of that fit scales as it did" s.csv
mv m.json good.json
sed 's/"format_version": 1/"format_version": 99/' good.json >m.json
refused "another version" "m.json: format version 99; this program reads version 1: fit it again with --model" scaled.csv
sed '/"k": 6/s/6/7/' good.json >m.json
refused "edited" "m.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" scaled.csv
sed '/"offset"/{s/[0-9]\./7./;}' good.json >m.json
refused "edited, its scaling" "m.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" scaled.csv
head -n 10 good.json >m.json
refused "cut" "m.json:11:0: not JSON: string or '}' expected near end of file" scaled.csv
: >m.json
refused "empty" "m.json: empty; did the stage before fail?" scaled.csv
cp scaler.json m.json
refused "of another tool" "m.json: not a seg-kmeans model but seg-scale model" scaled.csv
cp good.json m.json

seg-kmeans -k 3 -f z_spending_score,z_age --model chosen.json scaled.csv >fit.csv
is "features that were chosen: other z_* columns may be there" \
    "$(seg-kmeans --apply chosen.json scaled.csv | cksum)" "$(cksum <fit.csv)"
mlr --csv reorder -e -f z_age scaled.csv >s.csv
fails "but the order holds for them, too" 1 \
    "seg-kmeans: chosen.json does not fit the stream: column 'z_spending_score' stands before 'z_age', at the fit behind it; seg-scale --apply appends them in their order" \
    seg-kmeans --apply chosen.json s.csv

# seg-scale is the door: it finds raw columns by name and sets the order right.
is "raw columns in another order" \
    "$(mlr --csv reorder -f spending_score features.csv | seg-scale --apply scaler.json |
        seg-kmeans --apply m.json | cut -d, -f 1-2,7- | sort | cksum)" \
    "$(mlr --csv reorder -f spending_score scaled.csv | seg-kmeans --apply m.json | cut -d, -f 1-2,7- | sort | cksum)"
scaler_refused() { # NAME MESSAGE FILE
    fails "a scaler is refused: $1" 1 "seg-scale: $2" seg-scale --apply s.json "$3"
}
cp scaler.json s.json
mlr --csv rename age,years features.csv >f.csv
scaler_refused "other features" \
    "s.json does not fit the stream: no column 'age'; the columns are: $(head -n 1 f.csv | sed 's/,/, /g')" f.csv
sed 's/"format_version": 1/"format_version": 99/' scaler.json >s.json
scaler_refused "another version" "s.json: format version 99; this program reads version 1: fit it again with --model" features.csv
sed 's/"log": false/"log": true/' scaler.json >s.json
scaler_refused "edited" "s.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" features.csv
head -n 9 scaler.json >s.json
scaler_refused "cut" "s.json:10:0: not JSON: string or '}' expected near end of file" features.csv

# ---- --match ----
numbers() { # the segments of a stream and how many rows they have
    mlr --icsv --onidx count -g cluster then sort -n cluster "$@" | paste -sd' '
}
changes() { # REPORT
    jq -r '.segments[] | "\(.segment) \(.change) \(.common_rows)/\(.earlier_rows)/\(.rows)"' "$1" | paste -sd,
}
run seg-kmeans -k 6 -s 7 --match m.json --match-report r.json --distance scaled.csv
is "the same rows: the bytes of the fit" "$status $(cksum <out)" "0 $(cksum <clustered.csv)"
is "and a note" "$err" "seg-kmeans: 6 of the 6 segments of m.json keep their numbers, the least overlap is 100 %"
is "all are kept" "$(changes r.json)" \
    "0 kept 70/70/70,1 kept 66/66/66,2 kept 62/62/62,3 kept 46/46/46,4 kept 29/29/29,5 kept 27/27/27"

# Next month the largest segment has lost most of its customers.
mlr --csv filter '$cluster != 0 || $customer_id % 4 == 0' then cut -x -f cluster,distance clustered.csv >next.csv
is "without --match the numbers go by size" "$(seg-kmeans -k 6 next.csv | numbers)" "0 66 1 62 2 46 3 29 4 27 5 24"
seg-kmeans -q -k 6 --match m.json --model n.json next.csv >n.csv
is "with it they stay" "$(numbers n.csv)" "0 24 1 66 2 62 3 46 4 29 5 27"
is "and --apply knows them" "$(seg-kmeans --apply n.json next.csv | cksum)" "$(cksum <n.csv)"

run seg-kmeans -k 7 --match m.json --model m7.json --match-report r7.json scaled.csv
is "one more segment: what is told" "$status $err" \
    "0 seg-kmeans: 6 of the 6 segments of m.json keep their numbers, the least overlap is 65 %
seg-kmeans: segment 3 was split into 3 (65 %), 6 (35 %)
seg-kmeans: segment 6 is a part of 3 (35 %)"
is "the new one has the next number" "$(numbers out)" "0 70 1 66 2 62 3 30 4 29 5 27 6 16"
is "the report" "$(changes r7.json)" \
    "0 kept 70/70/70,1 kept 66/66/66,2 kept 62/62/62,3 split 30/46/30,4 kept 29/29/29,5 kept 27/27/27,6 split 16/0/16"
is "what it says of a segment" "$(jq -c '.segments[3]' r7.json)" \
    '{"segment":3,"change":"split","earlier_rows":46,"rows":30,"common_rows":30,"outside_rows":0,"overlap":0.6521739130434783,"from":[{"segment":3,"rows":30}],"into":[{"segment":3,"rows":30},{"segment":6,"rows":16}]}'
is "the model has it, too" "$(jq -c .match m7.json)" "$(jq -c . r7.json)"
seg-kmeans -q -k 7 --match m.json --log run.log scaled.csv >/dev/null
is "and so has the log" "$(jq -c .match run.log)" "$(jq -c . r7.json)"

run seg-kmeans -k 5 --match m7.json --model m5.json --match-report r5.json scaled.csv
is "two less: what is told" "$status $err" \
    "0 seg-kmeans: 5 of the 7 segments of m7.json keep their numbers, the least overlap is 65 %
seg-kmeans: segment 1 was merged from 1 (100 %), 4 (100 %)
seg-kmeans: segment 3 was merged from 3 (100 %), 6 (100 %)
seg-kmeans: segment 4 went over into 1 (100 %)
seg-kmeans: segment 6 went over into 3 (100 %)"
is "the numbers of those that went over are not used" "$(numbers out)" "0 70 1 95 2 62 3 46 5 27"
cp out five.csv
seg-kmeans -q -k 6 --match m5.json --model m6.json scaled.csv >six.csv
is "nor given again" "$(numbers six.csv) $(jq .next_number m6.json)" "0 70 1 66 2 62 3 46 5 27 7 29 8"

# Numbers with gaps, all the way down.
is "gaps: --apply" "$(seg-kmeans --apply m6.json scaled.csv | cksum)" "$(cksum <six.csv)"
seg-profile six.csv >gaps.csv
is "gaps: seg-profile" "$(cut -d, -f 1,2 gaps.csv | paste -sd' ')" "cluster,count 0,70 1,66 2,62 3,46 5,27 7,29"
seg-persona gaps.csv >gaps-personas.csv
is "gaps: seg-persona" "$(cut -d, -f 1-2 gaps-personas.csv | sed 1d | sort)" \
    "$(cut -d, -f 1-2 personas.csv | sed '1d; s/^4,/7,/' | sort)"
is "gaps: seg-persona --label" \
    "$(seg-persona --label gaps-personas.csv six.csv | cut -d, -f 1,11- | cksum)" \
    "$(seg-persona --label personas.csv clustered.csv | cut -d, -f 1,12- | cksum)"
is "gaps: seg-metrics" "$(seg-metrics six.csv | jq -c '[.k, .clusters[].cluster]')" "[6,0,1,2,3,5,7]"
is "gaps: the same scores" "$(seg-metrics six.csv | jq .silhouette)" "$(seg-metrics clustered.csv | jq .silhouette)"

# Another day's rows, with a scaler of their own.
awk 'NR == 1 || NR > 90' features.csv >today.csv
for method in standard robust; do
    seg-scale --method $method -f $features --log spending_score today.csv |
        seg-kmeans -q -k 6 --match m.json --match-report r.json >r.csv
    is "another scaler ($method): the earlier one is seen through" \
        "$(jq -c '[.scaling, ([.segments[] | .change] | unique)]' r.json)" '["converted",["kept"]]'
    is "another scaler ($method): the earlier labels are those of --apply" \
        "$(jq -r '.segments[].earlier_rows' r.json | paste -sd' ')" \
        "$(seg-scale --apply scaler.json today.csv | seg-kmeans -q --apply m.json |
            mlr --icsv --onidx count -g cluster then sort -n cluster then cut -f count | paste -sd' ')"
done
cut -d, -f 1,7- scaled.csv >bare.csv
fails "a scaling that is not known is told of" 0 \
    "seg-kmeans: m.json: how its features were scaled is not known for all of them; they are taken for the same as here
seg-kmeans: 6 of the 6 segments of m.json keep their numbers, the least overlap is 100 %" \
    seg-kmeans -k 6 --match m.json bare.csv

awk -F, -v OFS=, '{ if (NR > 1) $4 *= 1.1; print }' today.csv >richer.csv
seg-scale -f $features richer.csv | seg-kmeans -q -k 6 --match m.json --match-report r.json >r.csv
is "everybody earns a tenth more: the segments are still those" \
    "$(jq -r '.segments[].change' r.json | sort | uniq -c | tr -s ' ')" " 6 kept"

if [ -e "$SHARED/data/sets/D31.csv" ]; then
    awk 'NR % 2 || NR == 1' "$SHARED/data/sets/D31.csv" >odd.csv
    awk 'NR % 2 == 0 || NR == 1' "$SHARED/data/sets/D31.csv" >even.csv
    seg-scale -f x,y --model odd-scaler.json odd.csv | seg-kmeans -k 31 --model odd.json >odd.out
    seg-scale -f x,y --method minmax even.csv | seg-kmeans -q -k 31 --match odd.json --match-report r.json |
        cut -d, -f 5 >even.out
    is "31 groups, other rows, another scaler: all are found again" \
        "$(jq -r '.segments[].change' r.json | sort | uniq -c | tr -s ' ')" " 31 kept"
    is "and of 1,550 rows nearly all get the number that --apply gives them" \
        "$(seg-scale --apply odd-scaler.json even.csv | seg-kmeans -q --apply odd.json | cut -d, -f 5 |
            paste -d, - even.out | awk -F, 'NR > 1 { n += $1 == $2 } END { print (n > 1500 ? "yes" : n) }')" "yes"
else
    skip "31 groups" "the folder shared/ with the real data is not there"
fi

# A group that was not there, and all of it elsewhere.
{ cat bare.csv; for i in {1..25}; do echo "9$i,5.$i,-4.$i,0.$i"; done; } >group.csv
run seg-kmeans -k 7 --match m.json group.csv
is "a group far from all the others is new" "$status $(grep -v -e 'not known' <<<"$err")" \
    "0 seg-kmeans: 6 of the 6 segments of m.json keep their numbers, the least overlap is 100 %
seg-kmeans: segment 6 is new: 25 of its 25 rows lie in no earlier segment"
mlr --csv put '$z_age += 1000' bare.csv >elsewhere.csv
run seg-kmeans -k 2 --match m.json elsewhere.csv
is "where all rows are elsewhere, all is new" \
    "$(grep -c 'is gone: no row is near it any more' <<<"$err") $(numbers out | cut -d' ' -f 1,3) $(sed -n 2p <<<"$err")" \
    "6 6 7 seg-kmeans: no segment of m.json is found again; all numbers are new"

mlr --csv rename z_age,z_years scaled.csv >s.csv
fails "--match: other features" 1 \
    "seg-kmeans: m.json: the features differ: 'z_age' is none of the features of this fit" \
    seg-kmeans -k 6 --match m.json s.csv
mlr --csv put '$z_visits = 1' scaled.csv >s.csv
fails "--match: one more feature" 1 \
    "seg-kmeans: m.json: the features differ: 'z_visits' is no feature of that model" \
    seg-kmeans -k 6 --match m.json s.csv
is "--match: another order is no matter" \
    "$(mlr --csv reorder -e -f z_age scaled.csv | seg-kmeans -q -k 6 --match m.json | numbers)" \
    "$(numbers clustered.csv)"
sed '/"k": 6/s/6/7/' m.json >edited.json
fails "--match: edited" 1 \
    "seg-kmeans: edited.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" \
    seg-kmeans -k 6 --match edited.json scaled.csv
fails "--match: another tool's model" 1 "seg-kmeans: scaler.json: not a seg-kmeans model but seg-scale model" \
    seg-kmeans -k 6 --match scaler.json scaled.csv
fails "--match with --apply" 2 "seg-kmeans: --match is for fitting; --apply takes it from the model" \
    seg-kmeans --apply m.json --match m.json scaled.csv
fails "--match-report alone" 2 "seg-kmeans: --match-report tells of an earlier model: --match FILE" \
    seg-kmeans -k 2 --match-report r scaled.csv
fails "--match: too many segments" 2 "seg-kmeans: --match is for at most 1000 segments" \
    seg-kmeans -k 1001 --match m.json scaled.csv
for n in 1 2 7; do
    seg-kmeans -q -t $n -k 9 --match m.json --model t$n.json scaled.csv >t$n.csv
done
is "the same bytes with 1, 2 and 7 threads" "$(cat t2.json t2.csv t7.json t7.csv | cksum)" \
    "$(cat t1.json t1.csv t1.json t1.csv | cksum)"

# Beside 1e17 a grid's centroids have no digits left; moving single rows by them
# never came to an end.
for outlier in 1e16 1e17 3e17; do
    awk -v outlier=$outlier 'BEGIN {
        print "z_x,z_y"
        for (s = 7; i < 20; i++) {
            s = s * 16807 % 2147483647; x = s % 40
            s = s * 16807 % 2147483647; y = s % 40
            print (i == 19 ? outlier : x / 8) "," y / 8
        }
    }' </dev/null >outlier.csv
    for k in 3 4 6 8; do
        timeout 20 seg-kmeans -q -k $k outlier.csv | cut -d, -f3 | sort -u | wc -l
    done
done >segments
is "one row far beyond the others: it ends, with as many segments as asked for" \
    "$(sort -n segments | uniq -c | sed 's/^ *//' | tr '\n' ,)" "3 4,3 5,3 7,3 9," # and the header

done_testing
