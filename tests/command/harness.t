# The harness can fail: a test that never could would prove nothing.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
lib=$ROOT/tests/command/lib.sh

# A script of this kind, and what prove makes of it.
script() {
    printf '. "%s"\n%s\n' "$lib" "$1" >"$2.t"
    prove --exec "$ROOT/tests/run" "$2.t" >"$2.out" 2>&1
}
proves() { script "$1" proves; }
disproves() { ! script "$1" disproves && grep -q 'Result: FAIL' disproves.out; }

ok "what holds is proved" proves 'is "same" a a; ok "true" true; done_testing'
ok "unequal texts are not" disproves 'is "other" a b; done_testing'
ok "a command that fails is not" disproves 'ok "false" false; done_testing'
ok "another status is not" disproves 'fails "status" 2 "" false; done_testing'
ok "another stderr is not" disproves 'fails "stderr" 1 "x" false; done_testing'
ok "a test that ends early is not" disproves 'is "same" a a; exit 0; done_testing'
ok "nor one that is cut off by a signal" disproves 'is "same" a a; kill -9 $$; done_testing'

run bash -c '. "$1"; is "other" a b; is "same" c c; done_testing' harness "$lib"
is "a failed test says so, and shows both texts" "$out" "not ok 1 - other
# got:
# a
# wanted:
# b
ok 2 - same
1..2"

# The same for a unit test.
cat >unit.c <<'EOF'
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
static void test_false(void **unused) { (void)unused; assert_true(0); }
int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_false) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
EOF
ok "a unit test is built" "${CC:-cc}" -o unit unit.c -lcmocka
prove --exec "$ROOT/tests/run" ./unit >unit.out 2>&1
is "and fails" "$? $(grep -c 'Result: FAIL' unit.out)" "1 1"

done_testing
