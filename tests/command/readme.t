# The commands of the README print what it says.
. "$(dirname "$0")/lib.sh"
cp "$ROOT/examples/customers.csv" "$T"
cd "$T" || exit 1

# Each sh block is one command behind "$ " and its output.
blocks=$(awk '/^```sh$/ { n++ } END { print n + 0 }' "$ROOT/README.md")
ok "the README has commands to run" test "$blocks" -ge 2
for i in $(seq "$blocks"); do
    awk -v wanted="$i" '/^```sh$/ { n++; inside = n == wanted; next } /^```$/ { inside = 0 } inside' \
        "$ROOT/README.md" >block
    command=$(sed -n '1s/^\$ //p' block)
    is "$command" "$(bash -c "$command" 2>&1)" "$(sed 1d block)"
done

for program in $(grep -o 'seg-[a-z]*' "$ROOT/README.md" | sort -u | grep -v '^seg-x$'); do
    ok "$program is there" command -v "$program"
done
for file in $(grep -o '](examples/[^)]*)' "$ROOT/README.md" | tr -d ']()'); do
    ok "$file is there" test -e "$ROOT/$file"
done
for target in demo test install lint check-sanitize pictures; do
    ok "make $target is a target" grep -q "^$target:" "$ROOT/Makefile"
done

done_testing
