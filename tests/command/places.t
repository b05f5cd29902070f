# A value whose fault shows only when all rows were seen: the message names its
# place all the same.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# at NAME STDERR CMD ...: fails so, and writes nothing.
at() {
    local name=$1 wanted=$2
    shift 2
    run "$@"
    is "$name" "$status $err$out" "1 $wanted"
}

printf 'a,z_a,w\n1,0,1\n"2",1,"-0.5"\n3,5,1\n4,6,2\n' >w.csv
at "a weight below 0" "seg-kmeans: w.csv:3: column 'w': not a weight from 0 to 1e50: '-0.5'" \
    seg-kmeans -k 2 --weights w w.csv
printf '{"z_a":1,"w":1}\n{"z_a":2,"w":2e50}\n' >w.ndjson
at "a weight beyond all sense" "seg-kmeans: stdin:2: column 'w': not a weight from 0 to 1e50: '2e+50'" \
    seg-kmeans -k 2 --weights w <w.ndjson

printf '{"id":1,"a":2}\n{"id":12345678901234567890,"a":3}\n' >long.ndjson
at "a whole number of 20 digits in NDJSON" "seg-scale: long.ndjson:2: column 'id': a whole number beyond 64 bits: '12345678901234567890'; in quotes it is kept, as text" \
    seg-scale long.ndjson
run seg-features <<<'{"id":"12345678901234567890"}'
is "and in quotes it is kept" "$status $err$out" '0 {"id":"12345678901234567890"}'

printf 'note,a\n"x\ny",1\nz,-1\n' >log.csv
at "no logarithm" "seg-scale: log.csv:4: column 'a': no log1p: '-1'; --log is for numbers above -1" \
    seg-scale --log a -f a log.csv
printf 'note,a\nx,5\nx,6\nx,-7.5\n' >more.csv
at "no logarithm, in the second file" \
    "seg-scale: more.csv:4: column 'a': no log1p: '-7.5'; --log is for numbers above -1" \
    seg-scale --log a <(printf 'note,a\nz,1\n') more.csv

printf 'a,b\n1,1\n2,-3e300\n3,1e300\n' >huge.csv
at "too large for --method standard" "seg-scale: huge.csv:3: column 'b': too large to scale: '-3e+300'" \
    seg-scale huge.csv
printf 'b\n0\n0\n1e-300\n0\n2e-300\n1e300\n1e-300\n' >huge.csv
at "too far out for --method robust" "seg-scale: huge.csv:7: column 'b': too large to scale: '1e+300'" \
    seg-scale --method robust huge.csv
printf 'b\n-1.7e308\n1\n1e308\n' >huge.csv
at "too large for --method minmax" "seg-scale: huge.csv:2: column 'b': too large to scale: '-1.7e+308'" \
    seg-scale --method minmax huge.csv

printf 'z_a,cluster\n1,0\n2,0\n-1e200,1\n4,1\n' >beyond.csv
for program in "kmeans -k 2" "kselect -k 2:3" dbscan metrics; do
    at "a value whose square overflows: seg-${program%% *}" \
        "seg-${program%% *}: beyond.csv:4: column 'z_a': beyond 1e100: '-1e+200'" seg-$program beyond.csv
done

done_testing
