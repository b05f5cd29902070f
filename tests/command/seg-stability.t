# seg-stability: how far each segment can be trusted.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# Two groups far apart, 0 and 1, and a third that was cut in two at random.
awk 'BEGIN {
    print "customer_id,z_x,z_y,cluster"
    for (i = 0; i < 120; i++) {
        group = i < 50 ? 0 : i < 90 ? 1 : i % 2 ? 2 : 3
        print i + 1 "," (group > 1 ? 200 : 100 * group) + i * 7 % 11 "," i * 5 % 13 "," group
    }
}' >rows.csv
segments() { jq -c '[.segments[] | [.cluster, .size, .trust]]' "$1"; }

run seg-stability rows.csv
printf '%s\n' "$out" >report.json
is "says which segments are untrusted" "$status $err" \
    "0 seg-stability: 2 of 4 segments are untrusted, other customers would give other ones: 2, 3"
is "the keys" "$(jq -c 'keys_unsorted, (.bootstrapped_ari | keys_unsorted), (.segments[0] | keys_unsorted)' report.json)" \
    '["k","n_rows","noise","features","bootstraps","n_init","seed","bootstrapped_ari","segments"]
["mean","sd","pairs"]
["cluster","size","stability","sd","dissolved","trust"]'
is "how it came about" "$(jq -c '[.k, .n_rows, .noise, .features, .bootstraps, .n_init, .seed, .bootstrapped_ari.pairs]' report.json)" \
    '[4,120,0,["z_x","z_y"],200,10,42,100]'
# The fourth cluster often cuts the largest group instead.
is "the segments of the stream" "$(segments report.json)" \
    '[[0,50,"doubtful"],[1,40,"highly stable"],[2,15,"untrusted"],[3,15,"untrusted"]]'
ok "numbers within their bounds" jq -e '(.bootstrapped_ari | .mean > 0.5 and .mean < 1 and .sd > 0) and
    ([.segments[] | .stability, .dissolved] | min >= 0 and max <= 1)' report.json

# ---- the table ----
run seg-stability -q --csv rows.csv
is "--csv: the columns" "$status $err$(head -n 1 out)" "0 cluster,size,stability,sd,dissolved,trust"
is "--csv: the same numbers" "$(mlr --icsv --ojson cat out | jq -c .)" \
    "$(jq -c .segments report.json)"

# ---- which segments are judged ----
cut -d, -f 1-3 rows.csv >scaled.csv
seg-kmeans -k 3 --model model.json scaled.csv >fitted.csv
seg-stability fitted.csv >wanted.json
is "k-means finds the three that there are" "$(segments wanted.json)$(jq -c .bootstrapped_ari wanted.json)" \
    '[[0,50,"highly stable"],[1,40,"highly stable"],[2,30,"highly stable"]]{"mean":1,"sd":0,"pairs":100}'
ok "-k: those of seg-kmeans" cmp wanted.json <(seg-stability -k 3 scaled.csv)
ok "-k: also where there is a column of segments" cmp wanted.json <(seg-stability -k 3 rows.csv)
ok "--apply: those of a model" cmp wanted.json <(seg-stability --apply model.json scaled.csv)
ok "--apply: also where there is a column of segments" cmp wanted.json <(seg-stability --apply model.json rows.csv)
mlr --icsv --ocsv put '$z_new = 1' scaled.csv >more.csv
is "by default 200 bootstraps, and fewer of a longer table" \
    "$(jq .bootstraps wanted.json) $(awk 'BEGIN { print "z_x"; for (i = 0; i < 12500; i++) print i % 2 * 9 + i / 99991 }' |
        seg-stability -k 2 --n-init 1 | jq .bootstraps)" "200 80"
fails "--apply: a stream that does not fit the model is refused, as by seg-kmeans" 1 \
    "$(seg-kmeans --apply model.json more.csv 2>&1 | sed -n '/^seg-kmeans/s/^seg-kmeans/seg-stability/p')" \
    seg-stability --apply model.json more.csv
is "-k with another seed: that of seg-kmeans, too" "$(seg-stability -k 5 -s 7 -q scaled.csv | cksum)" \
    "$(seg-kmeans -k 5 -s 7 scaled.csv | seg-stability -s 7 -q | cksum)"
sed 's/,2$/,old,north/; s/,3$/,old,south/; s/,[01]$/&,x/; 1s/$/,region/' rows.csv | sed '1s/cluster/age group/' >named.csv
is "--by: names that are text or numbers" "$(seg-stability -q --by 'age group' named.csv | jq -c '[.segments[] | [.cluster, .size]]')" \
    '[[0,50],[1,40],["old",30]]'
is "--by: the column has that name" "$(seg-stability --by 'age group' --csv named.csv | cut -d, -f 1,2,6 | paste -sd' ')" \
    "age group,size,trust 0,50,highly stable 1,40,highly stable old,30,highly stable"
fails "--by: a name that the table has" 1 "seg-stability: two columns would be named 'size'; JSON has room for it" \
    seg-stability --csv --by size <<<$'z_x,size\n1,0\n2,1\n3,1'
is "-f" "$(seg-stability -q -f z_y rows.csv | jq -c .features)" '["z_y"]'

# ---- noise ----
sed 's/,3$/,-1/' rows.csv >noise.csv
run seg-stability -q noise.csv
is "noise is counted and not judged" "$status $err$(jq -c '[.k, .n_rows, .noise, [.segments[].cluster]]' out)" \
    "0 [3,120,15,[0,1,2]]"
is "its rows are drawn, so that half of a group is half of it" \
    "$(jq '.segments[2].stability | . > 0.4 and . < 0.6' out)" true
sed '2,$s/,[0-3]$/,-1/' rows.csv >all.csv
fails "nothing but noise" 1 \
    "seg-stability: column 'cluster': every row is noise (-1), there is no segment" seg-stability all.csv

# ---- small ----
printf 'z_x,cluster\n5,0\n' >one.csv
run seg-stability one.csv
is "one row in one segment" "$status $err $(jq -c '[.segments[0].stability, .bootstrapped_ari.mean]' out)" \
    "0 seg-stability: one segment is found again whatever it is; it is not judged [null,1]"
run seg-stability -k 1 rows.csv
is "one segment is not judged" "$status $err $(jq -c '.segments' out)" \
    '0 seg-stability: one segment is found again whatever it is; it is not judged [{"cluster":0,"size":120,"stability":null,"sd":null,"dissolved":null,"trust":null}]'
is "--csv: its cells are empty" "$(seg-stability -q -k 1 --csv rows.csv | tail -n 1)" 0,120,,,,
is "one segment and noise, likewise" "$(sed '2,$s/,[1-3]$/,-1/' rows.csv | seg-stability -q --csv | tail -n 1)" 0,50,,,,
printf 'z_x,cluster\n1,0\n2,1\n' >two.csv
is "two rows, two segments: both must be drawn" "$(seg-stability two.csv | jq -c '[.segments[].stability]')" '[1,1]'
awk 'BEGIN { print "z_x,cluster"; for (i = 0; i < 20; i++) print i + (i < 10 ? 0 : 90) "," (i >= 10); print "1000,2" }' >alone.csv
is "a row alone is not found where it was not drawn" "$(seg-stability alone.csv | jq -c '.segments[2] | [.trust, (.stability > 0.5 and .stability < 0.75), .stability + .dissolved]')" \
    '["doubtful",true,1]'
run seg-stability -q --bootstraps 2 rows.csv
is "one pair has no spread" "$status $err$(jq -c '[.bootstraps, .bootstrapped_ari.sd]' out)" "0 [2,null]"
seg-kmeans -k 3 --model far.json scaled.csv >far.csv
head -n 60 scaled.csv >part.csv
run seg-stability --apply far.json part.csv
is "a segment of the model without rows here" "$status $err $(jq -c '.segments[2]' out)" \
    '0 seg-stability: 1 of 3 segments is untrusted, other customers would give other ones: 0 {"cluster":2,"size":0,"stability":null,"sd":null,"dissolved":null,"trust":null}'
awk 'BEGIN { print "z_x,cluster"; for (i = 0; i < 60; i++) print i * i % 61 "," i % 15 }' >many.csv
is "many untrusted ones are not all named" "$(seg-stability many.csv 2>&1 >/dev/null)" \
    "seg-stability: 15 of 15 segments are untrusted, other customers would give other ones: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ..."

# ---- the same bytes ----
for threads in 1 2 7; do
    is "$threads threads" "$(seg-stability -q -t $threads rows.csv | cksum)" "$(cksum <report.json)"
done
ok "another seed draws others" test "$(seg-stability -q -s 1 rows.csv | jq -c .segments)" != "$(jq -c .segments report.json)"
run seg-stability -q --progress rows.csv
ok "--progress" grep -q 'seg-stability: pairs of bootstraps [0-9]* %' err
run seg-stability -q --log log rows.csv
is "the log" "$(jq -c '[.k, .bootstraps, .n_init, .features, .seed, .rows_in, (.warnings | length)]' log)" \
    '[4,200,10,["z_x","z_y"],42,120,1]'

# ---- failures ----
fails "nothing says which segments" 1 \
    "seg-stability: no column 'cluster'; the columns are: customer_id, z_x, z_y; -k N or --apply FILE judges others" \
    seg-stability scaled.csv
fails "-k and --apply" 2 \
    "seg-stability: -k and --apply exclude each other: one fits segments, the other takes those of the model" \
    seg-stability -k 3 --apply model.json scaled.csv
fails "-f and --apply" 2 "seg-stability: -f and --apply exclude each other: the model names the features" \
    seg-stability -f z_x --apply model.json scaled.csv
fails "more segments than rows" 1 \
    "seg-stability: k is greater than the number of rows (k is 3, the table has 2 rows)" seg-stability -k 3 two.csv
printf 'z_x,cluster\n1,0\n1,1\n1,0\n' >same.csv
fails "fewer different rows than segments" 1 \
    "seg-stability: a bootstrap of the rows cannot be clustered: k is 2, but there is only 1 distinct row" \
    seg-stability same.csv
printf 'z_x,cluster\n1,0\n1e200,1\n' >huge.csv
run seg-stability huge.csv
is "a number beyond any distance" "$status ${err%%:*} $out" "1 seg-stability "
ok "which is named" grep -q "column 'z_x'" err
fails "no input" 1 "seg-stability: stdin: no header: the input is empty; did the stage before fail?" seg-stability </dev/null
fails "no rows" 1 "seg-stability: the table has a header and no rows; did the stage before fail?" \
    seg-stability <<<z_x,cluster
awk 'BEGIN { print "z_x,cluster"; for (i = 0; i <= 10000; i++) print i "," i }' >ids.csv
fails "more segments than can be meant" 1 \
    "seg-stability: column 'cluster': more than 10000 segments; --by names the column of the segments" \
    seg-stability ids.csv
printf 'z_x,cluster\n1,\n2,0\n' >nowhere.csv
run seg-stability nowhere.csv
is "a row in no segment" "$status" 1
printf 'z_x,cluster\n1,\xff\n2,0\n3,0\n' >bytes.csv
fails "a name that JSON cannot hold" 1 \
    "seg-stability: a label is not UTF-8, which JSON must be; seg-features says where" seg-stability bytes.csv
sed 's/"k": 3/"k": 2/' model.json >edited.json
fails "an edited model" 1 \
    "seg-stability: edited.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" \
    seg-stability --apply edited.json scaled.csv
seg-scale -f z_x --as y_ --model scaler.json scaled.csv >scaler.csv
fails "a model of another filter" 1 "seg-stability: scaler.json: not a seg-kmeans model but seg-scale model" \
    seg-stability --apply scaler.json scaled.csv
fails "a model of other features" 1 \
    "seg-stability: model.json does not fit the stream: no column 'z_y'; the columns are: customer_id, z_x" \
    seg-stability --apply model.json <(cut -d, -f 1,2 scaled.csv)
fails "a model that is not there" 1 "seg-stability: nowhere.json: No such file or directory" \
    seg-stability --apply nowhere.json scaled.csv
(head -n 3 rows.csv; echo '#seg-error seg-kmeans: it broke') >broken.csv
fails "a stage before that failed" 1 "seg-stability: upstream failed: seg-kmeans: it broke" seg-stability broken.csv
is "and nothing was written" "$out" ""
if [ -e /dev/full ]; then
    run bash -c 'seg-stability -q rows.csv >/dev/full'
    is "a full disk" "$status $err" "1 seg-stability: stdout: No space left on device"
else
    skip "a full disk" "there is no /dev/full"
fi

done_testing
