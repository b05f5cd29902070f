# seg-report: one page from a folder of deliverables.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
report=$(command -v seg-report)
browser=$ROOT/tests/browser
nothing=$T/nothing # a PATH without gnuplot
mkdir "$nothing"

"$browser/sample-artifacts" full || exit 1

# What a page says, by a parser of its own: headings, texts, rows.
cat >page.py <<'END'
import html.parser, sys
APART = {"td", "th", "li", "p", "h1", "h2", "h3", "h4", "dt", "dd", "span", "caption"}
VOID = {"meta", "br", "wbr", "img", "link", "use", "path", "rect", "circle", "polygon", "feflood", "fecomposite", "stop"}
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.texts, self.values = [], [], [], []
    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.values += [value or "" for name, value in attributes if name not in ("title", "aria-label")]
    def handle_starttag(self, tag, attributes):
        self.handle_startendtag(tag, attributes)
        self.part(tag)
        if tag not in VOID:
            self.open.append(tag)
    def part(self, tag):
        if tag in APART:
            self.texts.append(((), " "))
    def handle_endtag(self, tag):
        self.part(tag)
        if tag not in VOID:
            assert self.open and self.open[-1] == tag, (self.open[-3:], tag, self.getpos())
            self.open.pop()
    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append((tuple(self.open), data))
def read(path):
    page = Page()
    page.feed(open(path, encoding="utf-8").read())
    page.close()
    assert page.open == [], page.open
    return page
def inner(page, tag):
    found, before = [], None
    for where, data in page.texts:
        if where == ():
            continue
        if tag in where:
            key = where[:where.index(tag) + 1]
            if before == key:
                found[-1] += data
            else:
                found.append(data)
            before = key
        else:
            before = None
    return [" ".join(text.split()) for text in found]
if __name__ == "__main__":
    page = read(sys.argv[1])
    print("\n".join(inner(page, sys.argv[2])) if len(sys.argv) > 2 else
          " ".join("".join(data for where, data in page.texts if "svg" not in where).split()))
END
headings() { python3 page.py "$1" "$2" | paste -sd'|'; }
says() {
    [ "$1.txt" -nt "$1" ] || python3 page.py "$1" >"$1.txt"
    grep -qF -- "$2" "$1.txt"
}

# ---- what it says ----
run env PATH="$nothing" "$report" full
is "without gnuplot: a report, and a note" "$status $out$err" \
    "0 seg-report: gnuplot is not installed, so the report has no pictures; install it (Debian and Ubuntu: apt-get install gnuplot-nox; Fedora: dnf install gnuplot; macOS: brew install gnuplot)"
is "the sections" "$(headings full/report.html h2)" \
    "The segments|What they look like|How well they hold together|Why this number of segments|Outliers|Rules for other systems|Since the previous run|What was run|What this does not tell"
is "a card for each segment, by its persona" "$(headings full/report.html h3 | cut -d'|' -f-6 | tr '|' '\n')" \
    "$(mlr --icsv --onidx cut -f persona full/personas.csv)"
ok "goal, size and share" says full/report.html "Goal: develop 69 customers 23.0"
ok "traits, one each" says full/report.html "high age 59.3 (149 % of average) What to do"
ok "actions, one each" says full/report.html "Call when a visit is overdue, before offering any discount Trust: "
ok "trust, and what to do about it" says full/report.html \
    "Trust: highly stable ●●●● It is found again in nearly every draw of customers. Plan with it. Stability 0.9"
ok "the profile, beside the average" says full/report.html "2 VIP Big Spenders 62 20.7 % 34.1 86 % 90.5 ▲ 142 % 83.6 ▲ 162 %"
ok "the profile of all" says full/report.html "All customers 300 100.0 % 39.7 63.5 51.5 1.03"
ok "silhouettes and stability as numbers" says full/report.html \
    "Segment Silhouette Stability Trust $(mlr --icsv --onidx head -n 1 then cut -o -f cluster,persona full/personas.csv) $(jq '.clusters[0].silhouette * 1000 | round / 1000' full/metrics.json)"
ok "trust beside a structure that was not tested" says full/report.html \
    "of 1. Whether it is a group at all, or a piece of one, was not tested (limits)."
ok "why this k" says full/report.html "$(jq -r .kselect.why full/metadata.json)."
ok "the table of the signals" says full/report.html "6 recommended 180 0.560 its choice 333 its choice 0.648 27"
ok "how many outliers" says full/report.html "12 customers are unlike all others."
ok "why each is one" says full/report.html "3 5 Disengaged Adults age 58 is 12 above 46 (85 %) annual_income 56 is 9 below 65 (15 %)"
ok "the rules" says full/report.html "$(sed -n 5p full/rules.txt)"
ok "how far to trust them" says full/report.html "$(sed -n '$p' full/rules.txt)"
ok "what became of the segments" says full/report.html "of the 6 earlier segments are kept; there are 5 now."
ok "drift" says full/report.html "age stable 0 "
ok "what was run" says full/report.html \
    "Put the features on one scale seg-scale 1.0.0 300 300 features: age, annual income, spending score, spend income ratio; scaling: mean 0, standard deviation 1 features.csv"
ok "step by step, in words" says full/report.html \
    "Made the segments seg-kmeans 1.0.0 300 300 seed of the random numbers: 42; segments: 6; random starts: 10; squared distances"
ok "rows that are none are a dash" says full/report.html "Found short rules that give nearly the same segments, and wrote them as SQL, too seg-rules 1.0.0 300 –"
for limit in \
    "by age, annual income, spending score, spend income ratio and nothing else" \
    "Whether there are segments at all, rather than one group, was not tested." \
    "The signals do not agree on the number of segments" \
    "Fewer than 30 customers, so that a few others would change the averages: 4 Budget Enthusiasts, 5 Disengaged Adults." \
    "Trust comes from 20 draws of the customers" \
    "12 customers count as outliers at a radius (eps) of 0.677" \
    "It was set so that about all but 10 % of the customers are in dense regions" \
    "(built-in rules; low up to 80 %, high from 120 % of the average)" \
    "disagree with them on 2.0 % of the rows" \
    "gnuplot was not installed, so there are no pictures"; do
    ok "limit: $limit" says full/report.html "$limit"
done
is "nothing runs, and nothing comes from elsewhere" \
    "$(grep -c '<script\|<link\|<img\|<iframe\|src=\|@import\|http://[^w]\|https://' full/report.html)" 0

run env PATH="$nothing" "$report" -o - full
ok "-o -: standard output" cmp full/report.html out
run env PATH="$nothing" "$report" -q -t 1 -o other.html --title 'May & <June> "2026"' full/
is "-q says nothing" "$status $out$err" "0 "
is "a title of one's own" "$(headings other.html h1) $(headings other.html title)" 'May & <June> "2026" May & <June> "2026"'
ok "another run, other threads: the same bytes" \
    cmp <(sed 's/May &amp; &lt;June&gt; &quot;2026&quot;/Customer segments/' other.html) full/report.html
run env PATH="$nothing" "$report" -q --log log full
is "the log" "$(jq -c '[.tool, .segments, .pictures]' log)" '["seg-report",6,0]'

# ---- what is not there ----
mkdir bare
cp full/cluster_profiles.csv full/personas.csv bare
env PATH="$nothing" "$report" -q bare
is "two files are enough" "$(headings bare/report.html h2)" "The segments|What they look like|How well they hold together|What this does not tell"
for name in segments.csv metrics.json metadata.json stability.json rules.txt outliers.csv; do
    ok "it says that $name was not there" says bare/report.html "There was no $name"
done
rm bare/personas.csv
env PATH="$nothing" "$report" -q bare
is "and one is: segments without names" "$(headings bare/report.html h3)|$(headings bare/report.html h4 | tr '|' '\n' | grep -vc Trust)" \
    "$(seq -s'|' -f 'Segment %g' 0 5)|0"
ok "it says what is missing" says bare/report.html "There was no personas.csv, so this page does not show names, goals and actions of the segments"
cut -d, -f1-7 full/cluster_profiles.csv >bare/cluster_profiles.csv
mlr --csv cut -x -f stability,trust full/personas.csv >bare/personas.csv
env PATH="$nothing" "$report" -q bare
ok "trust that was not measured" says bare/report.html "Trust: not measured"
ok "without metadata nobody knows whether there are groups" says bare/report.html \
    "Whether there are segments at all, rather than one group, is not known here."
jq 'del(.kselect) | .density.outliers = 0' full/metadata.json >bare/metadata.json
env PATH="$nothing" "$report" -q bare
is "no outliers is an answer, where there was a search" "$(headings bare/report.html h2)" \
    "The segments|What they look like|Outliers|What was run|What this does not tell"
ok "and is told" says bare/report.html "No customer is an outlier."
ok "a k that was given" says bare/report.html "The number of segments was given"
ok "and then structure was not tested" says bare/report.html \
    "Whether there are segments at all, rather than one group, was not tested."
jq '.kselect.structure = false | .kselect.structure_why = "no tighter than one group" | .kselect.recommended = 7 |
    .stages[0].rows_set_aside = 3 | .stages[0].missing = "median"' full/metadata.json >bare/metadata.json
jq '.silhouette_epsilon = 0.2 | .n_rows = 60000 | .clusters[5].silhouette = 0.2' full/metrics.json >bare/metrics.json
head -n 101 full/segments.csv >bare/segments.csv
printf 'feature,psi,verdict\nannual_income,0.4,refit\nage,0.3,watch\n' >bare/drift.csv
env PATH="$nothing" "$report" -q bare
for limit in "A test found no cluster structure" "The recommended number is at the end of the range that was tried, from 2 to 7" \
    "3 rows were set aside and are in no segment." "filled with the median" \
    "The silhouettes are estimates, for there are 60 000 rows: with probability 0.95 they are off by about 0.200" \
    "(silhouette up to 0.25): the customers of 5 Disengaged Adults." \
    "segments from then no longer fit them, by annual income." "segments.csv has 100 rows, but the segments have 300 customers together" \
    "metrics.json has 60 000 rows, but the segments have 300 customers together"; do
    ok "limit: $limit" says bare/report.html "$limit"
done
ok "no structure, in the choice of k" says bare/report.html "No: there is no cluster structure, and the segments cut one group into pieces: no tighter than one group."

# Many segments, traits and outliers: the page names some, and says how many there are.
mkdir crowd
awk 'BEGIN { printf "cluster,count,share"; for (j = 0; j < 9; j++) printf ",f%d", j; print ""
    for (i = 0; i < 20; i++) { printf "%d,2,0.05", i; for (j = 0; j < 9; j++) printf ",%d", i + 1; print "" } }' \
    >crowd/cluster_profiles.csv
seg-persona -q crowd/cluster_profiles.csv >crowd/personas.csv
awk 'BEGIN { print "customer_id,cluster,outlier,reasons"; for (i = 0; i < 70; i++) print "c" i ",0,1,r" i "; s" }' >crowd/outliers.csv
env PATH="$nothing" "$report" -q crowd
is "the first 50 outliers" "$(grep -c '<th scope="row"><bdi>c[0-9]*</bdi>' crowd/report.html)" 50
ok "and how many there are" says crowd/report.html "70 customers are unlike all others."
ok "six traits of a segment, and how many more" says crowd/report.html "low f5 1 (10 % of average) and 3 more What to do"
ok "twelve small segments, and how many more" says crowd/report.html "and 8 more."

# Outliers of another run: of three files, each may differ.
mkdir others
cp full/{cluster_profiles,outliers,segments}.csv full/metadata.json others
env PATH="$nothing" "$report" -q others
ok "outliers of one run: nothing to say" bash -c '! grep -q "not of one run" others/report.html'
head -n 8 full/outliers.csv >others/outliers.csv
env PATH="$nothing" "$report" -q others
ok "fewer than the metadata have" says others/report.html \
    "outliers.csv has 7 outliers, but metadata.json has 12: the files are not of one run."
ok "and than the customers have" says others/report.html \
    "outliers.csv has 7 outliers, but segments.csv has 12: the files are not of one run."
rm others/outliers.csv
env PATH="$nothing" "$report" -q others
ok "outliers that are not listed" says others/report.html \
    "Which they are is not known here: there was no outliers.csv."
ok "are counted" says others/report.html "Outliers 12 4.0 % of the customers"
mlr --csv put '$outlier = 0' full/segments.csv >others/segments.csv
env PATH="$nothing" "$report" -q others
ok "and two counts are compared" says others/report.html \
    "metadata.json has 12 outliers, but segments.csv has 0: the files are not of one run."

# Many features: the profile in parts that fit a page.
mkdir wide
awk 'BEGIN { printf "cluster,count"; for (j = 1; j <= 13; j++) printf ",f%d", j; print ",NumCatalogPurchases"
    for (i = 0; i < 2; i++) { printf "%d,%d", i, 40 + i; for (j = 0; j < 14; j++) printf ",%d", 10 * j + i + 1; print "" } }' \
    >wide/cluster_profiles.csv
env PATH="$nothing" "$report" -q wide
is "the parts of a wide profile" "$(grep -o 'eatures [0-9 to]* of 14' wide/report.html | tr '\n' '|')" \
    "eatures 1 to 5 of 14|eatures 6 to 10 of 14|eatures 11 to 14 of 14|"
ok "each with the segments and its features" says wide/report.html \
    "Features 11 to 14 of 14 Segment Customers Share f11 f12 f13 NumCatalogPurchases 0 40 49.4 % 101 "
ok "a head may break between its words" grep -q '<bdi>Num<wbr>Catalog<wbr>Purchases</bdi></th>' wide/report.html
awk 'BEGIN { printf "id"; for (j = 1; j < 8; j++) printf ",f_%d,z_f_%d", j, j; print ",cluster,outlier"
    printf "c1"; for (j = 1; j < 8; j++) printf ",%d,0", j * 10; print ",1,1" }' >wide/outliers.csv
env PATH="$nothing" "$report" -q wide
ok "outliers of many features without reasons: in one column" says wide/report.html \
    "id Features Segment c1 f 1 10, f 2 20, f 3 30, f 4 40, f 5 50, f 6 60, f 7 70 1 "
cut -d, -f-3,14- wide/outliers.csv >few && mv few wide/outliers.csv
env PATH="$nothing" "$report" -q wide
ok "of few, each in its own" says wide/report.html "id f 1 f 7 Segment c1 10 70 1 "
is "few features are one table" "$(grep -c '<table' bare/report.html) $(grep -c 'profile-table-' bare/report.html)" \
    "$(grep -c '<caption' bare/report.html) 0"

# A run that has an earlier one: each step in words, and a verdict only where it is one.
mkdir moved
cp full/cluster_profiles.csv full/personas.csv moved
stage() { # VERDICT ARGUMENT ...
    printf '%s\n' "$@" | jq -R . | jq -s '{tool: "seg-drift", version: "1", arguments: .[1:], features: ["z_age", "age_2"],
        rows_reference: 200, verdict: .[0], rows_in: 300, rows_out: 5}'
}
{
    stage watch --apply old/reference.json
    stage refit -q --reference old/segments.csv --moves moves.csv
    stage stable --reference other.csv
    stage refit --model=reference.json
    jq -n '{tool: "mine", rows_in: 3, rows_out: 2, secret: 1, seed: 5}'
    jq -n '{tool: "seg-kmeans", arguments: ["--apply", "m.json"], beyond: 2, rows_set_aside: 0, blank_lines: 0, agreement: 0.95}'
} | jq -s '{files: ["c.csv"], stages: .}' >moved/metadata.json
env PATH="$nothing" "$report" -q moved
for step in "Compared the customers with those of the previous run seg-drift 1 300 5 features: age, age 2; customers of the previous run: 200; verdict: watch, the customers have moved a little --apply" \
    "Listed who is in another segment than in the previous run seg-drift 1 300 5 customers of the previous run: 200 -q --reference" \
    "200; verdict: stable, the customers are much as they were --reference other.csv" \
    "Kept how the customers are, for the next run to compare with" "mine 3 2 seed of the random numbers: 5 " \
    "Gave the customers the segments of the previous run seg-kmeans – – customers farther from their centre than any before: 2; rows set aside: 0; customers for whom they give the segment: 95.0"; do
    ok "step: $step" says moved/report.html "$step"
done

# Long names: the head of a table has the start, a list below it the whole.
mkdir long
long=$(printf 'a_long_name_%.0s' {1..15})
awk -v name="$long" 'NR == 1 { sub("annual_income", name) } { print }' full/cluster_profiles.csv >long/cluster_profiles.csv
awk 'NR == 2 { sub(/[^,]*\)/, "A persona of many words, which would fill a table if it stood there as it is") } { print }' \
    full/personas.csv | sed '2s/,\(A persona.*it is\),/,"\1",/' >long/personas.csv
env PATH="$nothing" "$report" -q long
ok "a long head is cut" says long/report.html "age a long name a long name a long name a lo… spending score"
spaced=$(printf 'a long name %.0s' {1..15})
ok "and is whole below" says long/report.html "a long name a long name a long name a lo… is $spaced"
ok "and as a tip" grep -qF "<abbr title=\"${spaced% }" long/report.html
is "a long persona is whole on its card" "$(headings long/report.html h3 | cut -d'|' -f1)" \
    "A persona of many words, which would fill a table if it stood there as it is"
ok "in a table it is cut" says long/report.html "0 A persona of many words, which would fill a table if it stoo… 69"
is "an arrow, its number and its %: one line" \
    "$(grep -o $'▲\xc2\xa0from' full/report.html | wc -l) $(grep -c $'▲ </span>[0-9]*\xe2\x80\xaf%</span>' full/report.html) $(grep -c $'(149\xc2\xa0% of average)' full/report.html)" "1 $(grep -c '▲ </span>' full/report.html) 1"

# ---- what is wrong ----
cp -r full wrong
wrong() { # NAME ERR FILE: with the file from standard input
    cat >"wrong/$3"
    fails "$1" 1 "seg-report: wrong/$3$2; seg-pipeline -o writes the folder anew" env PATH="$nothing" "$report" wrong
    cp "full/$3" "wrong/$3"
}
rm wrong/report*
wrong "no persona" ":1: no column 'persona'; the columns are: cluster" personas.csv < <(cut -d, -f1 full/personas.csv)
wrong "a ragged row" ":3: the row has 1 cell, the header has 9" personas.csv < <(head -n 2 full/personas.csv; echo 1)
wrong "segments of another run" ": 5 segments, but wrong/cluster_profiles.csv has 6: not of one run" personas.csv < <(head -n 6 full/personas.csv)
wrong "segments of other names" ": segment '9' is not where wrong/cluster_profiles.csv has it: not of one run" personas.csv \
    < <(sed 's/^5,/9,/' full/personas.csv)
wrong "a size that is none" ":2: column 'count': not a number: 'x'" cluster_profiles.csv < <(sed '2s/,69,/,x,/' full/cluster_profiles.csv)
wrong "customers that end early" ":9: the row has 1 cell, the header has 17" segments.csv < <(head -n 8 full/segments.csv; echo 1)
wrong "no segments in the customers" ":1: no column 'cluster'; the columns are: a" segments.csv < <(printf 'a\n1\n')
wrong "a drift that is no number" ":2: column 'psi': not a number: 'x'" drift.csv < <(printf 'feature,psi,verdict\na,x,stable\n')
wrong "outliers that are none" ":1: no column 'outlier'; the columns are: hello,  world" outliers.csv < <(echo 'hello, world')
wrong "outliers among others" ": column 'outlier': not 1 in 1 of 2 rows: these are not outliers only" outliers.csv \
    < <(printf 'id,cluster,outlier\n1,0,1\n2,0,0\n')
wrong "not JSON" ":1:2: not JSON: string or '}' expected near 'x'" metrics.json < <(echo '{x')
wrong "JSON that is cut" ":1:7: not JSON: '}' expected near end of file" metrics.json < <(printf '{"k": 3')
wrong "an empty file" ": empty; did the stage before fail?" stability.json </dev/null
wrong "a value of another type" ": clusters[2].silhouette: not a number or null" metrics.json < <(jq '.clusters[2].silhouette = "x"' full/metrics.json)
wrong "a value that is not there" ": kselect.recommended: missing" metadata.json < <(jq 'del(.kselect.recommended)' full/metadata.json)
wrong "another type in the log" ": stages[0].warnings[0]: not a text" metadata.json < <(jq '.stages[0].warnings = [1]' full/metadata.json)
wrong "a trust without a word" ": segments[1].trust: missing" stability.json < <(jq 'del(.segments[1].trust)' full/stability.json)
wrong "changes that are none" ": segments: not a list" changes.json < <(jq '.segments = 3' full/changes.json)
for name in outliers.csv metrics.json rules.sql; do
    rm wrong/$name
    mkfifo wrong/$name
    fails "a pipe where a file should be: $name" 1 "seg-report: wrong/$name: not a plain file" timeout 20 seg-report wrong
    rm wrong/$name
    mkdir wrong/$name
    fails "a folder where a file should be: $name" 1 "seg-report: wrong/$name: not a plain file" timeout 20 seg-report wrong
    rmdir wrong/$name
    cp full/$name wrong/$name
done
is "and nothing is written" "$(ls wrong | grep -c report)" 0
rm wrong/cluster_profiles.csv
fails "no profiles" 1 "seg-report: wrong/cluster_profiles.csv: No such file or directory; seg-pipeline writes it" seg-report wrong
fails "no folder of that name" 1 "seg-report: nowhere: No such file or directory" seg-report nowhere
fails "a file" 1 "seg-report: log: not a folder; seg-pipeline -o writes one" seg-report log
fails "no operand" 2 "seg-report: which folder?; one folder is read" seg-report
fails "two operands" 2 "seg-report: more than one folder; one folder is read" seg-report full bare
fails "no name to write to" 2 "seg-report: --out: empty" seg-report -o '' full
fails "nowhere to write to" 1 "seg-report: $T/none/r.html: No such file or directory" \
    env PATH="$nothing" "$report" -q -o "$T/none/r.html" full
if [ -e /dev/full ]; then
    run bash -c "PATH=$nothing $report -q -o - full >/dev/full"
    is "a full disk" "$status $err" "1 seg-report: stdout: No space left on device"
fi

# ---- texts that a page must not take for anything else ----
python3 "$browser/hostile-artifacts.py" hostile
env PATH="$nothing" "$report" -q hostile
cat >escaped.py <<'END'
import page, sys
got = page.read(sys.argv[1])
allowed = set("""html head meta title style body a header h1 p dl div dt dd nav ul li main section h2 h3 h4 article
    strong span bdi wbr abbr table caption thead tbody tr th td code footer figure figcaption
    svg desc g defs use text tspan path rect circle polygon filter feflood fecomposite""".split())
assert set(got.tags) <= allowed, set(got.tags) - allowed
text = "".join(data for where, data in got.texts)
for hostile in ["<script>document.title='owned'</script>", "\"><img src=x onerror=alert(1)> ' onmouseover='alert(2)",
                "</style></title></svg></script><h1 id=main>&amp;&lt;&#60;", "x" * 400,
                "javascript:alert(3) ]]> <!-- ${7*7} {{x}}", "\ufffdevil \u05e9\u05dc\u05d5\u05dd",
                "bell \ufffd escape \ufffd[31m delete \ufffd next\ufffdline\nbreak"]:
    assert text.count(hostile) >= 10, hostile
assert not any("onerror" in value or "<" in value for value in got.values if "aria" not in value)
END
ok "every text stands there as it is, and is only text" python3 escaped.py hostile/report.html
is "a text from the data is kept to its direction" \
    "$(grep -c '[^>]<bdi></bdi>\|<h3[^>]*>[^<]*evil' hostile/report.html)" 0

# ---- pictures ----
if command -v gnuplot >/dev/null; then
    run seg-report full
    is "with gnuplot there are pictures" "$status $err$(headings full/report.html h2 | cut -d'|' -f2)" "0 Pictures"
    is "each of its kind" "$(grep -o '<svg role="img" aria-label="[^"]' full/report.html | wc -l) $(grep -c '<figure' full/report.html)" "9 9"
    is "the two features that tell most, with how much" \
        "$(grep -c '<desc[^>]*>300 rows; of the raw features, the two in which the segments differ most. The segments explain [0-9]* % of the variance of ' full/report.html)" 1
    ok "and under their heading" says full/report.html "The two features that set them apart most"
    ok "and the page is still sound" python3 page.py full/report.html
    is "a picture has the colours of the page" \
        "$(grep -c "rgb( *34, *34, *34)\|rgb( *89, *89, *89)\|rgb(224, 224, 224)\|rgb( *0, 114, 178)\|#[fF]\{6\}['\"]" full/report.html)" 0
    ok "all kinds of them" test "$(grep -o "[a-z]=['\"]var([a-z-]*" full/report.html | cut -c4- | sort -u | tr -d '\n')" = \
        "var(--data-var(--inkvar(--linevar(--papervar(--quiet"
    is "no id is there twice" "$(grep -o ' id=["'\''][^"'\'']*' full/report.html | cut -c6- | sort | uniq -d)" ""
    cp full/report.html before.html
    seg-report -t 1 full
    ok "the same bytes again" cmp before.html full/report.html
    seg-report -q hostile
    ok "hostile names: pictures are texts and shapes" python3 escaped.py hostile/report.html
    mkdir single
    printf 'a,z_a,cluster\n1,-1,0\n2,0,0\n3,1,1\n9,2,1\n' >single/segments.csv
    seg-profile single/segments.csv | tee single/cluster_profiles.csv | seg-persona -q >single/personas.csv
    run seg-report single
    is "what cannot be drawn is left out, with a note" "$status $err" \
        "0 seg-report: no picture pca: two principal components need two features at least"
    ok "and the page says so" says single/report.html \
        "No picture “The customers on one plane”: two principal components need two features at least."
    mkdir fake
    printf '#!/bin/sh\ncat >/dev/null\necho "<svg onload=\\"x()\\"></svg>"\n' >fake/gnuplot
    chmod +x fake/gnuplot
    run env PATH="$T/fake:$PATH" seg-report bare -o fake.html
    is "a picture that holds more than shapes and texts stays out" \
        "$status $(grep -c 'onload' fake.html) $(printf '%s\n' "$err" | head -n 1)" \
        "0 0 seg-report: no picture sizes: the SVG holds more than shapes and texts, so it stays out of the page"
else
    skip "pictures" "gnuplot is not installed"
fi

done_testing
