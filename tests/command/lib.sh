# What the command tests share: each prints TAP for prove.
#
#   run CMD ...          runs it; $status, $out, $err and the files $T/out, $T/err
#   is NAME GOT WANTED   passes when the two texts are equal
#   ok NAME CMD ...      passes when the command succeeds
#   fails NAME STATUS ERR CMD ...   the command ends so, with just this on stderr
#   done_testing         the last line of a test
#
# $T is a folder of the test's own, $ROOT the project, $SHARED the folder of
# real data beside it (which may be missing: skip_all_without).

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
SHARED=${SEG_SHARED:-$ROOT/../shared}
PATH=${SEG_BIN:-$ROOT/build/bin}:$PATH
T=$(mktemp -d "${TMPDIR:-/tmp}/seg-test-XXXXXX")
trap 'rm -rf "$T"' EXIT
unset SEG_LOG SEG_ROW_MEMORY POSIXLY_CORRECT
export PATH LC_ALL=C
test_count=0
if ! command -v seg-features >/dev/null; then
    echo "Bail out! The programs are not built; run make."
    exit 1
fi

report() { # STATUS NAME
    test_count=$((test_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $test_count - $2"
    else
        echo "not ok $test_count - $2"
    fi
}

is() {
    if [ "$2" = "$3" ]; then
        report 0 "$1"
    else
        report 1 "$1"
        printf '%s\n' "got:" "$2" "wanted:" "$3" | sed 's/^/# /'
    fi
}

ok() {
    local name=$1
    shift
    if "$@" >"$T/ok.out" 2>&1; then
        report 0 "$name"
    else
        report 1 "$name"
        sed 's/^/# /' "$T/ok.out"
    fi
}

run() {
    "$@" >"$T/out" 2>"$T/err"
    status=$?
    out=$(cat "$T/out")
    err=$(cat "$T/err")
}

fails() {
    local name=$1 wanted_status=$2 wanted_err=$3
    shift 3
    run "$@"
    is "$name" "$status $err" "$wanted_status $wanted_err"
}

skip() { # NAME REASON
    test_count=$((test_count + 1))
    echo "ok $test_count - $1 # SKIP $2"
}

skip_all_without() {
    if [ ! -e "$1" ]; then
        echo "1..0 # SKIP the folder shared/ with the real data is not there"
        exit 0
    fi
}

done_testing() {
    echo "1..$test_count"
}
