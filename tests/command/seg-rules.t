# seg-rules: thresholds that stand for segments, and the programs made of them.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# ---- a server of the test's own ----
postgres_home='' postgres_why=''
postgres_bin=$(dirname "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1)")
as_owner() { # the server refuses root
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
end_postgres() {
    [ -z "$postgres_home" ] || as_owner "$postgres_bin/pg_ctl" -D "$postgres_home/data" -m immediate stop
    rm -rf "$postgres_home" "$T"
} >/dev/null 2>&1
trap end_postgres EXIT
start_postgres() {
    [ -x "$postgres_bin/initdb" ] && command -v psql >/dev/null || return 1
    postgres_home=$(mktemp -d /tmp/seg-pg-XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown 65534:65534 "$postgres_home"
    (cd / && as_owner "$postgres_bin/initdb" -D "$postgres_home/data" -A trust -N -U seg -E UTF8 --no-locale &&
        as_owner "$postgres_bin/pg_ctl" -D "$postgres_home/data" -w -l "$postgres_home/log" \
            -o "-k $postgres_home -c listen_addresses= -c fsync=off" start) >postgres.out 2>&1
}
in_postgres() { PGOPTIONS="-c client_min_messages=warning" psql -X -q -At -v ON_ERROR_STOP=1 -h "$postgres_home" -U seg postgres "$@"; }
start_postgres || postgres_why="no PostgreSQL server (Debian: postgresql)"
[ ! -s postgres.out ] || [ -z "$postgres_why" ] || sed 's/^/# /' postgres.out

awks=
for awk in gawk 'gawk --posix' mawk original-awk 'busybox awk'; do
    ! command -v "${awk%% *}" >/dev/null || awks+="$awk:"
done

# everywhere NAME TYPE FILE [OPTION ...]: the rules of labelled rows, run by
# every program there is, put each row where --apply does.  The first column is
# a number by which the rows are ordered; columns of numbers have TYPE.
everywhere() {
    local name=$1 type=$2 file=$3 columns=rule_cluster awk header
    shift 3
    seg-rules -q "$@" --model tree.json "$file" >/dev/null
    ok "$name: --apply takes the rules" seg-rules --apply tree.json "$file"
    cp ok.out wanted.csv
    ! jq -e '.segments[0].persona' tree.json >/dev/null || columns=rule_cluster,rule_persona
    is "$name: --apply puts as many rows right as the rules say" \
        "$(mlr --icsv --ojson cat wanted.csv | jq '[.[] | select((.cluster|tostring) == (.rule_cluster|tostring))] | length')" \
        "$(jq .right tree.json)"

    seg-rules -q "$@" --as awk "$file" >rules.awk
    while read -r -d: awk; do
        # shellcheck disable=SC2086  # busybox awk is two words
        is "$name: $awk" "$($awk -f rules.awk "$file" 2>&1 | cksum)" "$(cksum <wanted.csv)"
    done <<<"$awks"

    seg-rules -q "$@" --as sql --table "rows of" "$file" >rules.sql
    mlr --icsv --onidx --ofs '|' cut -o -f "$columns" wanted.csv >wanted
    # The table: its columns as they are named, in the type that is asked for.
    header=$(mlr --icsv --ojson head -n 1 "$file" |
        jq -r --arg type "$type" '.[0] | to_entries | map("\"" + (.key | gsub("\""; "\"\"")) + "\" " +
            (if .value | type == "number" then $type else "text" end)) | join(", ")')
    mlr --icsv --ocsv --headerless-csv-output cat "$file" >rows.csv
    select="SELECT \"${columns//,/\", \"}\" FROM labelled ORDER BY ${header%%" $type, "*}"
    rm -f db
    { echo "CREATE TABLE \"rows of\" ($header);"; printf '.mode csv\n.import rows.csv "rows of"\n.mode list\n'
        echo "CREATE TABLE labelled AS"; cat rules.sql; echo "$select;"; } | sqlite3 db >got 2>&1
    is "$name: SQLite" "$(cksum <got)" "$(cksum <wanted)"
    if [ -n "$postgres_why" ]; then
        skip "$name: PostgreSQL" "$postgres_why"
    else
        { echo 'DROP TABLE IF EXISTS labelled, "rows of";'; echo "CREATE TABLE \"rows of\" ($header);"
            echo '\copy "rows of" FROM rows.csv CSV'
            echo "CREATE TABLE labelled AS"; cat rules.sql; echo "$select;"; } >all.sql
        is "$name: PostgreSQL" "$(in_postgres -f all.sql 2>&1 | cksum)" "$(cksum <wanted)"
    fi
}

# ---- what it finds ----
cat >rows.in <<'END'
id,spending_score,annual_income,z_spending_score,z_annual_income,cluster,persona
1,20,50000,-1,-1,0,Quiet
2,30,61000,-0.8,-0.8,0,Quiet
3,25,69000,-0.9,-0.6,0,Quiet
4,70,40000,1,-1.1,1,Big
5,61,50000,0.8,-1,1,Big
6,90,90000,1.5,1,2,VIP
7,80,74000,1.2,0.8,2,VIP
8,28,68000,-0.85,-0.65,2,VIP
END
run seg-rules rows.in
is "sentences" "$status $err$out" "0 cluster 0, Quiet: spending score at most 50
    3 rows; the rule finds 3 of them (100 %) and 1 other row (precision 75 %)
cluster 1, Big: spending score above 50 and annual income at most 60k
    2 rows; the rule finds 2 of them (100 %) and no other row (precision 100 %)
cluster 2, VIP: spending score above 50 and annual income above 60k
    3 rows; the rule finds 2 of them (66.7 %) and no other row (precision 100 %)
The rules agree with cluster on 7 of 8 rows (87.5 %)."
# 45.5 and 62000 are the middle of the gaps 30-61 and 50000-74000, 50 and 60000
# the multiples of ten and of ten thousand nearest to them.
run seg-rules -f spending_score rows.in
is "a segment that no threshold tells apart" "$status $err
$(tail -n 3 <<<"$out")" "0 seg-rules: cluster 2 has no rule: no threshold tells its rows from others
cluster 2, VIP: no rule
    3 rows; the rule finds 0 of them (0 %) and no other row
The rules agree with cluster on 5 of 8 rows (62.5 %)."
run seg-rules --by persona rows.in
is "--by another column" "$status $err$(grep -v '^ ' <<<"$out")" \
    "0 persona Big: spending score above 50 and annual income at most 60k
persona Quiet: spending score at most 50
persona VIP: spending score above 50 and annual income above 60k
The rules agree with persona on 7 of 8 rows (87.5 %)."
cut -d, -f 1-6 rows.in >plain.in
run seg-rules --as sql -f spending_score plain.in -q
is "SQL without --table is what goes between SELECT and FROM" "$status $err$(grep -v '^--' <<<"$out")" \
    '0 CASE WHEN "spending_score" BETWEEN CAST(-1e+300 AS double precision) AND CAST(1e+300 AS double precision)
THEN CASE
  WHEN "spending_score" <= CAST(50 AS double precision) THEN 0
  WHEN "spending_score" > CAST(50 AS double precision) THEN 1
  ELSE NULL
END ELSE NULL END AS "rule_cluster"'
is "the sentences stand in its comments" "$(grep '^--' <<<"$out" | cut -c 4-)" \
    "$(seg-rules -q -f spending_score plain.in)"
is "and in those of awk" "$(seg-rules --as awk rows.in | sed -n 's/^# \(cluster\|    \|The rules\)/\1/p')" \
    "$(seg-rules rows.in)"
seg-rules --as json rows.in >tree.json
is "JSON" "$(jq -c '[.format, .features, .by, .leaves, .rows, .right, .agreement, .segments[0], .nodes]' tree.json)" \
    '["seg-rules model",["spending_score","annual_income"],"cluster",3,8,7,0.875,{"segment":"0","persona":"Quiet","rows":3,"ruled":4,"right":3,"recall":1,"precision":0.75,"rule":"spending score at most 50"},[{"feature":0,"threshold":50,"at_most":1,"above":2},{"segment":0},{"feature":1,"threshold":60000,"at_most":3,"above":4},{"segment":1},{"segment":2}]]'
seg-rules --model model.json rows.in >/dev/null
ok "--model writes the same" cmp tree.json model.json
seg-rules --as awk --model model.json rows.in >/dev/null
ok "beside any form" cmp tree.json model.json

# ---- --apply ----
run seg-rules --apply tree.json rows.in
is "--apply appends segment and persona" "$status $err$(cut -d, -f 1,6- <<<"$out" | tail -n 3)" "0 6,2,VIP,2,VIP
7,2,VIP,2,VIP
8,2,VIP,0,Quiet"
is "their names" "$(head -n 1 "$T/out" | cut -d, -f 8-)" "rule_cluster,rule_persona"
printf 'annual_income,spending_score\n7e4,50.5\n' >new.csv
is "on other rows, by the names of the columns" "$(seg-rules --apply tree.json new.csv | tail -n 1)" "7e4,50.5,2,VIP"
is "as NDJSON" "$(seg-rules --apply tree.json --output ndjson new.csv)" \
    '{"annual_income":7e4,"spending_score":50.5,"rule_cluster":2,"rule_persona":"VIP"}'
is "--as names the columns" "$(seg-rules --apply tree.json --as one,two new.csv | head -n 1)" \
    "annual_income,spending_score,one,two"
seg-rules --apply tree.json new.csv >twice.csv
fails "the columns are there already" 1 \
    "seg-rules: column 'rule_persona' is there already; --as NAME,NAME chooses another name for it" \
    seg-rules --apply tree.json twice.csv
is "the new columns are no features" \
    "$(seg-rules --apply tree.json new.csv | seg-scale -q | head -n 1 | grep -o ',z_.*')" ",z_annual_income,z_spending_score"
printf 'annual_income,spending_score\n7e4,\n' >missing.csv
fails "a missing number" 1 "seg-rules: missing.csv:2: column 'spending_score': not a number: ''" \
    seg-rules --apply tree.json missing.csv
printf 'annual_income,spending_score\n7e4,-2e300\n' >huge.csv
fails "a number beyond all rules" 1 "seg-rules: huge.csv:2: column 'spending_score': beyond 1e300: '-2e300'" \
    seg-rules --apply tree.json huge.csv
run seg-rules --apply tree.json -q <<<$'a,annual_income\n1,2'
is "a column that is not there" "$status ${err%%; the columns*}" \
    "1 seg-rules: tree.json does not fit the stream: no column 'spending_score'"
sed 's/"threshold": 50/"threshold": 51/' tree.json >edited.json
fails "an edited tree" 1 \
    "seg-rules: edited.json: the checksum is wrong; the model was edited or damaged: fit it again with --model" \
    seg-rules --apply edited.json rows.in

# ---- everywhere else ----
awk -F, -v OFS=, 'NR > 1 { $1 = NR } { print }' "$ROOT/examples/customers.csv" | seg-features >features.csv
seg-scale features.csv | seg-kmeans -k 6 >clusters.csv
seg-profile clusters.csv | seg-persona >personas.csv
seg-persona --label personas.csv clusters.csv >people.csv
mlr --csv cut -o -f customer_id,age,annual_income,spending_score,cluster,persona people.csv >whole.csv
everywhere "customers, whole numbers" integer whole.csv -f 'a*,spending_score'
everywhere "customers, ratios" "double precision" people.csv
everywhere "customers, numeric" numeric people.csv --leaves 15
if [ -z "$postgres_why" ]; then
    is "the types of PostgreSQL" "$(in_postgres -c "SELECT pg_typeof(rule_cluster), pg_typeof(rule_persona) FROM labelled LIMIT 1")" \
        "integer|text"
else
    skip "the types of PostgreSQL" "$postgres_why"
fi

# Names and texts that mean something to one language or the other.
cat >hostile.csv <<'END'
"no ""1""",select,"a, b",z_select,"z_a, b",größe °,z_größe °,"x""; DROP TABLE rows; --","z_x""; DROP TABLE rows; --",cluster,persona,note
1,1,5,1,5,7,7,-1,-1,it's,"O'Brien's ""best"", and more","a,b"
2,2,5,2,5,8,8,-2,-2,it's,"O'Brien's ""best"", and more","say ""hi"""
3,40,5,40,5,7.5,7.5,-1.5,-1.5,C:\new\table,'; DROP TABLE labelled; --,"two
lines, ""one"" cell"
4,41,5,41,5,7,7,-1.25,-1.25,C:\new\table,'; DROP TABLE labelled; --,""
5,41,50,41,50,7,7,-1,-1,%s & $1,größte \ Käufer,
6,39,51,39,51,70,70,-1,-1,100,"=1+1",#
7,39,51,39,51,71,71,-1,-1,100,"=1+1","
"
8,40,52,40,52,71,71,-90,-90,-5,"*/ /*",x
END
everywhere "hostile names" "double precision" hostile.csv
sed 's/$/\r/' people.csv >crlf.csv
seg-rules -q --as awk people.csv >rules.awk
while read -r -d: awk; do
    # shellcheck disable=SC2086
    is "CRLF stays: $awk" "$($awk -f rules.awk crlf.csv | tr -d '\r' | cksum) $($awk -f rules.awk crlf.csv | grep -c $'\r$')" \
        "$(seg-rules -q --model tree.json people.csv >/dev/null; seg-rules --apply tree.json people.csv | cksum) 301"
done <<<"$awks"

# Numbers that differ in their last bit, of every size.
python3 - >bits.csv <<'END'
import math
print("id,a,z_a,b,z_b,cluster")
numbers = [0.1, 1/3, 1e-300, 123456789.125, 16777217.0, 9007199254740993.0, 1e20, 1e22, 7e99, math.pi]
values = sorted(v for x in numbers for s in (1, -1)
                for v in (s * x, s * math.nextafter(x, 0), s * math.nextafter(x, math.inf)))
z = {v: (i - 30) / 16 for i, v in enumerate(values)}
for i, v in enumerate(values):
    w = values[i * 7 % len(values)]
    print(i, repr(v), z[v], repr(w), z[w], i // 4 if i % 3 else i % 2, sep=",")
END
everywhere "numbers to the last bit" "double precision" bits.csv --leaves 200
is "and there are many thresholds among them" "$(jq '.leaves > 20' tree.json)" true

# What is no number gets no segment.
cut -d, -f 1-6 rows.in >plain.in
cat >odd.csv <<'END'
id,spending_score,annual_income
1,,90000
2,abc,90000
3,60,
4,60,70000
5,1e301,70000
6,nan,70000
7,inf,70000
END
wanted=$'1|\n2|\n3|\n4|2\n5|\n6|\n7|'
for type in real text; do
    is "SQLite, a column of type $type" "$({ printf 'CREATE TABLE t (id integer, spending_score %s, annual_income %s);\n' $type $type
        printf '.mode csv\n.import --skip 1 odd.csv t\n.mode list\nSELECT id, rule_cluster FROM (\n'
        seg-rules --as sql --table t plain.in | sed 's/;$//'; echo ') ORDER BY id;'; } | sqlite3 2>&1)" "$wanted"
done
is "SQLite, NULL" "$({ echo 'SELECT rule_cluster IS NULL FROM (SELECT'; seg-rules --as sql plain.in
    echo 'FROM (SELECT NULL AS spending_score, 60000 AS annual_income));'; } | sqlite3 2>&1)" 1
is "SQLite, a column that is not there is no text to compare with" "$({ echo 'SELECT rule_cluster IS NULL FROM (SELECT'
    seg-rules --as sql plain.in; echo 'FROM (SELECT 60000 AS annual_income));'; } | sqlite3 2>&1)" 1
if [ -z "$postgres_why" ]; then
    { echo 'DROP TABLE IF EXISTS t; CREATE TABLE t (id integer, spending_score double precision, annual_income double precision);'
        echo '\copy t FROM STDIN CSV'; sed '1d; s/abc//' odd.csv; echo '\.'
        echo 'SELECT id, rule_cluster FROM ('
        seg-rules --as sql --table public.t plain.in | sed 's/;$//'; echo ') AS s ORDER BY id;'; } >odd.sql
    is "PostgreSQL, NULL, NaN, infinity" "$(in_postgres -f odd.sql 2>&1)" "$wanted"
else
    skip "PostgreSQL, NULL, NaN, infinity" "$postgres_why"
fi
seg-rules --as awk plain.in >rules.awk
while read -r -d: awk; do
    # shellcheck disable=SC2086
    {
        is "$awk: what is no number" "$($awk -f rules.awk odd.csv | cut -d, -f 1,4 | tail -n +2 | tr , '|')" "$wanted"
        is "$awk: two files are one table" "$($awk -f rules.awk odd.csv odd.csv | grep -c '^id')" 1
        printf 'id,spending_score\n1,2\n' >short.csv
        run $awk -f rules.awk short.csv
        is "$awk: a column that is not there" "$status $out$err" "1 rules: record 1: there is no column annual_income"
        printf 'spending_score,annual_income\n1\n' >short.csv
        run $awk -f rules.awk short.csv
        is "$awk: a ragged row" "$status $err" "1 rules: record 2: the record has 1 cells, the header has 2"
        printf 'spending_score,annual_income\n1,"2\n3,4\n' >short.csv
        run $awk -f rules.awk short.csv
        is "$awk: a quote that is never closed" "$status ${err#*: record ?: }" "1 a quote is never closed"
        run $awk -f rules.awk twice.csv
        is "$awk: rule_cluster is there already" "$status $err" "1 rules: record 1: there is a column rule_cluster already"
        run $awk -f rules.awk /dev/null
        is "$awk: empty input" "$status $err" "1 rules: record 0: no header: the input is empty"
        { cat odd.csv; echo '#seg-error seg-x: boom'; } >marked.csv
        run $awk -f rules.awk marked.csv
        is "$awk: a stage before that failed" "$status $(tail -n 1 <<<"$out")" "1 #seg-error seg-x: boom"
    }
done <<<"$awks"

# ---- edges ----
printf 'a,z_a,cluster\n1,0,0\n2,1,0\n' >one.csv
run seg-rules one.csv
is "one segment" "$status $err$(head -n 1 <<<"$out")" "0 cluster 0: every row"
everywhere "one segment" "double precision" one.csv
printf 'a,z_a,cluster\n1,0,1\n1,0,1\n1,0,0\n' >same.csv
run seg-rules same.csv
is "rows that are all the same" "$status $err$(tail -n 1 <<<"$out")" \
    "0 seg-rules: cluster 0 has no rule: no threshold tells its rows from othersThe rules agree with cluster on 2 of 3 rows (66.7 %)."
printf 'a,z_a,density_cluster\n1,0,0\n2,0.5,-1\n5,2,1\n6,3,1\n' >noise.csv
run seg-rules --by density_cluster noise.csv
is "noise is no segment" "$status $err$out" "0 density_cluster 0: a at most 4
    1 row; the rule finds 1 of them (100 %) and 1 other row (precision 50 %)
density_cluster 1: a above 4
    2 rows; the rule finds 2 of them (100 %) and no other row (precision 100 %)
The rules agree with density_cluster on 3 of 4 rows (75 %); 1 of these are in no segment."
run seg-rules --by density_cluster -f a --as json noise.csv
is "the column that --apply appends" \
    "$(printf '%s\n' "$out" >t.json; seg-rules --apply t.json noise.csv | head -n 1)" "a,z_a,density_cluster,rule_density_cluster"

printf 'a,z_a,cluster\n1,0,-1\n' >none.csv
fails "noise alone" 1 "seg-rules: column 'cluster': every row is -1, in no segment" seg-rules none.csv
printf 'a,z_a,cluster\n1,2,0\n2,1,1\n' >falls.csv
fails "a z_ column that is none of its raw column" 1 \
    "seg-rules: column 'z_a' does not rise with 'a', so thresholds of one are none of the other; -f names the features" \
    seg-rules falls.csv
printf 'a,z_a,cluster,persona\n1,2,0,x\n2,3,0,y\n' >two.csv
fails "two personas of one segment" 1 \
    "seg-rules: row 2: another persona than that of the rows of cluster 0 before; a segment has one" seg-rules two.csv
printf 'a,z_a,cluster\n1,2,\n' >empty.csv
fails "an empty label" 1 "seg-rules: empty.csv:2: column 'cluster': an empty label: ''" seg-rules empty.csv
printf 'a,z_a,cluster\n1,2,\xff\n' >latin.csv
fails "a label that is not UTF-8" 1 $'seg-rules: column \'cluster\': not UTF-8: \'\xff\'' seg-rules latin.csv
awk 'BEGIN { print "a,z_a,id"; for (i = 0; i <= 10000; i++) print i "," i "," i }' >ids.csv
fails "more segments than can be meant" 1 \
    "seg-rules: column 'id': more than 10000 segments; --by names the column of the segments" seg-rules --by id ids.csv
fails "fewer leaves than segments" 1 "seg-rules: --leaves 2: there are 3 segments, and each has a leaf" \
    seg-rules --leaves 2 rows.in
fails "a header without rows" 1 "seg-rules: the table has a header and no rows; did the stage before fail?" \
    seg-rules <<<"a,z_a,cluster"

ok "--sql-file writes the SQL beside the sentences" seg-rules --sql-file also.sql --table t rows.in
is "the sentences and the SQL are those of two runs" \
    "$(cat ok.out; echo; cat also.sql)" "$(seg-rules rows.in; echo; seg-rules --as sql --table t rows.in)"
ok "... and beside JSON" seg-rules --as json --sql-file also.sql rows.in
is "... which stays what it is" "$(jq -c .right ok.out) $(cksum <also.sql)" \
    "$(seg-rules --as json rows.in | jq -c .right) $(seg-rules --as sql rows.in | cksum)"
fails "--sql-file is the input" 2 \
    "seg-rules: --sql-file: 'rows.in' is a file that is read, too; it needs a name of its own" \
    seg-rules --sql-file rows.in rows.in
fails "--sql-file in a folder that is not there" 1 "seg-rules: not/there.sql: No such file or directory" \
    seg-rules --sql-file not/there.sql rows.in

fails "another form" 2 "seg-rules: --as: not one of text, sql, awk, json: 'rule'" seg-rules --as rule rows.in
fails "a form with --apply" 2 "seg-rules: --as sql is for fitting; with --apply, --as names the new column" \
    seg-rules --apply tree.json --as sql rows.in
fails "--table without SQL" 2 "seg-rules: --table goes with --as sql or --sql-file" seg-rules --table x rows.in
fails "a table without a name" 2 "seg-rules: --table: the name is empty" seg-rules --as sql --table '' rows.in
fails "--output without --apply" 2 "seg-rules: --output is for the rows that --apply writes" seg-rules --output csv rows.in
fails "--leaves 0" 2 "seg-rules: --leaves: not a whole number from 1 to 100000: '0'" seg-rules --leaves 0 rows.in
for option in "--leaves 3" "-f a" "--by other" "--table t" "--sql-file x"; do
    # shellcheck disable=SC2086
    run seg-rules --apply tree.json $option rows.in
    is "$option with --apply" "$status ${err#*is for fitting}" "2 ; --apply takes it from the model"
done
run seg-rules rows.in --leaves 5 --log log
is "the log says how" "$(jq -c '[.by, .features, .segments, .leaves, .agreement, .rows_in]' log)" \
    '["cluster",["spending_score","annual_income"],3,3,0.875,8]'

# ---- real customers ----
if [ -e "$SHARED/data/mall/Mall_Customers.csv" ]; then
    seg-features "$SHARED/data/mall/Mall_Customers.csv" | seg-scale | seg-kmeans -k 6 >mall.csv
    everywhere "mall" "double precision" mall.csv
    is "mall: the rules of six segments" "$(jq -c '[.leaves, .right, .agreement]' tree.json)" "[6,195,0.975]"
    everywhere "mall, 12 leaves" "double precision" mall.csv --leaves 12
    seg-features "$SHARED/data/wholesale/Wholesale_semicolon.csv" >raw.csv
    { sed '1s/^/n,/; 1q' raw.csv; sed 1d raw.csv | nl -w 1 -s ,; } >wholesale.in
    seg-scale -f 'fresh,milk,grocery,frozen' --log 'fresh,milk,grocery,frozen' wholesale.in | seg-kmeans -k 3 >wholesale.csv
    everywhere "wholesale, in the space of logarithms" "double precision" wholesale.csv
    is "wholesale: the rules of three segments" "$(jq -c '[.leaves, .right]' tree.json)" "[3,373]"
else
    skip "mall and wholesale" "the folder shared/ is not there"
fi

done_testing
