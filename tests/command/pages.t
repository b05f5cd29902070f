# The manual: well-formed, complete, and true.
. "$(dirname "$0")/lib.sh"
here=$ROOT/tests/command
man=$ROOT/man

options() { # page|synopsis|help [FILE]
    awk -v kind="$1" -f "$here/page-options.awk" "${@:2}"
}

# Whether every option of $1 is in $2, one a line.
all_in() {
    local missing
    missing=$(comm -23 <(sort -u <<<"$1") <(sort -u <<<"$2"))
    [ -z "$missing" ] || printf 'not there:\n%s\n' "$missing"
    [ -z "$missing" ] && [ -n "$1" ]
}

linted() {
    local said
    if ! command -v mandoc >/dev/null; then
        echo "mandoc is not installed; the package is called mandoc"
        return 1
    fi
    said=$(mandoc -Tlint -W warning "$1" 2>&1)
    printf '%s\n' "$said"
    [ -z "$said" ]
}

# Whether the parser takes each of these options (as in --help) as it says.
taken() {
    local program=$1 letter long argument name first said status=0
    while read -r letter long argument; do
        for name in $letter $long; do
            [ "$name" != . ] || continue
            case $name in
            -h | --help) first=usage: ;;
            -V | --version) first=$program ;;
            *) first= ;;
            esac
            if [ "$argument" != . ]; then
                said=$("$program" "$name" 2>&1)
                [ $? -eq 2 ] &&
                    [ "$said" = "$program: no argument for option '$name'; see $program --help" ] &&
                    continue
            else
                said=$("$program" "$name" --help 2>&1) &&
                    [ "${said%% *}" = "${first:-usage:}" ] && continue
            fi
            printf '%s %s: %s\n' "$program" "$name" "$said"
            status=1
        done
    done
    return $status
}

for page in "$man"/*.[17]; do
    ok "${page##*/} is well-formed" linted "$page"
    if command -v groff >/dev/null && man -l "$page" >"$T/page" 2>&1; then
        is "${page##*/}: its tables fit into 80 columns" \
            "$(MANWIDTH=80 man -l "$page" 2>&1 >/dev/null | grep "can't break line")" ""
    else
        skip "${page##*/}: its tables fit into 80 columns" "there is no man -l of groff"
    fi
    ok "${page##*/}: its examples print what it says" "$here/page-examples" "$page"
done

every_help=
for program in "$ROOT"/cmd/seg-*; do
    name=$(basename "$program" .c)
    page=$man/$name.1
    ok "$name has a page" test -s "$page"
    ok "seg.7 lists $name" grep -q "^\.It Xr $name 1\$" "$man/seg.7"
    [ -e "$page" ] || continue

    help=$("$name" --help | options help)
    every_help+=$help$'\n'
    is "$name: page and --help name the same options" \
        "$(options page "$page" | sort)" "$(sort <<<"$help")"
    ok "$name: the parser takes them" taken "$name" <<<"$help"
    ok "$name: the synopsis names no other" all_in "$(options synopsis "$page")" \
        "$(awk '{ print $1; print $2 }' <<<"$help")"
done
ok "seg.7: its options are those of the programs" all_in "$(options page "$man/seg.7")" "$every_help"

# These tests can fail.
cd "$T" || exit 1
cat >page.1 <<'END'
.Dd November 22, 2026
.Dt PAGE 1
.Os
.Sh NAME
.Nm page
.Nd made for this test
.Sh EXAMPLES
.Bd -literal
$ printf \(aq%s\en\(aq one \e
>     two; echo three >&2
one
two
three
$ exit_status=4; (exit $exit_status)
$ echo $?
4
.Ed
END
ok "an example of two lines, with escapes, stdout and stderr" "$here/page-examples" page.1
sed 's/^three$/four/' page.1 >wrong.1
run "$here/page-examples" wrong.1
is "another output is a failure, and told" "$status $(printf '%s\n' "$out" | grep '^[<>]' | paste -sd' ')" \
    "1 < four > three"
grep -v '^[$>]' page.1 >none.1
run "$here/page-examples" none.1
is "no example is a failure" "$status $out" "1 none.1: no example"
sed 's/^\.Ed/five\n.Ed/' page.1 >more.1
run "$here/page-examples" more.1
is "output that does not come is a failure" "$status" 1
run "$here/page-examples" -u wrong.1
is "-u writes the output into the page" "$status $(cmp wrong.1 page.1 && echo same)" "0 same"
sed 's/^\.Nm page/.Nx page/; s/^\.Ed//' page.1 >form.1
run linted form.1
is "a page that is not well-formed is a failure" "$status" 1

refuses() { ! "$@"; }
ok "an option that is not there is not taken" refuses taken seg-scale <<<"-b --bogus X"
ok "nor one that takes no argument after all" refuses taken seg-scale <<<"-q --quiet X"
ok "nor one that takes an argument after all" refuses taken seg-scale <<<". --method ."

done_testing
