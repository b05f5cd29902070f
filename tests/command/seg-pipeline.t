# seg-pipeline: the deliverables, all together or none.
. "$(dirname "$0")/lib.sh"
customers=$ROOT/examples/customers.csv
cd "$T" || exit 1

listing() { (cd "$1" && find . -mindepth 1 | sort | sed 's|^\./||' | paste -sd' '); }
# The deliverables, and how many.
all="cluster_profiles.csv kmeans.json metadata.json metrics.json outliers.csv personas.csv reference.json rules.sql rules.txt scaler.json segments.csv stability.json"
sums() { (cd "$1" && cksum ./*); }

run seg-pipeline -k 6 -o one "$customers"
is "succeeds, nothing on stderr" "$status $err" "0 "
is "writes the deliverables and leaves nothing else" "$(listing one)" "$all"
is "prints a line for each segment" "$(printf '%s\n' "$out" | grep -c '%')" 6
is "segments.csv: every customer with cluster, persona, goal, outlier" \
    "$(head -n 1 one/segments.csv)" \
    "customer_id,gender,age,annual_income,spending_score,spend_income_ratio,z_age,z_annual_income,z_spending_score,z_spend_income_ratio,cluster,persona,goal,trust,density_cluster,outlier,reasons"
is "outliers.csv: the rows of segments.csv that are outliers" "$(cat one/outliers.csv)" \
    "$(mlr --csv filter '$outlier == 1' one/segments.csv)"
ok "metadata.json is JSON, with the log line of every stage" jq -e \
    '[.stages[].tool] == ["seg-features", "seg-scale", "seg-kmeans", "seg-metrics", "seg-drift",
      "seg-stability", "seg-profile", "seg-persona", "seg-persona", "seg-dbscan", "seg-rules"]' one/metadata.json
ok "metadata.json names the deliverables, not where they were made" jq -e \
    '.stages[6].arguments == ["--stability", "stability.json"]' one/metadata.json
ok "every segment has a verdict, which every customer has, too" jq -ne \
    --argjson verdicts "$(mlr --icsv --ojson cut -f trust one/segments.csv | jq -c 'map(.trust) | unique')" \
    --argjson segments "$(jq -c '[.segments[].trust] | unique' one/stability.json)" '$verdicts == $segments'
is "personas.csv says whether to act on a segment" "$(mlr --icsv --onidx cut -f trust one/personas.csv | sort -u)" \
    "$(jq -r '.segments[].trust' one/stability.json | sort -u)"
is "an outlier has reasons" "$(mlr --icsv --onidx filter 'is_empty($reasons)' one/outliers.csv)" ""
ok "rules.txt has a rule for every segment" test "$(grep -c '^cluster [0-5], ' one/rules.txt)" = 6
ok "rules.sql is a CASE" grep -q '^CASE' one/rules.sql
ok "metadata.json: every threshold" jq -e \
    '(.density.eps > 0) and .density.eps_percentile == 90 and .density.min_samples == 4
     and .configuration.k == "6" and .stages[2].tol == 0.0001 and .stages[2].seed == 42' one/metadata.json
ok "metrics.json: k and silhouette" jq -e '.k == 6 and .silhouette > 0.3' one/metrics.json

seg-pipeline -k 6 -o two "$customers" >"$T/ignored"
is "the same bytes again, whatever the folder" "$(sums one)" "$(sums two)"
OMP_WAIT_POLICY=active seg-pipeline -k 6 -o two "$customers" >"$T/ignored"
is "the same bytes, whatever idle threads do" "$(sums one)" "$(sums two)"
cp -r one three
seg-pipeline -q -k 6 -t 1 -o three "$customers"
is "the same results with one thread" "$(rm three/metadata.json; sums three)" \
    "$(rm two/metadata.json; sums two)"

bin=$(dirname "$(command -v seg-pipeline)")
(cd "$(dirname "$bin")" && PATH=/usr/bin:/bin &&
    "./$(basename "$bin")/seg-pipeline" -q -k 6 -o "$T/relative" "$customers") 2>"$T/err"
is "called by a relative path, the filters not in PATH" "$? $(cat "$T/err") $(listing relative)" "0  $all"

run seg-pipeline -q -o chosen "$customers"
is "without -k seg-kselect chooses" "$status $(jq .kselect.recommended chosen/metadata.json)" \
    "0 $(jq .k chosen/metrics.json)"
ok "and says why" jq -e '.kselect.why | length > 20' chosen/metadata.json

awk 'BEGIN { print "customer_id,a,b"; for (i = 1; i <= 400; i++) print i "," i * 7919 % 401 "," i * 104729 % 397 }' >even.csv
run seg-pipeline -q -o even even.csv
is "no groups among the customers: no segments, status 3" \
    "$status $(printf '%s\n' "$err" | grep -c 'no cluster structure.*; -k N makes N segments all the same$') $(test -e even && echo there)" "3 1 "
seg-pipeline -n -o even even.csv >pipe.sh
run bash -e pipe.sh
is "-n: nor from the pipe that is printed" "$status $(listing even)" "3 scaled.csv scaler.json"
run seg-pipeline -q -k 2:6 --signals silhouette -o even even.csv
is "--signals without the test" "$status $(jq .kselect.structure even/metadata.json)" "0 null"
fails "--signals where there is nothing to choose" 2 \
    "seg-pipeline: --signals: -k 3 leaves nothing to choose; a range A:B does" \
    seg-pipeline -k 3 --signals gap -o even even.csv
run seg-pipeline -q -k 3 -t 0 -o even "$customers"
is "a stage's usage error is one" \
    "$status $(printf '%s\n' "$err" | grep -cx "seg-scale: --threads: not a whole number from 1 to 1024: '0'")" "2 1"
run seg-pipeline -q -k 2:6 --signals all -o all "$customers"
is "--signals all: where there is some, there are" "$status $err $(jq .kselect.structure all/metadata.json)" "0  true"
SEG_LOG=/nowhere/log fails "SEG_LOG cannot be written: told before the work" 1 \
    "seg-pipeline: SEG_LOG: cannot write to '/nowhere/log': No such file or directory" seg-pipeline -q -k 3 -o logged "$customers"

# The printed pipe.
seg-pipeline -n -k 6 -o pasted "$customers" >pipe.sh
run bash -e pipe.sh
is "-n: the pipe runs as it is printed" "$status $err" "0 "
for file in ${all/metadata.json/}; do
    ok "-n: and writes the same $file" cmp one/$file pasted/$file
done
mkdir "it's a folder"
cp "$customers" "it's a folder/my customers.csv"
seg-pipeline -n -k 2:4 -o "it's a folder/out" "it's a folder/my customers.csv" >pipe.sh
run bash -e pipe.sh
is "-n: quotes what a shell would take apart" "$status $err" "0 "
run seg-pipeline -q -k 3 -o "it's a folder/here" "it's a folder/my customers.csv"
is "a path with blanks and quotes" "$status $err $(listing "it's a folder/here")" "0  $all"

# All together or none.
sed '17s/,[0-9]*$/,n\/a/' "$customers" >broken.csv
before=$(sums one)
run seg-pipeline -q -k 6 -o one broken.csv
is "a failure: exit status 1" "$status" 1
is "a failure: says where and that nothing was written" "$(printf '%s\n' "$err" | sed -n '1p;$p')" \
    "seg-features: broken.csv:17: column 'spending_score': missing value: 'n/a'; --missing drop sets such rows aside, --missing mean or median fills the number
seg-pipeline: stopped; nothing was written to 'one'"
is "a failure leaves the deliverables of the last time" "$(sums one)" "$before"
run seg-pipeline -q -k 6 -o fresh broken.csv
is "a failure leaves no folder that was not there" "$(test -e fresh && echo there)" ""
run seg-pipeline -q -k 6 -o one --missing drop broken.csv
is "--missing drop goes on" "$status $err" "0 "

# The run after this one.
seg-pipeline -q -k 6 -o first "$customers"
awk -F, -v OFS=, 'NR > 1 { $4 += 25; if (NR % 3 == 0) $5 = int($5 / 2) } 1' "$customers" >later.csv
run seg-pipeline -k 6 -o second --previous first later.csv
is "--previous: succeeds" "$status" 0
is "--previous: says what has changed" "$(printf '%s\n' "$out" | grep '^since')" \
    "since first: $(grep -c ',refit$' second/drift.csv) of 5 distributions call for a refit; see drift.csv"
ok "--previous: annual_income has moved" grep -q '^annual_income,.*,refit$' second/drift.csv
ok "--previous: what became of the segments is told" jq -e '.segments | length >= 6' second/changes.json
is "--previous: who went where is counted, every customer once" \
    "$(mlr --icsv --onidx stats1 -a sum -f customers second/moves.csv)" 300
run seg-pipeline -q -k 4 -o other --previous first "$customers"
is "--previous: with another k, customers that stood still have not moved" \
    "$status $(cut -d, -f 1,2,8 other/drift.csv | sed 1d | sort -u | cut -d, -f 2- | sort -u)" "0 0,stable"
cp -r first same
seg-pipeline -n -k 6 -o same --previous same later.csv >pipe.sh
run bash -e pipe.sh
is "-n: also into the folder of the earlier run" "$status $(cksum <same/drift.csv)" "0 $(cksum <second/drift.csv)"
run seg-pipeline -q -k 6 -o first --previous first "$customers"
is "--previous: the same rows keep their numbers, also in the same folder" \
    "$status $err $(jq -c '[.segments[] | [.segment, .change]]' first/changes.json)" \
    '0  [[0,"kept"],[1,"kept"],[2,"kept"],[3,"kept"],[4,"kept"],[5,"kept"]]'
fails "--previous: no such run" 1 \
    "seg-pipeline: --previous: there is no 'nowhere/scaler.json'; it names the -o DIR of an earlier run" \
    seg-pipeline -q -o third --previous nowhere "$customers"

run seg-pipeline -q --report -k 6 -o told "$customers"
is "--report: a page for people among the deliverables" "$status $(listing told)" \
    "0 $(printf '%s\n' $all report.html | sort | paste -sd' ')"
seg-pipeline -q --report -k 6 -o again "$customers" 2>err
ok "--report: the same page again" cmp told/report.html again/report.html
is "--report: that does not know where it was made" "$(grep -c 'seg-pipeline-' told/report.html)" 0

cp -r "$bin" bin
printf '#!/bin/sh\nexit 1\n' >bin/seg-report
fails "a stage after the last that fails: nothing is written" 1 \
    "seg-pipeline: seg-report failed; nothing was written" bin/seg-pipeline -q --report -k 3 -o unreported "$customers"
rm bin/seg-drift
fails "a filter that is not there" 1 "seg-pipeline: seg-drift is not there; it is installed beside seg-pipeline
seg-pipeline: stopped; nothing was written to 'unreported'" \
    env PATH=/usr/bin:/bin bin/seg-pipeline -q -k 3 -o unreported "$customers"
is "and no folder is left" "$(test -e unreported && echo there)" ""

run seg-pipeline -q --no-stability -k 6 -o plain "$customers"
is "--no-stability: no verdicts" "$status $err $(listing plain)" "0  ${all% stability.json}"
is "and else the same segments" "$(mlr --csv cut -x -f trust two/segments.csv | cksum)" "$(cksum <plain/segments.csv)"

cat >rules.json <<'RULES'
{ "rules": [
    { "persona": "Everybody", "goal": "retain", "when": { "age": { "at_least": 0 } }, "actions": [ "Say hello" ] },
    { "persona": "Nobody", "goal": "retain", "when": { "age": { "at_least": 50 } }, "actions": [ "Say goodbye" ] } ] }
RULES
run seg-pipeline -q -k 3 -o checked --rules rules.json "$customers"
is "--rules: one that can never win stops the run before it begins" \
    "$status $(printf '%s\n' "$err" | grep -c 'can never win') $(printf '%s\n' "$err" | tail -n 1) $(test -e checked && echo there)" \
    "1 1 seg-pipeline: stopped; nothing was written to 'checked' "

seg-pipeline -k 3 -o away "$customers" 2>err | true
is "a reader that goes away is no error" "${PIPESTATUS[0]} $(cat err)" "0 "
fails "a full disk is one" 1 "seg-pipeline: stdout: No space left on device" \
    bash -c 'seg-pipeline -k 3 -o away "$1" >/dev/full' - "$customers"

touch one/notes.txt
(head -n 1 "$customers"; sed 1d "$customers" | awk -F, '{ for (i = 0; i < 5; i++) print NR * 5 + i "," $2 "," $3 "," $4 "," $5 }') >fivefold.csv
run seg-pipeline -q -k 6 -o one --eps-percentile 100 fivefold.csv
is "no outliers: no outliers.csv, not even that of the last time" "$(listing one)" \
    "$(printf '%s\n' $all notes.txt | grep -v outliers | sort | paste -sd' ')"

seg-features --output ndjson "$customers" >customers.ndjson
run seg-pipeline -q -k 6 -o ndjson customers.ndjson
is "NDJSON goes in: CSV comes out all the same" "$status $err $(sums ndjson | grep -v metadata)" \
    "0  $(sums two | grep -v metadata)"

mkdir -p taken/personas.csv
touch taken/personas.csv/precious
fails "what is no plain file is not replaced" 1 \
    "seg-pipeline: 'taken/personas.csv' is there and no plain file; another -o DIR keeps it" \
    seg-pipeline -q -k 3 -o taken "$customers"
is "and keeps what it held" "$(listing taken)" "personas.csv personas.csv/precious"

mkdir -p locked
(
    exec 9<locked
    flock 9
    run seg-pipeline -q -k 3 -o locked "$customers"
    printf '%s %s' "$status" "$err" >lock-result
)
is "two runs into one folder: the second is told" "$(cat lock-result)" \
    "1 seg-pipeline: another run is writing to 'locked'"

# A fifo that nobody fills keeps the first stage waiting.
mkfifo endless
seg-pipeline -q -k 3 -o ended endless 2>/dev/null &
pipeline=$!
exec 8<>endless # nor does it wait for one to open it
for wait in 1 2 3 4 5 6 7 8 9 10; do
    [ ! -e ended ] || break
    sleep 0.1
done
sleep 0.2
kill -TERM "$pipeline"
wait "$pipeline"
status=$?
exec 8>&-
is "SIGTERM ends it at once and leaves nothing" "$status $(test -e ended && echo there)" "143 "

# As a terminal does it: to the whole group in one call, at any time.
for wait in 0.005 0.01 0.015 0.02 0.025 0.03 0.035 0.04; do
    setsid seg-pipeline -q -k 6 -f age -o grouped "$customers" 2>err &
    sleep $wait
    kill -TERM -- -$! 2>/dev/null
    wait $!
    echo "$?$(grep -v '^$' err) $(ls -A grouped 2>/dev/null | grep -c seg-pipeline-)"
done >ends
is "a signal to all of them is no failure of a stage" "$(grep -Ev '^(143|0) 0$' ends)" ""

mkfifo log-pipe
cat log-pipe >log-lines &
SEG_LOG=log-pipe timeout 20 seg-pipeline -q -k 3 --no-stability -f age -o piped "$customers"
status=$?
wait $!
is "SEG_LOG may be a named pipe" "$status $(wc -l <log-lines)" "0 10"
SEG_LOG=piped/metadata.json fails "SEG_LOG is no deliverable" 2 \
    "seg-pipeline: SEG_LOG: 'piped/metadata.json' is one of the deliverables; it needs a name of its own" \
    seg-pipeline -q -k 3 -o piped "$customers"
fails "nor is --rejects" 2 \
    "seg-pipeline: --rejects: './new/segments.csv' is one of the deliverables; it needs a name of its own" \
    seg-pipeline -q -k 3 -o new --dedup --rejects ./new/segments.csv "$customers"
run seg-pipeline -q -k 3 --method foo -o wrong "$customers"
is "wrong usage of a stage in front of others is told by the status" "$status" 2
cut -d, -f 2-5 "$customers" >nameless.csv
run seg-pipeline -q -k 6 -o later --previous same nameless.csv
is "--previous: customers without numbers are not compared, in silence" \
    "$status $err $(test -e later/moves.csv && echo there)" "0  "
seg-pipeline -n -k 6 -o pasted-later --previous same nameless.csv >pipe.sh
run bash -e pipe.sh
is "-n: nor does the printed pipe stop for it" "$status" 0
cp -r "$bin" killed
printf '#!/bin/sh\nkill -9 $$\n' >killed/seg-rules
fails "a stage that was killed is named" 1 "seg-pipeline: seg-rules was ended by signal 9 (Killed)
seg-pipeline: stopped; nothing was written to 'killed-run'" killed/seg-pipeline -q -k 3 --no-stability -o killed-run "$customers"
ln -s "$bin/seg-pipeline" linked
run env PATH=/usr/bin:/bin ./linked -q -k 3 --no-stability -o through-link "$customers"
is "called through a link" "$status $err" "0 "

(head -n 1 "$customers"; sed -n 2,4p "$customers") >three.csv
run seg-pipeline -q -k 2 -o few three.csv
is "a failure of the last stage leaves nothing either" "$status $(test -e few && echo there)" "1 "

fails "no file" 2 "seg-pipeline: no customer file; see seg-pipeline --help" seg-pipeline
fails "an unknown option" 2 "seg-pipeline: unknown option '--colour'; see seg-pipeline --help" \
    seg-pipeline --colour "$customers"
fails "a bad k" 2 "seg-pipeline: -k: not a number or a range A:B: 'many'" \
    seg-pipeline -k many "$customers"
fails "an option without its argument" 2 \
    "seg-pipeline: no argument for option '-o'; see seg-pipeline --help" seg-pipeline "$customers" -o

if [ -e "$SHARED/data" ]; then
    run seg-pipeline -q -k 5 -o wholesale -f fresh,milk,grocery,frozen,detergents_paper,delicassen \
        --log fresh,milk,grocery,frozen,detergents_paper,delicassen \
        "$SHARED/data/wholesale/Wholesale_semicolon.csv"
    is "wholesale: through the whole pipe" "$status $(mlr --icsv --onidx count wholesale/segments.csv)" "0 440"
    is "wholesale: five personas, all distinct" \
        "$(mlr --icsv --onidx --ofs , cut -f persona wholesale/personas.csv | sort -u | wc -l)" 5
    run seg-pipeline -q -k 4 -o trailing -f fresh,milk,grocery,frozen,detergents_paper,delicassen \
        "$SHARED/data/wholesale/Wholesale_trailing_semicolons.csv"
    is "wholesale with empty trailing columns and notes" \
        "$status $(mlr --icsv --onidx count trailing/segments.csv)" "0 440"
    run seg-pipeline -q -k 4 -o campaign --missing drop \
        -f income,recency,mnt_wines,mnt_meat_products,num_web_purchases,num_store_purchases \
        --log income,mnt_wines,mnt_meat_products \
        "$SHARED/data/marketing_campaign/marketing_campaign.csv"
    is "marketing campaign: 24 missing incomes set aside" \
        "$status $(mlr --icsv --onidx count campaign/segments.csv)" "0 2216"
    ok "marketing campaign: and counted" jq -e '.stages[0].rows_set_aside == 24' campaign/metadata.json
else
    skip "wholesale and marketing campaign" "the folder shared/ is not there"
fi

done_testing
