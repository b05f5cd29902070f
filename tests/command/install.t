# make install puts programs and pages in place, make uninstall takes them away.
. "$(dirname "$0")/lib.sh"
unset MAKEFLAGS MAKELEVEL
build=$(dirname "$(dirname "$(command -v seg-scale)")")
make_in() { make -s -C "$ROOT" BUILD="$build" DESTDIR="$T/root" PREFIX=/usr "$1"; }

run make_in install
is "install succeeds in silence" "$status $out$err" "0 "
is "every program is there and runs" \
    "$(for file in "$ROOT"/cmd/seg-*; do name=${file##*/}; "$T/root/usr/bin/${name%.c}" -V | cut -d' ' -f1; done)" \
    "$(for file in "$ROOT"/cmd/seg-*; do name=${file##*/}; echo "${name%.c}"; done)"
is "every page is there" "$(cd "$T/root/usr/share/man" && ls man1 man7 | grep seg | sort)" \
    "$(cd "$ROOT/man" && ls | sort)"
run make_in uninstall
is "uninstall leaves no file" "$status $(find "$T/root" -type f)" "0 "

done_testing
