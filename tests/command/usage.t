# Usage: what every program says to a wrong command line, and on --help.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
programs="features scale kmeans kselect dbscan profile persona metrics stability drift rules plot report"

for name in $programs; do
    program=seg-$name
    fails "$program: unknown long option" 2 \
        "$program: unknown option '--bogus'; see $program --help" "$program" --bogus
    fails "$program: unknown short option" 2 \
        "$program: unknown option '-Z'; see $program --help" "$program" -qZ
    fails "$program: missing argument" 2 \
        "$program: no argument for option '--log'; see $program --help" "$program" --log
    fails "$program: argument too many" 2 \
        "$program: option '--help' takes no argument; see $program --help" "$program" --help=me
    fails "$program: no file of that name" 1 "$program: nowhere.csv: No such file or directory" \
        "$program" $(case $name in kmeans) echo -k 2 ;; drift) echo --model m.json ;; plot) echo sizes ;; esac) \
        nowhere.csv
    run "$program" --help
    is "$program --help: status, stderr, first line" \
        "$status $err$(printf '%s\n' "$out" | sed -n '1s/ .*//p')" "0 usage:"
    is "$program -h is the same" "$("$program" -h)" "$out"
    run "$program" --version
    is "$program --version" "$status $err$(printf '%s\n' "$out" | sed 's/[0-9][0-9.]*$/N/')" "0 $program N"
    is "$program -V is the same" "$("$program" -V)" "$out"
    run bash -c "$program --help >/dev/full"
    is "$program --help to a full disk" "$status $err" "1 $program: stdout: No space left on device"
    run bash -c "$program --version >&-"
    is "$program --version to nowhere" "$status $err" "1 $program: stdout: Bad file descriptor"
done

# bad OPTION VALUE REASON PROGRAM ...: a value that the option does not take.
bad() {
    local option=$1 value=$2 reason=$3 program=$4
    shift 4
    fails "$program $option '$value'" 2 "$program: $reason: '$value'" "$program" "$@" "$option" "$value"
}
whole_k="--k: not a whole number from 1 to 100000"
for value in 0 -1 1.5 '' x 0x10 ' 3' 1e3 99999999999999999999; do
    bad -k "$value" "$whole_k" seg-kmeans
done
bad --threads 0 "--threads: not a whole number from 1 to 1024" seg-kmeans -k 2
bad -t 1025 "--threads: not a whole number from 1 to 1024" seg-scale
bad -s -1 "--seed: not a whole number from 0 to 999999999999999999" seg-kmeans
bad --n-init 0 "--n-init: not a whole number from 1 to 10000" seg-kselect
bad --tol -1 "--tol: not a number from 0 to 1000000000" seg-kmeans
bad --tol inf "--tol: not a number from 0 to 1000000000" seg-kmeans
bad --eps 0 "--eps: not a number from 1e-300 to 1e+300" seg-dbscan
bad --eps nan "--eps: not a number from 1e-300 to 1e+300" seg-dbscan
bad --eps-percentile 101 "--eps-percentile: not a number from 0 to 100" seg-dbscan
bad --min-samples 0 "--min-samples: not a whole number from 1 to 1000000" seg-dbscan
bad -k 3:2 "--k: a range A:B needs A <= B and B >= 2" seg-kselect
bad -k 1:1 "--k: a range A:B needs A <= B and B >= 2" seg-kselect
bad --round 18 "--round: not a whole number from 0 to 17" seg-profile
bad --output xml "--output: not one of csv, ndjson" seg-scale
bad --method zscore "--method: not one of standard, minmax, robust, none" seg-scale
bad --missing skip "--missing: not one of error, drop, mean, median" seg-features
bad --epsilon x "--epsilon: not a number from 0 to 1e+300" seg-features
bad --delimiter ,, "--delimiter: not one ASCII character" seg-features
bad --decimal '' "--decimal: not one ASCII character" seg-features
bad --ratio a=b "--ratio: not of the form name=numerator/denominator" seg-features
bad --rename a "--rename: not of the form old=new" seg-features

bad -k 10001 "--k: not a whole number from 1 to 10000" seg-stability
bad --bootstraps 1 "--bootstraps: not a whole number from 2 to 1000000" seg-stability
bad --bootstraps 99 "--bootstraps: not an even number" seg-stability
bad --n-init 0 "--n-init: not a whole number from 1 to 10000" seg-stability

fails "seg-features --comment ''" 2 "seg-features: --comment: the prefix is empty" seg-features --comment ''
fails "seg-kmeans without -k" 2 "seg-kmeans: -k N is needed; seg-kselect recommends one" seg-kmeans
fails "seg-kmeans -k with --apply" 2 \
    "seg-kmeans: --k is for fitting; --apply takes it from the model" seg-kmeans -k 2 --apply m
fails "--model with --apply" 2 \
    "seg-scale: --model and --apply exclude each other: one writes a model, the other uses one" \
    seg-scale --model a --apply b
fails "seg-scale --inverse without a model" 2 "seg-scale: --inverse needs the model: --apply FILE" seg-scale --inverse
fails "seg-scale --apply with --log" 2 \
    "seg-scale: --log is for fitting; --apply takes it from the model" \
    seg-scale --apply m --log a
printf 'z_a\n1\n2\n3\n' >z.csv

# ---- a named output that is an input, by whatever name ----
ln -s z.csv link.csv
ln z.csv hard.csv
apart() { # WHAT FILE CMD ...: refuses to write over FILE
    local what=$1 file=$2
    shift 2
    fails "$1: $what $file is an input" 2 \
        "$1: $what: '$file' is a file that is read, too; it needs a name of its own" "$@"
}
apart --rejects z.csv seg-features --rejects z.csv --missing drop z.csv
apart --rejects ./link.csv seg-features z.csv --rejects ./link.csv
apart --rejects hard.csv seg-features other.csv z.csv --rejects hard.csv
apart --rejects z.csv seg-features --rejects z.csv <z.csv
apart --rejects z.csv seg-features --rejects z.csv - <z.csv
apart --model z.csv seg-scale --model z.csv z.csv
apart "the log" z.csv seg-scale --run-log z.csv z.csv
apart "the log" z.csv seg-kmeans -k 2 --log z.csv other.csv z.csv
export SEG_LOG=z.csv
apart "the log" z.csv seg-profile z.csv
unset SEG_LOG
apart --outliers-file z.csv seg-dbscan --outliers-file z.csv z.csv
apart --report z.csv seg-dbscan --report z.csv z.csv
touch m.json
apart "the log" m.json seg-scale --apply m.json --run-log m.json z.csv
is "and it stays as it was" "$(paste -sd, z.csv)" "z_a,1,2,3"
printf 'customer_id,v,cluster\n1,5,0\n2,6,1\n' >old.csv
apart --moves old.csv seg-drift --reference old.csv --moves old.csv - </dev/null
apart --model old.csv seg-drift --reference old.csv --model old.csv z.csv
apart "the log" old.csv seg-profile --stability old.csv --log old.csv z.csv
ln -s z.csv z.svg
apart --out z.svg seg-plot sizes -o z.svg z.csv
apart --match-report hard.csv seg-kmeans -k 2 --match m.json --match-report hard.csv z.csv

# ---- two outputs that are one file, by whatever name ----
one() { # WHAT FILE OTHER CMD ...: refuses to write WHAT and OTHER to FILE
    local what=$1 file=$2 other=$3
    shift 3
    fails "$1: $what $file is the file of $other" 2 \
        "$1: $what: '$file' is the file of $other, too; it needs a name of its own" "$@"
}
mkdir folder
one --match-report k.json --model seg-kmeans -k 2 --match m.json --model k.json --match-report k.json z.csv
one --moves d.json --model seg-drift --reference old.csv --model d.json --moves d.json z.csv
one --report o --outliers-file seg-dbscan --outliers-file o --report o z.csv
one --report ./o --outliers-file seg-dbscan --outliers-file o --report ./o z.csv
one --report folder/../o --outliers-file seg-dbscan --outliers-file o --report folder/../o z.csv
one --rejects l "the log" seg-features --rejects l --log l z.csv
one "the log" k.json --model seg-scale --model k.json --run-log k.json z.csv
one --out p.svg "the log" seg-plot sizes -o p.svg --log p.svg z.csv
is "and nothing was written" "$(ls k.json d.json o l p.svg 2>/dev/null)" ""
cp m.json there.json
ln there.json hard.json
one --match-report hard.json --model seg-kmeans -k 2 --match m.json --model there.json --match-report hard.json z.csv
ln -s there.json soft.json
one --match-report soft.json --model seg-kmeans -k 2 --match m.json --model there.json --match-report soft.json z.csv
run seg-dbscan --eps 1 --min-samples 1 --outliers-file folder/o --report o z.csv
is "the same name in another folder is another file" "$status $err$(ls o folder/o | paste -sd' ')" "0 folder/o o"
run seg-dbscan -q --eps 1 --min-samples 1 --outliers-file /dev/null --report /dev/null --log /dev/null z.csv
is "a device may be all of them" "$status $err" "0 "
run seg-dbscan -q --eps 1 --min-samples 1 --report /dev/stderr --log /dev/stderr z.csv
is "what is appended to, too" "$status $(jq -c '[.tool, .k]' <<<"$err" | paste -sd' ')" \
    '0 [null,null] ["seg-dbscan",null]'
run seg-features --rejects /dev/null </dev/null
is "a device may be both" "$status $err" \
    "1 seg-features: stdin: no header: the input is empty; did the stage before fail?"

fails "a form of --as that no column can have" 2 "seg-dbscan: --as: not NAME or NAME,NAME: 'a,'" \
    seg-dbscan --as a, z.csv
fails "operands behind --" 1 "seg-scale: -x: No such file or directory" seg-scale z.csv -- -x

is "every program says the same version" \
    "$(for program in "$(dirname "$(command -v seg-scale)")"/seg-*; do "$program" -V; done |
        cut -d' ' -f2 | sort -u | wc -l)" 1

done_testing
