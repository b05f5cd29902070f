# seg-persona: names for segments, and their labels on customers.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# The profile of scikit-learn's six segments of the mall customers.
cat >profile.csv <<'EOF'
cluster,count,share,age,annual_income,spending_score,spend_income_ratio
0,45,0.225,56.333,54.267,49.067,0.930
1,39,0.195,26.923,56.205,49.538,0.925
2,39,0.195,32.692,86.538,82.128,0.977
3,34,0.17,41.265,88.5,16.765,0.190
4,23,0.115,25.304,24.304,76.522,3.365
5,20,0.1,46.25,26.75,18.35,0.691
EOF
names() { mlr --icsv --onidx cut -f persona "$1" | paste -sd'|'; }
expected="Balanced Shoppers (older)|Balanced Shoppers (younger)|VIP Big Spenders|Affluent Savers|Budget Enthusiasts|Disengaged Adults"

run seg-persona profile.csv
is "succeeds in silence" "$status $err" "0 "
printf '%s\n' "$out" >personas.csv
is "the columns" "$(head -n 1 personas.csv)" "cluster,persona,goal,traits,actions,count,share"
is "the personas" "$(names personas.csv)" "$expected"
is "their goals" "$(mlr --icsv --onidx cut -f goal personas.csv | paste -sd' ')" \
    "develop develop retain upsell nurture win-back"
is "their sizes" "$(mlr --icsv --ocsv --headerless-csv-output cut -f count,share personas.csv | paste -sd' ')" \
    "45,0.225 39,0.195 39,0.195 34,0.17 23,0.115 20,0.1"
is "their traits, the strongest first" \
    "$(mlr --icsv --onidx --ofs ' ' filter '$cluster == 2' then cut -f traits personas.csv)" \
    "high spending score 82.1 (164 % of average), high annual income 86.5 (143 % of average)"
is "their actions, joined" \
    "$(mlr --icsv --onidx put -q 'print length(splitax($actions, "; "))' personas.csv | paste -sd' ')" \
    "3 3 4 4 4 3"

# The unit, the order and the numbers of the segments do not decide.
awk -F, -v OFS=, 'NR > 1 { $5 *= 1000 } { print }' profile.csv >dollars.csv
is "the same personas in dollars" "$(seg-persona dollars.csv | names /dev/stdin)" "$expected"
awk -F, -v OFS=, 'NR > 1 { $1 = 12 - $1 } { print }' profile.csv >renamed.csv
is "the same personas under other numbers" "$(seg-persona renamed.csv | names /dev/stdin)" "$expected"
(head -n 1 profile.csv && tail -n +2 profile.csv | sort -r) >turned.csv
is "the same personas in another order" "$(seg-persona turned.csv | names /dev/stdin)" \
    "$(printf '%s\n' "$expected" | tr '|' '\n' | tac | paste -sd'|')"
cut -d, -f 1,2,4- profile.csv >no-share.csv
is "without a share it is worked out" "$(seg-persona no-share.csv)" "$(cat personas.csv)"
is "as NDJSON" "$(seg-persona --output ndjson profile.csv | jq -r '[.cluster, .persona] | @csv' | head -n 1)" \
    '0,"Balanced Shoppers (older)"'

# Rules of one's own.
seg-persona --print-rules >rules.json
ok "the built-in rules are JSON" jq -e '.rules | length == 5' rules.json
is "and usable as a file" "$(seg-persona --rules rules.json profile.csv)" "$(cat personas.csv)"
cat >own.json <<'EOF'
{ "rules": [
    { "persona": "Young", "goal": "grow", "when": { "age": { "below": 30 } }, "actions": ["Call"] },
    { "persona": "Small", "goal": "wait", "when": { "share": { "at_most": 0.17 } },
      "actions": ["Wait", "See"] } ] }
EOF
run seg-persona --rules own.json profile.csv
is "the first rule that fits wins; none is dropped" "$status $(printf '%s\n' "$out" | mlr --icsv --onidx cut -f persona | paste -sd'|')" \
    "0 Unmatched (high age)|Young (lower spend income ratio)|Unmatched (high spending score)|Small (higher annual income)|Young (higher spend income ratio)|Small (lower annual income)"
is "what no rule covers is told" "$err" \
    "seg-persona: no rule covers 2 of 6 segments (cluster 0, 2); they are named Unmatched"
is "and is to be reviewed" "$(printf '%s\n' "$out" | mlr --icsv --onidx filter '$cluster == 0' then cut -f goal,actions)" \
    "review Review: no rule covers this segment; add one to the rules file"
run seg-persona -q --rules own.json profile.csv
is "--quiet" "$status $err" "0 "
is "actions are joined" "$(printf '%s\n' "$out" | mlr --icsv --onidx filter '$cluster == 3' then cut -f actions)" "Wait; See"

printf '{"rules":[{"persona":"None","goal":"g","when":{"age":{"above":999}},"actions":["a"]}]}' >none-fits.json
is "where no rule fits any segment, all are still there" \
    "$(seg-persona -q --rules none-fits.json profile.csv | mlr --icsv --onidx put -q 'print $cluster . $goal . substr($persona, 0, 8)' | paste -sd' ')" \
    "0reviewUnmatched 1reviewUnmatched 2reviewUnmatched 3reviewUnmatched 4reviewUnmatched 5reviewUnmatched"

printf '{"rules":[{"persona":"All","goal":"g","when":{},"actions":["a"]}]}' >all.json
is "three or more under one rule get a value" \
    "$(seg-persona --rules all.json <<EOF | cut -d, -f 2 | paste -sd'|'
cluster,count,age
0,1,56.3
1,1,26.9
2,1,26.2
EOF
)" "persona|All (age 56)|All (age 27)|All (age 26)"
is "equal in everything: numbers" \
    "$(printf 'cluster,count,age\n0,1,5\n1,9,5\n' | seg-persona --rules all.json | cut -d, -f 2 | paste -sd'|')" \
    "persona|All (1)|All (2)"

# Columns that the built-in rules do not know.
printf 'cluster,count,fresh,milk,frozen\n-1,2,20,6,50\n0,10,10,5,90\n1,10,40,5,10\n2,9,24,5,45\n' >wholesale.csv
run seg-persona wholesale.csv
is "named by their traits" "$status $(printf '%s\n' "$out" | mlr --icsv --onidx cut -f persona,goal | paste -sd'|')" \
    "0 Outliers review|Low fresh, high frozen review|High fresh, low frozen review|Near average review"
is "with a word on why" "$err" \
    "seg-persona: the built-in rules need columns that are not in this profile (spending_score, annual_income); segments are named by their traits; --rules FILE takes rules of your own"

# Noise is no segment, whatever the rules say.
is "the noise row" "$(printf 'cluster,count,age\n-1,3,60\n0,9,30\n' | seg-persona --rules all.json | cut -d, -f 1-4)" \
    "cluster,persona,goal,traits
-1,Outliers,review,high age 60 (160 % of average)
0,All,g,low age 30 (80 % of average)"

is "--by another column" "$(printf 'team,count,age\nred,3,60\nblue,9,30\n' | seg-persona --by team --rules all.json | cut -d, -f 1,2)" \
    "team,persona
red,All (older)
blue,All (younger)"

run seg-persona --table profile.csv
is "--table is for people" "$status $err$(printf '%s\n' "$out" | head -n 3)" \
    "0 cluster  persona                      goal      customers   share  traits
0        Balanced Shoppers (older)    develop          45  22.5 %  high age
1        Balanced Shoppers (younger)  develop          39  19.5 %  low age"

# Rules that are refused: the place is told.
refuse() { # NAME ERR RULES
    printf '%s' "$3" >bad.json
    fails "$1" 1 "seg-persona: bad.json: $2" seg-persona --rules bad.json profile.csv
    is "$1: nothing is written" "$out" ""
}
refuse "an unknown column" "rules[0].when.agee: no column 'agee'; the columns are: count, share, age, annual_income, spending_score, spend_income_ratio" \
    '{"rules":[{"persona":"a","goal":"g","actions":["x"],"when":{"agee":{"above":3}}}]}'
refuse "an unknown key" "rules[0].when.age.over: unknown key; the keys here are: above, at_least, below, at_most, level" \
    '{"rules":[{"persona":"a","goal":"g","actions":["x"],"when":{"age":{"over":3}}}]}'
refuse "a wrong type" "rules[0].when.age.level: not \"high\", \"mid\" or \"low\", or a list of them" \
    '{"rules":[{"persona":"a","goal":"g","actions":["x"],"when":{"age":{"level":3}}}]}'
refuse "an empty persona" "rules[0].persona: empty" \
    '{"rules":[{"persona":"","goal":"g","actions":["x"],"when":{}}]}'
refuse "the number of a segment" "rules[0].when.cluster: no column 'cluster'; the columns are: count, share, age, annual_income, spending_score, spend_income_ratio" \
    '{"rules":[{"persona":"a","goal":"g","actions":["x"],"when":{"cluster":{"above":3}}}]}'
printf '{"rules":[],\n "rules":[]}' >bad.json
run seg-persona --rules bad.json profile.csv
is "a key twice, with its line" "$status ${err%:*:*:*}" "1 seg-persona: bad.json:2"
fails "no such file" 1 "seg-persona: none.json: No such file or directory" \
    seg-persona --rules none.json profile.csv

# --check: what is wrong with rules, without a profile.  These left two segments
# above without a rule.
run seg-persona --check own.json </dev/null
is "--check tells of overlaps and gaps, which are no failure" "$status $err$out" \
    "0 own.json: 2 rules on 2 columns: age, share
overlap: rules[0] 'Young' wins over rules[1] 'Small' (for example age 29; share 0)
not covered: age at least 30; share above 0.17 (for example age 30; share 1)
0 rules never win, 1 overlap, 1 gap"
run seg-persona --check own.json --strict
is "--strict: a gap is status 3, in silence" "$status $err" "3 "
is "and the report is the same" "$out" "$(seg-persona --check own.json)"
is "--json" "$(seg-persona --check own.json --json | jq -c '[.rules, .complete, .never_win, .overlaps, .gaps]')" \
    '[2,true,[],[{"winner":0,"other":1,"exception":false,"example":{"age":{"value":29},"share":{"value":0}}}],[{"where":"age at least 30; share above 0.17","example":{"age":{"value":30},"share":{"value":1}}}]]'
run bash -c 'seg-persona --print-rules | seg-persona --check - --strict'
is "the built-in rules are clean" "$status $err$out" "0 -: 5 rules on 2 columns: spending_score, annual_income
0 rules never win, 0 overlaps, 0 gaps"
cat >shadow.json <<'EOF'
{ "rules": [
    { "persona": "Young", "goal": "grow", "when": { "age": { "below": 30 } }, "actions": ["Call"] },
    { "persona": "Old", "goal": "keep", "when": { "age": { "above": 50 } }, "actions": ["Call"] },
    { "persona": "Teen", "goal": "wait", "when": { "age": { "below": 20 }, "share": { "level": "low" } },
      "actions": ["Wait"] },
    { "persona": "Odd", "goal": "wait", "when": { "age": { "above": 50, "below": 30 } }, "actions": ["Wait"] },
    { "persona": "Rest", "goal": "wait", "when": {}, "actions": ["Wait"] } ] }
EOF
fails "--check: rules that can never win" 1 "seg-persona: shadow.json: 2 of 5 rules can never win" \
    seg-persona --check shadow.json
is "each with its reason and an example" "$(printf '%s\n' "$out" | grep ^never)" \
    "never wins: rules[2] 'Teen': wherever it holds, an earlier rule does: rules[0] 'Young' (for example age 19; share low)
never wins: rules[3] 'Odd': nothing meets rules[3].when.age: above 50, below 30"
is "a rule for the rest has exceptions" "$(printf '%s\n' "$out" | grep -c 'as an exception to')" 2
is "the output has no failure marker" "$(printf '%s\n' "$out" | tail -n 1)" \
    "2 rules never win, 2 overlaps, 0 gaps"
is "as JSON, which stays whole" \
    "$(seg-persona --check shadow.json --json 2>/dev/null | jq -c '.never_win')" \
    '[{"rule":2,"persona":"Teen","reason":"shadowed","by":[0],"winner":0,"example":{"age":{"value":19},"share":{"level":"low"}}},{"rule":3,"persona":"Odd","reason":"contradiction","place":"rules[3].when.age"}]'
is "the example is right: the earlier rule wins there" \
    "$(printf 'cluster,count,age,share\n0,1,19,0.1\n1,9,60,0.9\n' | seg-persona --rules shadow.json | cut -d, -f 2 | paste -sd'|')" \
    "persona|Young|Old"
is "with a profile the columns must be there" "$(seg-persona --check own.json profile.csv)" \
    "$(seg-persona --check own.json)"
fails "an unknown column, with its place" 1 \
    "seg-persona: own.json: rules[0].when.age: no column 'age'; the columns are: count, milk, share" \
    seg-persona --check own.json - <<<$'cluster,count,milk\n0,1,3'
printf '{"rules":[{"persona":"a","goal":"g","actions":["x; y"],"when":{}}]}' >bad.json
fails "an action with the separator of actions" 1 \
    'seg-persona: bad.json: rules[0].actions[0]: holds "; ", which parts the actions of a segment; make it two actions' \
    seg-persona --check bad.json
run seg-persona --check own.json --log check.log
is "the log has the counts" "$(jq -c '[.rules, .gaps, .overlaps]' check.log)" '["own.json",1,1]'
if [ -e /dev/full ]; then
    run bash -c 'seg-persona --check own.json >/dev/full'
    is "--check to a full disk" "$status $err" "1 seg-persona: stdout: No space left on device"
else
    skip "--check to a full disk" "there is no /dev/full"
fi
fails "--check and --rules" 2 \
    "seg-persona: --check goes with none of --print-rules, --rules, --label, --table, --output" \
    seg-persona --check own.json --rules own.json
fails "--strict without --check" 2 "seg-persona: --json and --strict go with --check FILE" \
    seg-persona --strict profile.csv
fails "rules and profile both from standard input" 2 \
    "seg-persona: --check - and a profile from standard input exclude each other" \
    seg-persona --check - -

# Profiles that are refused.
fails "no count" 1 "seg-persona: stdin:1: no column 'count'; the columns are: cluster, age; seg-profile writes it" \
    seg-persona <<<$'cluster,age\n0,1'
fails "a feature is missing" 1 "seg-persona: stdin:3: column 'age': missing value: ''" \
    seg-persona <<<$'cluster,count,age\n0,1,3\n1,1,'
fails "a segment twice" 1 "seg-persona: stdin:3: column 'cluster': this segment is there twice: '0'" \
    seg-persona <<<$'cluster,count,age\n0,1,3\n0,1,4'

# Labels.
printf 'customer_id,cluster,note\n7,2,"a, b"\n8,0,\n9,2,x\n' >customers.csv
run seg-persona --label personas.csv customers.csv
is "--label appends persona and goal" "$status $err$out" '0 customer_id,cluster,note,persona,goal
7,2,"a, b",VIP Big Spenders,retain
8,0,,Balanced Shoppers (older),develop
9,2,x,VIP Big Spenders,retain'
printf '%s\n' "$out" >labelled.csv
is "from NDJSON" "$(echo '{"cluster":5,"x":1.50}' | seg-persona --label personas.csv)" \
    '{"cluster":5,"x":1.50,"persona":"Disengaged Adults","goal":"win-back"}'
seg-persona --output ndjson profile.csv >personas.ndjson
is "personas as NDJSON" "$(seg-persona --label personas.ndjson customers.csv)" "$(cat labelled.csv)"
is "--by another column" "$(printf 'segment,x\n5,1\n' | seg-persona --by segment --label <(sed '1s/cluster/segment/' personas.csv))" \
    "segment,x,persona,goal
5,1,Disengaged Adults,win-back"
is "--as NAME,GOAL" "$(seg-persona --label personas.csv --as who,what labelled.csv | sed -n '1p;3p')" \
    "customer_id,cluster,note,persona,goal,who,what
8,0,,Balanced Shoppers (older),develop,Balanced Shoppers (older),develop"
is "--as NAME" "$(cut -d, -f 1,2 labelled.csv | sed '2,$d' | seg-persona --label personas.csv --as who)" \
    "customer_id,cluster,who,goal"
fails "a column that is there" 1 \
    "seg-persona: column 'goal' is there already; --as NAME,GOAL chooses another name for it" \
    seg-persona --label personas.csv labelled.csv
fails "the other column that is there" 1 \
    "seg-persona: column 'persona' is there already; --as NAME chooses another name" \
    seg-persona --label personas.csv <<<$'cluster,persona\n0,x'
printf '10,6,y\n' >>customers.csv
fails "a segment without a persona" 1 \
    "seg-persona: customers.csv:5: column 'cluster': no such segment in personas.csv: '6'" \
    seg-persona --label personas.csv customers.csv
is "and the output ends with the marker" "$(printf '%s\n' "$out" | tail -n 1)" \
    "#seg-error seg-persona: customers.csv:5: column 'cluster': no such segment in personas.csv: '6'"
fails "a table that is none of personas" 1 \
    "seg-persona: profile.csv:1: no column 'persona'; the columns are: cluster, count, share, age, annual_income, spending_score, spend_income_ratio" \
    seg-persona --label profile.csv customers.csv
(cat personas.csv; tail -n 1 personas.csv) >twice.csv
fails "a persona twice" 1 "seg-persona: twice.csv:8: column 'cluster': this segment is there twice: '5'" \
    seg-persona --label twice.csv customers.csv

# Options that exclude each other.
# ---- how far a segment can be trusted ----
paste -d, profile.csv <(printf '%s\n' stability,trust '0.9,highly stable' 0.8,stable 0.7,doubtful \
    0.5,untrusted 1,highly\ stable ,) >trusted.csv
sed '7s/^5/-1/' trusted.csv >noise.csv
run seg-persona noise.csv
printf '%s\n' "$out" >trusted-personas.csv
is "stability and trust go on" "$status $err$(mlr --icsv --ocsv cut -f cluster,stability,trust trusted-personas.csv)" \
    "0 cluster,stability,trust
0,0.9,highly stable
1,0.8,stable
2,0.7,doubtful
3,0.5,untrusted
4,1,highly stable
-1,,"
is "they change no name, goal or trait" \
    "$(sed '7s/^5/-1/' profile.csv | seg-persona | mlr --csv cut -x -f actions | cksum)" \
    "$(mlr --csv cut -x -f actions,stability,trust trusted-personas.csv | cksum)"
is "who reads the actions is warned first" \
    "$(mlr --icsv --onidx --ofs ' ' cut -f actions then put '$actions = splitax($actions, "; ")[1]' trusted-personas.csv)" \
    "Suggest products that go with what they bought
Suggest products that go with what they bought
Try on a few first: who belongs to this segment is doubtful
Do not act on this segment: it is untrusted and other customers would give another
Reward frequent visits with points and small perks
Look at these customers one by one"
is "as NDJSON" "$(seg-persona --output ndjson noise.csv | jq -c '[.stability, .trust]' | tail -n 2 | paste -sd' ')" \
    '[1,"highly stable"] [null,null]'
is "in the table for people" "$(seg-persona --table noise.csv | tail -n 4)" \
    "2        VIP Big Spenders             retain          39  19.5 %  doubtful       high annual income, high spending score
3        Affluent Savers              upsell          34  17.0 %  untrusted      low spending score, low spend income ratio
4        Budget Enthusiasts           nurture         23  11.5 %  highly stable  low annual income, high spend income ratio
-1       Outliers                     review          20  10.0 %                 low annual income, low spending score"
printf 'customer_id,cluster\n7,3\n8,-1\n' >two.csv
is "--label hangs trust on customers" "$(seg-persona --label trusted-personas.csv two.csv)" \
    "customer_id,cluster,persona,goal,trust
7,3,Affluent Savers,upsell,untrusted
8,-1,Outliers,review,"
is "as NDJSON, too" "$(seg-persona --label trusted-personas.csv --output ndjson two.csv | tail -n 1)" \
    '{"customer_id":8,"cluster":-1,"persona":"Outliers","goal":"review","trust":null}'
sed 's/,untrusted$/,Untrusted/' trusted.csv >unknown.csv
fails "a word that is no verdict" 1 \
    "seg-persona: unknown.csv:5: column 'trust': not untrusted, doubtful, stable or highly stable: 'Untrusted'" \
    seg-persona unknown.csv
sed 's/,untrusted$/,trusted/' trusted-personas.csv >unknown-personas.csv
fails "--label: likewise" 1 \
    "seg-persona: unknown-personas.csv:5: column 'trust': not untrusted, doubtful, stable or highly stable: 'trusted'" \
    seg-persona --label unknown-personas.csv two.csv
printf 'cluster,trust\n3,1\n' >has-trust.csv
fails "--label: trust is there already" 1 \
    "seg-persona: column 'trust' is there already; take it out of the rows or of trusted-personas.csv" \
    seg-persona --label trusted-personas.csv has-trust.csv
is "trust alone is enough" "$(cut -d, -f 1-7,9 trusted.csv | seg-persona | head -n 1)" \
    "cluster,persona,goal,traits,actions,count,share,trust"

fails "--label and --rules" 2 \
    "seg-persona: --rules and --label exclude each other: one finds personas, the other uses those found" \
    seg-persona --label personas.csv --rules rules.json customers.csv
fails "--as without --label" 2 "seg-persona: --as names the column that --label appends" \
    seg-persona --as who profile.csv
fails "--print-rules with a file" 2 "seg-persona: --print-rules reads no file; --rules FILE uses one" \
    seg-persona --print-rules profile.csv
fails "--label from standard input" 2 "seg-persona: --label: standard input is for the rows" \
    seg-persona --label - customers.csv
fails "--table in another kind" 2 \
    "seg-persona: --table goes with none of --print-rules, --label, --output" \
    seg-persona --table --output csv profile.csv

run seg-persona --log log profile.csv
is "the log says by which rules and levels" \
    "$(jq -c '[.rules, .levels, .personas[2], .warnings]' log)" \
    '["built-in rules",{"low":0.8,"high":1.2},{"segment":"2","persona":"VIP Big Spenders"},[]]'
if [ -e /dev/full ]; then
    run bash -c 'seg-persona --print-rules >/dev/full'
    is "a full disk" "$status $err" "1 seg-persona: stdout: No space left on device"
else
    skip "a full disk" "there is no /dev/full"
fi

# The profile of the mall customers as it comes from the pipe.
if [ -e "$SHARED/data/mall/Mall_Customers.csv" ]; then
    jq -r '.kmeans_k6.labels_up_to_renaming[]' "$SHARED/reference/mall.json" >labels
    seg-features "$SHARED/data/mall/Mall_Customers.csv" |
        paste -d, - <(echo cluster; cat labels) |
        seg-profile -f age,annual_income,spending_score,spend_income_ratio |
        seg-persona >mall.csv
    is "mall: the reference personas, the two Balanced told apart" \
        "$(names mall.csv | sed 's/ (older)//; s/ (younger)//')" \
        "$(jq -r '.personas_k6 | join("|")' "$SHARED/reference/mall.json")"
    is "mall: by age" "$(names mall.csv)" "$expected"
else
    skip "mall: the reference personas" "the folder shared/ is not there"
fi

done_testing
