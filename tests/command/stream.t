# The contract between the filters (seg.7), held against each of them.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

cp "$ROOT/examples/customers.csv" features.in
seg-features features.in >scale.in
seg-scale scale.in >kmeans.in
cp kmeans.in dbscan.in
cp kmeans.in kselect.in
seg-kmeans -k 3 kmeans.in >metrics.in
cp metrics.in stability.in
cp metrics.in profile.in
cp metrics.in drift.in
seg-drift -q --model reference.json drift.in
cp metrics.in rules.in
cp metrics.in plot.in
seg-profile profile.in >persona.in

filters="features scale kmeans dbscan kselect metrics stability profile persona drift rules plot"
passing="features scale kmeans dbscan" # on every column
tables="$passing profile persona drift" # a table, not one JSON object

# filter NAME ...: the filter with what it cannot do without, and with $under
# before it.
under=()
filter() {
    local name=$1
    shift
    case $name in
    kmeans) "${under[@]}" seg-kmeans -k 2 "$@" ;;
    kselect) "${under[@]}" seg-kselect -k 2:7 "$@" ;;
    drift) "${under[@]}" seg-drift --apply reference.json "$@" ;;
    plot) "${under[@]}" seg-plot scatter --script "$@" ;;
    *) "${under[@]}" "seg-$name" "$@" ;;
    esac
}

ndjson() { # FILE: as NDJSON, by another program, without its blanks
    mlr --icsv --ojsonl cat "$1" | sed 's/": /":/g; s/, "/,"/g'
}

# ---- 1. the table stream ----
for f in $filters; do
    in=$f.in
    filter $f $in >wanted.csv
    is "$f: standard input" "$(filter $f <$in | cksum)" "$(cksum <wanted.csv)"
    is "$f: a pipe, named -" "$(cat $in | filter $f - | cksum)" "$(cksum <wanted.csv)"
    lines=$(wc -l <$in)
    head -n $((lines / 2)) $in >one.csv
    { head -n 1 $in; tail -n +$((lines / 2 + 1)) $in; } >two.csv
    is "$f: two files" "$(filter $f one.csv two.csv | cksum)" "$(cksum <wanted.csv)"
    is "$f: a file and standard input" "$(filter $f one.csv - <two.csv | cksum)" "$(cksum <wanted.csv)"
    sed 's/$/\r/' $in | head -c -2 >crlf.csv
    is "$f: CRLF, no last newline" "$(filter $f crlf.csv | cksum)" "$(cksum <wanted.csv)"
    ndjson $in >in.ndjson
    case " $tables " in
    *" $f "*)
        is "$f: NDJSON in, CSV out" "$(filter $f --output csv in.ndjson | cksum)" "$(cksum <wanted.csv)"
        is "$f: CSV in, NDJSON out" "$(filter $f --output ndjson $in | cksum)" \
            "$(filter $f in.ndjson | cksum)"
        is "$f: each row is an object" "$(filter $f in.ndjson | jq -r type | sort -u)" object
        ;;
    *) is "$f: NDJSON in" "$(filter $f in.ndjson | cksum)" "$(cksum <wanted.csv)" ;;
    esac
done

for f in $passing; do
    in=$f.in
    [ $f = features ] && sed -i '1s/.*/customer_id,gender,age,annual_income,spending_score/' $in
    columns=$(head -n 1 $in | tr ',' '\n' | wc -l)
    is "$f: every column passes, in order, unchanged" \
        "$(filter $f $in | cut -d, -f "1-$columns" | cksum)" "$(cksum <$in)"
done
printf 'id,note,z_a\n007,"say ""hi"",\nthere",1.50\n 8 ,#seg-error no,+2e0\n"9","#x",3\n' >odd.csv
is "quotes, line ends, blanks and numbers stay as they are" \
    "$(seg-kmeans -k 1 odd.csv)" "$(sed 's/1\.50$/1.50,0/; s/+2e0$/+2e0,0/; s/3$/3,0/; 1s/$/,cluster/' odd.csv)"
printf '{"a": 1.50, "z_b" :1 , "t":"\\u00e9"}\n{"t":null,"z_b":2,"a":3}\n' >odd.ndjson
is "so do the rows of NDJSON" "$(seg-kmeans -k 1 odd.ndjson)" '{"a": 1.50, "z_b" :1 , "t":"\u00e9","cluster":0}
{"t":null,"z_b":2,"a":3,"cluster":0}'

for f in $filters; do
    in=$f.in
    sed '1s/^\([^,]*\)/other/' $in >other.csv
    run filter $f $in other.csv
    first=$(head -n 1 $in | cut -d, -f1)
    is "$f: headers that disagree" "$status $err" \
        "1 seg-$f: other.csv:1: column 1 is 'other', in the first file '$first'; the files must have one header"
    ndjson $in >in.ndjson
    run filter $f $in in.ndjson
    is "$f: files of two kinds" "$status $err" "1 seg-$f: in.ndjson: NDJSON, but the first file is CSV"
done

# ---- 2. names carry roles ----
for f in kmeans dbscan kselect metrics stability; do
    run filter $f -f 'z_age,z_nothing' $f.in
    is "$f: an unknown name lists the names there are" "$status $err" \
        "1 seg-$f: no column 'z_nothing'; the columns are: $(head -n 1 $f.in | sed 's/,/, /g')"
    run filter $f -f 'z_*' $f.in
    is "$f: the z_* columns are the default" "$(cksum <"$T/out")" "$(filter $f $f.in | cksum)"
    cut -d, -f1-5 $f.in >raw.csv
    run filter $f $([ $f = metrics ] || [ $f = stability ] && echo --by gender) raw.csv
    is "$f: without any z_* column" "$status $err" \
        "1 seg-$f: no z_* column; scale the features with seg-scale first, or name them with -f; the columns are: $(head -n 1 raw.csv | sed 's/,/, /g')"
done
run seg-scale -f nothing scale.in
is "scale: an unknown name" "$status ${err%%;*}" "1 seg-scale: no column 'nothing'"

# What is there already is not written over.
seg-kmeans -k 2 --distance kmeans.in >twice.csv
fails "kmeans: cluster is there already" 1 \
    "seg-kmeans: column 'cluster' is there already; --as NAME chooses another name" seg-kmeans -k 2 twice.csv
fails "kmeans: distance is there already" 1 \
    "seg-kmeans: column 'distance' is there already; --as NAME,NAME chooses another name for it" \
    seg-kmeans -k 2 --distance --as other twice.csv
is "kmeans --as" "$(seg-kmeans -k 2 --distance --as one,two twice.csv | head -n 1 | grep -o 'cluster.*')" \
    "cluster,distance,one,two"
seg-dbscan dbscan.in >twice.csv
fails "dbscan: outlier is there already" 1 \
    "seg-dbscan: column 'outlier' is there already; --as NAME,NAME chooses another name for it" seg-dbscan --as a twice.csv
is "dbscan --as" "$(seg-dbscan --as a,b twice.csv | head -n 1 | grep -o 'density.*')" "density_cluster,outlier,a,b"
fails "scale: z_age is there already" 1 \
    "seg-scale: column 'z_age' is there already; --as NAME chooses another name" seg-scale -f age kmeans.in
is "scale --as" "$(seg-scale -f age --as y_ kmeans.in | head -n 1 | grep -o '[^,]*$')" y_age

# ---- 4. failure ----
for f in $filters; do
    in=$f.in cells=$(head -n 1 $f.in | tr ',' '\n' | wc -l)
    run filter $f </dev/null
    is "$f: empty input" "$status $err$out" \
        "1 seg-$f: stdin: no header: the input is empty; did the stage before fail?"
    { cat $in; echo 1; } >ragged.csv
    rows=$(wc -l <ragged.csv)
    run filter $f ragged.csv
    is "$f: a ragged row" "$status $err" "1 seg-$f: ragged.csv:$rows: the row has 1 cell, the header has $cells"
    sed '3s/^/"/' $in >open.csv
    run filter $f open.csv
    is "$f: a quote that is never closed" "$status $err" "1 seg-$f: open.csv:3: the quote that opens here is never closed"
    if [ $f != features ]; then
        sed '2s/^/\n/' $in >blank.csv
        run filter $f blank.csv
        is "$f: a blank line" "$status $err" "1 seg-$f: blank.csv:2: a blank line; seg-features leaves such lines out"
        { printf '\357\273\277'; cat $in; } >bom.csv
        run filter $f bom.csv
        is "$f: a byte order mark" "$status $err" "1 seg-$f: bom.csv:1: a byte order mark; seg-features takes it away"
    fi
    run filter $f <<<"$(head -n 1 $in)"
    is "$f: a header without rows" "$status $(printf '%s\n' "$err" | wc -l)" "1 1"

    filter $f $in >/dev/full 2>err
    is "$f: a full disk" "$? $(cat err)" "1 seg-$f: stdout: No space left on device"
    filter $f $in >&- 2>err
    is "$f: a closed stdout" "$? $(cat err)" "1 seg-$f: stdout: Bad file descriptor"
    { sleep 0.1; cat $in; } | filter $f 2>err | true
    is "$f: a reader that goes away" "${PIPESTATUS[1]} $(cat err)" "0 "

    { cat $in; echo '#seg-error seg-x: boom'; } | filter $f >out 2>err
    is "$f: a stage before that failed" "$? $(cat err)" "1 seg-$f: upstream failed: seg-x: boom"
    if [ -s out ]; then
        is "$f: tells the next" "$(tail -n 1 out)" "#seg-error seg-$f: upstream failed: seg-x: boom"
    fi
    ndjson $in >in.ndjson
    { cat in.ndjson; echo '#seg-error seg-x: boom'; } | filter $f >out 2>err
    is "$f: the same in NDJSON" "$? $(cat err)" "1 seg-$f: upstream failed: seg-x: boom"
done

# A reader that goes away in the middle of long output.
awk 'BEGIN { print "a,b"; for (i = 0; i < 100000; i++) print i ",x" }' >long.csv
for f in features scale; do
    filter $f long.csv 2>err | head -n 1 >first
    is "$f | head -n 1" "${PIPESTATUS[0]} $(cat err)$(wc -l <first)" "0 1"
done

# A shell without pipefail sees the failure of the first stage in the last.
awk 'NR == 200 { $3 = "" } { print }' FS=, OFS=, "$ROOT/examples/customers.csv" >gap.csv
gap="seg-features: gap.csv:200: column 'age': missing value: ''; --missing drop sets such rows aside, --missing mean or median fills the number"
seg-features "$ROOT/examples/customers.csv" | seg-scale --model scaler.json -f age >/dev/null
seg-features gap.csv 2>err1 | seg-scale --apply scaler.json >out 2>err2
is "the last of two stages" "${PIPESTATUS[*]} $(cat err2)" "1 1 seg-scale: upstream failed: $gap"
is "says so itself" "$(cat err1)" "$gap"
is "the rows before stand whole" "$(head -n -1 out | cut -d, -f1-6)" \
    "$(seg-features gap.csv 2>/dev/null | head -n -1)"
is "and end with the marker" "$(tail -n 1 out)" "#seg-error seg-scale: upstream failed: $gap"
seg-features gap.csv 2>/dev/null | seg-scale --apply scaler.json 2>/dev/null |
    awk 'NR > 1' | { echo a,b; cat; } | seg-features >out 2>err
is "through a stage of one's own" "$? $(head -c 45 err)" "1 seg-features: stdin:2: the row has 7 cells, t"
seg-features gap.csv 2>/dev/null | seg-scale 2>/dev/null | seg-kmeans -k 2 2>err
is "a stage that had to see all wrote nothing" "$? $(cat err)" \
    "1 seg-kmeans: stdin: no header: the input is empty; did the stage before fail?"

# ---- named files, whole or not at all ----
mkdir folder
for option in --model --log; do
    f=kmeans
    filter $f $option /dev/full $f.in >out 2>err
    is "$f $option: a full disk" "$? $(cat err)" "1 seg-$f: /dev/full: No space left on device"
    is "$f $option: tells the next" "$(tail -n 1 out)" "#seg-error seg-$f: /dev/full: No space left on device"
    filter $f $option folder $f.in >out 2>err
    is "$f $option: a folder" "$? $(cat err)" "1 seg-$f: folder: Is a directory"
done
rmdir folder
printf 'a,b\n1,2\n,3\n' | seg-features -q --missing drop --rejects rejects.csv >&- 2>/dev/null
is "no row goes to a named file in place of a closed stdout" "$(sed -n 2p rejects.csv)" \
    ",3,3,column 'a': missing value: ''"

# ---- a label is its text ----
printf 'z_a,cluster\n1,0\n1.5,0\n5,1\n5.5,1\n9,-1\n' >noise.csv
sed 's/-1$/-1.0/' noise.csv >other.csv
is "noise is -1" "$(seg-metrics noise.csv | jq -c '[.k, .noise]')" "[2,1]"
run seg-metrics other.csv
is "-1.0 is a segment, and that is told" "$status $err $(jq -c '[.k, .noise, .clusters[0].cluster]' out)" \
    "0 seg-metrics: '-1.0' is taken for a segment; noise is written -1 [3,0,\"-1.0\"]"
is "so it is in NDJSON, as text" "$(sed '1d; s/\(.*\),\(.*\)/{"z_a":\1,"cluster":"\2"}/' other.csv |
    seg-metrics -q | jq -c '[.k, .noise]')" "[3,0]"
for f in noise other; do
    seg-profile -f z_a $f.csv | seg-persona -q | cut -d, -f 1,2 | sed -n 2p
done >names
is "and for the other filters" "$(paste -sd' ' names)" "-1,Outliers -1.0,High z a"

# ---- 5. numbers ----
for value in 0x10 inf -inf nan NaN 1e999 1,5 '1 ' --1 1e 1_000; do
    printf 'z_a,cluster\n1,0\n"%s",1\n3,1\n4,0\n' "$value" >number.csv
    for f in kmeans dbscan kselect metrics stability; do
        run filter $f number.csv
        is "$f: '$value' is no number" "$status $err" "1 seg-$f: number.csv:3: column 'z_a': not a number: '$value'"
    done
    run seg-scale -f z_a --as y_ number.csv
    is "scale: '$value' is no number" "$status $err" "1 seg-scale: number.csv:3: column 'z_a': not a number: '$value'"
done
printf 'a\n.1\n+2.\n3e-1\n-0\n' >number.csv
is "what is written is the shortest that reads back" "$(seg-scale --method none number.csv | paste -sd' ')" \
    "a,z_a .1,0.1 +2.,2 3e-1,0.3 -0,-0"

# A locale with a decimal comma must be there for this, not skipped.
if localedef -i de_DE -f UTF-8 "$T/de_DE.UTF-8" 2>/dev/null || [ -e "$T/de_DE.UTF-8/LC_NUMERIC" ]; then
    is "the locale has a decimal comma" "$(LOCPATH=$T LC_ALL=de_DE.UTF-8 locale decimal_point)" ,
else
    report 1 "localedef makes the locale de_DE.UTF-8 (Debian: package locales)"
fi
for f in $filters; do
    is "$f: the same under a German locale" \
        "$(under=(env LOCPATH="$T" LC_ALL=de_DE.UTF-8); filter $f $f.in | cksum)" "$(filter $f $f.in | cksum)"
done

# ---- 3. the same bytes for every number of threads; 6. and for every memory ----
for f in scale kmeans dbscan kselect metrics stability; do
    filter $f -t 1 $f.in >wanted
    for threads in 2 3 7; do
        is "$f: $threads threads" "$(filter $f -t $threads $f.in 2>&1 | cksum)" "$(cksum <wanted)"
    done
done
mkdir spill
for f in features scale kmeans dbscan; do
    option=$([ $f = features ] && echo --encode gender)
    # shellcheck disable=SC2002,SC2086  # a pipe on purpose; two words
    is "$f: rows that move to a file" \
        "$(cat $f.in | SEG_ROW_MEMORY=1000 TMPDIR=$T/spill filter $f $option | cksum)" \
        "$(filter $f $option $f.in | cksum)"
done
is "nothing is left in TMPDIR" "$(ls spill)" ""
# shellcheck disable=SC2002  # a pipe on purpose
cat scale.in | SEG_ROW_MEMORY=1 TMPDIR=$T/nowhere seg-scale >out 2>err
is "no TMPDIR" "$? $(sed 's/seg-rows-[A-Za-z0-9]*/seg-rows/' err)" \
    "1 seg-scale: stdin:2: $T/nowhere/seg-rows: No such file or directory; TMPDIR names another folder"

# Rows of one file are read again instead, without a temporary file.
again() { # FILTER ...: with next to no memory
    SEG_ROW_MEMORY=1 TMPDIR=$T/nowhere filter "$@"
}
{
    echo 'id,note,x,y'
    for i in {1..40}; do
        printf '%d,"a ""note""%s,\nof two lines",%d.5,%d\r\n' $i "$i" $((i * i % 17)) $((i * 7 % 11))
        printf '%d,plain,%d,%d\n' $((i + 100)) $((i % 5)) $i
    done
} >quoted.csv
for f in scale kmeans dbscan; do
    ndjson $f.in >$f.ndjson
    is "$f: rows that are read again" "$(again $f $f.in | cksum)" "$(filter $f $f.in | cksum)"
    is "$f: from standard input" "$(again $f <$f.in | cksum)" "$(filter $f $f.in | cksum)"
    is "$f: behind what others have read of it" "$({
        echo "a title"
        cat $f.in
    } >titled && { read -r _ && again $f; } <titled | cksum)" "$(filter $f $f.in | cksum)"
    is "$f: rows of NDJSON" "$(again $f $f.ndjson | cksum)" "$(filter $f $f.ndjson | cksum)"
    is "$f: rows of many lines and kinds of line ends" \
        "$(again $f -f x,y quoted.csv | cksum)" "$(filter $f -f x,y quoted.csv | cksum)"
    is "$f: rows that become another kind, or come from two files, must be kept" \
        "$(again $f --output ndjson $f.in 2>&1 | grep -c 'TMPDIR names') $(again $f $f.in $f.in 2>&1 | grep -c 'TMPDIR names')" "1 1"
done

cp scale.in place.csv
SEG_ROW_MEMORY=1 seg-scale place.csv 1<>place.csv
is "what is written into the file that is read must be kept" "$(cksum <place.csv)" "$(seg-scale scale.in | cksum)"

# A file that changes between the two readings: the output is read so far that the
# first stretch is on its way and the second is not yet looked at.
{
    echo 'id,x,y'
    seq -f '%.0f' 1 60000 | awk '{ printf "customer-%040d,%d,%d\n", $1, $1 % 97, $1 % 89 }'
} >long.csv
changing() { # COMMAND: what happens to long.csv in the meantime
    cp long.csv changed.csv
    mkfifo slow
    SEG_ROW_MEMORY=1000 seg-scale changed.csv >slow 2>err &
    exec 3<slow
    read -r _ <&3
    eval "$1"
    cat <&3 >rest
    exec 3<&-
    wait $!
    echo "$? $(cat err)"
    rm slow
}
changed="1 seg-scale: changed.csv: changed while it was worked on; run again on a copy, or pass it through a pipe"
is "a file that changes meanwhile" "$(changing 'tail -c 5000 changed.csv | tr 0-8 1-9 | dd of=changed.csv conv=notrunc \
    oflag=seek_bytes seek=$(($(wc -c <changed.csv) - 5000)) 2>/dev/null')" "$changed"
ok "the next stage hears of it" grep -q '^#seg-error' rest
is "one that gets shorter" "$(changing 'truncate -s -10 changed.csv')" "$changed"
is "one that gets longer: what was read is still there" "$(changing 'echo more >>changed.csv') $(wc -l <rest)" "0  60000"
is "one that is replaced: the old one is read" "$(changing 'echo new >other && mv other changed.csv') $(wc -l <rest)" "0  60000"

# ---- --model and --apply ----
seg-scale --model scaler.json scale.in >scaled.csv
seg-kmeans -k 4 --distance --model kmeans.json scaled.csv >clustered.csv
is "scale: --apply gives the bytes of the fit" "$(seg-scale --apply scaler.json scale.in | cksum)" "$(cksum <scaled.csv)"
is "kmeans: --apply gives the bytes of the fit" \
    "$(seg-kmeans --apply kmeans.json --distance scaled.csv | cksum)" "$(cksum <clustered.csv)"
is "row by row as well" "$({ head -n 1 scaled.csv; sed -n 42p scaled.csv; } |
    seg-kmeans --apply kmeans.json --distance | tail -n 1)" "$(sed -n 42p clustered.csv)"
for method in minmax robust none; do
    seg-scale --method $method --log annual_income --model m.json scale.in >fit.csv
    is "scale: --apply, $method with --log" "$(seg-scale --apply m.json scale.in | cksum)" "$(cksum <fit.csv)"
done
is "scale: --inverse leads back" "$(cut -d, -f1,7- scaled.csv | seg-scale --apply scaler.json --inverse |
    mlr --icsv --ocsv cut -o -f age,spending_score then put 'for (k, v in $*) { $[k] = roundm(v, 1) }' | cksum)" \
    "$(cut -d, -f3,5 scale.in | cksum)"
is "a model is the same each time" "$(seg-kmeans -k 4 --model again.json scaled.csv >/dev/null; cksum <again.json)" \
    "$(cksum <kmeans.json)"

refused() { # NAME REASON: the model in m.json is refused
    fails "a model: $1" 1 "seg-kmeans: m.json$2" seg-kmeans --apply m.json scaled.csv
}
head -c 200 kmeans.json >m.json
run seg-kmeans --apply m.json scaled.csv
is "a model: cut" "$status $(printf '%s\n' "$err" | grep -c '^seg-kmeans: m.json:[0-9:]*: not JSON')" "1 1"
sed 's/"inertia": 1/"inertia": 2/; s/"inertia": \([2-9]\)/"inertia": 1\1/' kmeans.json >m.json
refused edited ": the checksum is wrong; the model was edited or damaged: fit it again with --model"
cp scaler.json m.json
refused "of another tool" ": not a seg-kmeans model but seg-scale model"
sed 's/"format_version": 1/"format_version": 2/' kmeans.json >m.json
refused "of another version" ": format version 2; this program reads version 1: fit it again with --model"
echo '{}' >m.json
refused "of nothing" ": not a seg-kmeans model but something else"
rm m.json
refused "none there" ": No such file or directory"
run seg-kmeans --apply kmeans.json scale.in
is "a model that does not fit the stream" "$status ${err%%; the columns*}" \
    "1 seg-kmeans: kmeans.json does not fit the stream: no column 'z_age'"

# ---- the log ----
for f in $filters; do
    option=--log
    [ $f = scale ] && option=--run-log
    rm -f one.log two.log
    filter $f $option one.log $f.in >/dev/null
    SEG_LOG=two.log filter $f $f.in >/dev/null
    ok "$f: one line of JSON with what was done" jq -es \
        'length == 1 and (.[0] | .tool == "seg-'$f'" and (.version | type) == "string"
         and (.arguments | type) == "array" and .rows_in > 0 and (.rows_out | type) == "number"
         and .warnings == [])' one.log
    is "$f: SEG_LOG, the same but for the arguments" "$(jq -c 'del(.arguments)' two.log)" \
        "$(jq -c 'del(.arguments)' one.log)"
    SEG_LOG=two.log filter $f $f.in >/dev/null
    is "$f: a second run appends the same line" "$(sort -u two.log | wc -l) $(wc -l <two.log)" "1 2"
    rm two.log
    SEG_LOG=two.log filter $f <<<'' >/dev/null 2>&1
    ok "$f: no line where it failed" test ! -s two.log
    rm -f two.log
    for log in nowhere/run.log .; do
        reason="No such file or directory"
        [ $log = . ] && reason="Is a directory"
        fails "$f: a log that cannot be written ($log) is told before the input is looked at" 1 \
            "seg-$f: $log: $reason" filter $f $option $log no-such-input.csv
    done
done
mkfifo log.fifo
cat log.fifo >fifo.log &
SEG_LOG=log.fifo seg-features features.in >/dev/null
wait $!
is "a named pipe takes a log" "$(jq -r .tool fifo.log)" seg-features
is "a warning is in the log, -q or not" "$(printf 'a,b\n1,\n\n2,3\n' |
    seg-features -q --missing drop --log w.log >/dev/null; jq -c .warnings w.log)" \
    '["1 of 2 rows set aside: missing values","1 blank line skipped"]'

done_testing
