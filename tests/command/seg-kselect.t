# seg-kselect: the signals, and whether there is structure at all.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# Minimal standard generator: the same numbers in every awk.  $1 groups of $2 rows, $3 apart.
groups() {
    awk -v k="$1" -v n="$2" -v apart="$3" '
        function r() { return (s = s * 16807 % 2147483647) / 2147483647 }
        BEGIN {
            s = 5
            print "customer_id,z_a,z_b"
            for (i = 0; i < k * n; i++) {
                c = i % k
                printf "%d,%.6f,%.6f\n", i + 1, c % 2 * apart + r() + r(), int(c / 2) * apart + r() + r()
            }
        }'
}
groups 4 60 8 >four.csv
groups 1 300 0 >one.csv
slow="gap prediction_strength bootstrapped_ari"

run seg-kselect four.csv
is "without --signals no structure is tested, and it says so" \
    "$status $err$(jq -c '[.recommended, .structure, .structure_why, .signals]' <<<"$out")" \
    '0 [4,null,"whether there are clusters at all was not tested; --signals gap tests it",null]'
is "the choices without --signals" "$(jq -c '.choices | keys_unsorted' <<<"$out")" \
    '["elbow","silhouette","calinski_harabasz","davies_bouldin"]'
is "the table without --signals" "$(seg-kselect --csv -k 2:5 four.csv | head -n 1)" \
    "k,inertia,silhouette,calinski_harabasz,davies_bouldin"

run seg-kselect --signals all -k 2:6 four.csv
is "all signals find four groups" \
    "$status $err$(jq -c '[.recommended, .agree, .structure, .choices]' <<<"$out")" \
    '0 [4,true,true,{"elbow":4,"silhouette":4,"calinski_harabasz":4,"davies_bouldin":4,"gap":4,"prediction_strength":4,"bootstrapped_ari":4}]'
is "in words" "$(jq -r .why <<<"$out" | sed 's/(.*)/(x)/')" \
    "k = 4 has the highest silhouette (x), and the other signals agree"
is "and the test" "$(jq -r .structure_why <<<"$out" | sed 's/[0-9]*\.[0-9] st/x st/g; s/k = [0-9]*/k = K/g')" \
    "the clusters are tighter than those of one group: x standard deviations below rows spread evenly over a box (k = K) and x standard deviations below normally distributed rows (k = K), where 3.5 are enough"
ok "each signal that draws tables has a choice, a rule and its effort" jq -e \
    '.signals | [.gap, .prediction_strength, .bootstrapped_ari] | all(.choice == 4 and (.rule | length > 20))' \
    <<<"$out"
is "how many were drawn" "$(jq -c '.signals | [.rows, .gap.references, .prediction_strength.splits, .bootstrapped_ari.pairs]' <<<"$out")" \
    '[240,50,100,100]'
ok "gap = mean of the references' log W less log W, for k = 1 too" jq -e \
    '(.signals.gap | .k == [1,2,3,4,5,6] and (.gap | length) == 6 and (.s | all(. > 0)))
     and (.signals.gap.log_w[3] - (.table[2].inertia / 2 | log) | fabs) < 1e-12
     and .table[2].gap == .signals.gap.gap[3] and .table[2].gap_s == .signals.gap.s[3]' <<<"$out"
ok "the uncertainty is in the table" jq -e \
    '.table[2] | .prediction_strength == 1 and .prediction_strength_sd == 0 and .bootstrapped_ari == 1
     and .bootstrapped_ari_sd == 0' <<<"$out"
for t in 1 2 7; do
    seg-kselect -q --json --signals all -k 2:4 -t $t four.csv >threads.$t
done
ok "the same bytes for 1 and 2 threads" cmp threads.1 threads.2
ok "the same bytes for 1 and 7 threads" cmp threads.1 threads.7
mlr --icsv --ojsonl cat four.csv >four.ndjson
ok "the same bytes from NDJSON" cmp threads.1 <(seg-kselect -q --json --signals all -k 2:4 four.ndjson)
ok "another seed draws other tables" test \
    "$(seg-kselect -q --json --signals gap -s 7 -k 2:4 four.csv | jq -c .signals.gap.gap)" != \
    "$(jq -c .signals.gap.gap threads.1)"

run seg-kselect --signals all --csv -k 3:5 four.csv
is "the columns of --csv" "$status $err$(head -n 1 <<<"$out")" \
    "0 k,inertia,silhouette,calinski_harabasz,davies_bouldin,gap,gap_s,prediction_strength,prediction_strength_sd,bootstrapped_ari,bootstrapped_ari_sd,chosen_by,structure"
is "who chose which k" "$(mlr --icsv --onidx --ofs , cut -f k,chosen_by,structure <<<"$out")" \
    "3,,true
4,silhouette gap prediction_strength bootstrapped_ari calinski_harabasz davies_bouldin,true
5,,true"
is "a part of the signals" "$(seg-kselect --signals prediction_strength,elbow --csv -k 2:5 four.csv | head -n 1)" \
    "k,inertia,prediction_strength,prediction_strength_sd,chosen_by,structure"
is "one that draws no tables" "$(seg-kselect --signals silhouette --csv -k 2:5 four.csv | head -n 1)" \
    "k,inertia,silhouette"
for signal in $slow calinski_harabasz davies_bouldin elbow; do
    is "$signal alone recommends its choice" "$(seg-kselect -q -k 2:6 --signals "$signal" four.csv)" 4
done
is "only the gap tests for structure" \
    "$(seg-kselect --signals prediction_strength,bootstrapped_ari -k 2:3 -q --json one.csv | jq .structure)" null
is "the log tells the structure" \
    "$(seg-kselect --signals gap -k 2:5 --log log four.csv >/dev/null && jq -c '[.structure, .choices]' log)" \
    '[true,{"gap":4}]'

words="with up to 20 groups the clusters are not tighter than those of one group: at best (k = K) x standard deviations below rows spread evenly over a box, where 3.5 below are needed"
plain() { sed 's/(k = [0-9]*)/(k = K)/; s/[0-9]*\.[0-9] standard deviations [a-z]*/x standard deviations below/' <<<"$1"; }
run seg-kselect --signals all -k 2:6 one.csv
is "one group: the note" "$status $(plain "$err")" "0 seg-kselect: no cluster structure: $words"
is "one group: the report" "$(jq -c '[.recommended, .structure, .choices.gap]' <<<"$out")" '[1,false,1]'
is "one group: the sentence" "$(jq -r .why <<<"$out" | sed 's/k = [0-9]*/k = K/')" \
    "there is no cluster structure with up to 20 groups: all rows are one group (split all the same, the silhouette would choose k = K)"
is "one group: the test" "$(plain "$(jq -r .structure_why <<<"$out")")" "$words"
run seg-kselect --signals gap,silhouette --strict -k 2:6 one.csv
is "one group: --strict" "$status $(plain "$err") $(jq .structure <<<"$out")" \
    "3 seg-kselect: no cluster structure: $words false"
run seg-kselect --signals all --strict -q -k 2:3 one.csv
is "one group: --strict -q" "$status $err$out" "3 1"
run seg-kselect --signals gap --strict --csv -k 2:3 one.csv
is "one group: --strict --csv" "$status $(cut -d, -f5- <<<"$out" | tail -n 1)" "3 ,false"
run seg-kselect --signals gap --strict -q -k 2:6 four.csv
is "four groups: --strict" "$status $err$out" "0 4"
fails "a failure is not an answer" 1 \
    "seg-kselect: k = 301: k is greater than the number of rows; -k A:B sets the range" \
    seg-kselect --signals gap --strict -k 301:301 one.csv
seg-kselect --signals gap --strict -q -k 2:3 one.csv >/dev/full 2>err
is "a full disk is not an answer" "$? $(cat err)" "1 seg-kselect: stdout: No space left on device"

groups 15 40 8 >fifteen.csv
run seg-kselect --signals gap,silhouette --strict -k 2 fifteen.csv
is "structure that the range does not show: the note" "$status $(sed 's/.*; there/there/' <<<"$err")" \
    "0 there is structure, but not with k in 2:2: look at larger k"
is "structure that the range does not show: the report" \
    "$(jq -c '[.structure, .recommended, .signals.structure_test.elsewhere, (.structure_why | sub(".*; "; "")), (.why | sub(".*; there"; "there"))]' <<<"$out")" \
    '[true,2,true,"there is structure, but not with k in 2:2: look at larger k","there is structure, but not with these k"]'
is "structure is the same for every range" \
    "$(for k in 2 3:5 2:10 15 20:22; do seg-kselect -q --json --signals gap -k $k fifteen.csv | jq .structure; done | sort -u)" true

names="silhouette, gap, prediction_strength, bootstrapped_ari, calinski_harabasz, davies_bouldin, elbow, all"
for list in nope gap, ,gap '' Gap 'gap elbow'; do
    bad=$list
    case $list in *,*) bad= ;; esac
    fails "--signals '$list'" 2 "seg-kselect: --signals: not one of $names: '$bad'" \
        seg-kselect --signals "$list" four.csv
done
fails "--strict without a test" 2 \
    "seg-kselect: --strict needs a test for structure: --signals gap, or all" seg-kselect --strict four.csv
fails "--strict with signals that test nothing" 2 \
    "seg-kselect: --strict needs a test for structure: --signals gap, or all" \
    seg-kselect --strict --signals silhouette,prediction_strength four.csv

printf 'z_a,z_b\n1,2\n3,4\n' >two.csv
run seg-kselect --signals all -k 2:2 --json -q two.csv
is "two rows" "$status $err$(jq -c '[.structure, .choices.prediction_strength, .table[0].gap]' <<<"$out")" \
    "0 [false,null,null]"
{ echo z_a; for i in {1..60}; do echo $((i % 3)); done; } >points.csv
run seg-kselect --signals all -k 2:3 -q --json points.csv
is "three points, over and over" "$status $err$(jq -c '[.recommended, .structure, .choices.gap]' <<<"$out")" \
    "0 [3,true,3]"
fails "fewer points than k" 1 \
    "seg-kselect: k = 4: k is 4, but there are only 3 distinct rows; -k A:B sets the range" \
    seg-kselect --signals all points.csv

groups 2 2600 9 >long.csv
run seg-kselect --signals gap -k 2:3 long.csv
is "of a long table a part is looked at" \
    "$status $err $(jq -c '[.signals.rows, .n_rows, .recommended, .structure]' <<<"$out")" \
    "0 seg-kselect: more than 5000 rows: gap, prediction_strength and bootstrapped_ari look at 5000 of them, drawn at random [5000,5200,2,true]"

reference=$SHARED/reference/mall_stability.json
if [ -e "$reference" ]; then
    seg-features --ratio spend_income_ratio=spending_score/annual_income "$SHARED/data/mall/Mall_Customers.csv" 2>/dev/null |
        seg-scale -f age,annual_income,spending_score,spend_income_ratio >mall.csv 2>/dev/null
    run seg-kselect --signals all -k 1:10 mall.csv
    ok "mall: the gap is R's" jq -e --slurpfile r "$reference" \
        '.signals.gap as $g | $r[0].gap as $r | [range(10)]
         | all(($g.log_w[.] - $r.logW_by_k[.] | fabs) < 1e-6 and ($g.gap[.] - $r.gap_by_k[.] | fabs) < 0.03)
           and $g.first_se_max == $r.firstSEmax and $g.tibs_2001_se_max == $r.Tibs2001SEmax' "$T/out"
    ok "mall: prediction strength is R's" jq -e --slurpfile r "$reference" \
        '. as $o | [range(10)] | all(($o.table[.].prediction_strength - $r[0].prediction_strength.mean_by_k[.] | fabs) < 0.06)
         and $o.choices.prediction_strength == 1' "$T/out"
    ok "mall: the bootstrapped ARI is R's" jq -e --slurpfile r "$reference" \
        '. as $o | [range(2; 9)] | all(($o.table[.].bootstrapped_ari - $r[0].bootstrapped_ari.mean_sd_by_k["\(. + 1)"][0] | fabs) < 0.045)
         and $o.table[0].bootstrapped_ari == null and $o.choices.bootstrapped_ari == 5' "$T/out"
    is "mall: there is structure, and the silhouette decides" \
        "$(jq -c '[.recommended, .structure]' "$T/out")" "[6,true]"
else
    skip "the mall customers" "the folder shared/ is not there"
fi
done_testing
