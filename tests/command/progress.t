# Progress shows where a person watches, or where it is asked for.
. "$(dirname "$0")/lib.sh"
seg-features "$ROOT/examples/customers.csv" | seg-scale >"$T/scaled.csv"
cd "$T" || exit 1

run seg-kselect -q --progress scaled.csv
is "--progress: on stderr, taken away at the end" \
    "$out $(grep -c 'seg-kselect: k-means [0-9]* %' err) $(tail -c 4 err | od -An -c | tr -d ' ')" \
    '6 1 \r033[K'
run seg-kselect scaled.csv
is "without a terminal: none" "$err" ""

# A pause makes short work long.
if command -v script >/dev/null; then
    cat >slow.sh <<'SLOW'
(cat scaled.csv; sleep 1.3; sed 1d scaled.csv) | seg-scale -f age --as y_ --model model.json >/dev/null
(cat scaled.csv; sleep 1.3; sed 1d scaled.csv) | seg-scale --apply model.json --as y_ >/dev/null
SLOW
    script -qec "bash slow.sh" typescript >/dev/null </dev/null
    ok "on a terminal: shown when the work is long" grep -q 'seg-scale: rows [0-9]' typescript
    script -qec "seg-scale -f age --as y_ scaled.csv >/dev/null" typescript >/dev/null </dev/null
    is "on a terminal: not when it is short" "$(grep -c 'seg-scale: ' typescript)" 0
else
    ok "script(1), which this test needs, is installed" false
fi

done_testing
