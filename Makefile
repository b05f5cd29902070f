# make               builds the programs into build/bin
# make demo          installs what is missing, builds, and runs the sample
# make test          installs what the tests need, builds, and runs all tests
# make check-sanitize  the same tests under ASan and UBSan
# make bench         times it beside its peers; writes tests/bench/RESULTS.md
# make pictures      the pictures of README.md, from the sample; needs gnuplot, chromium and
#                    python3
# make lint          gcc and clang without a warning, cppcheck, shellcheck, mandoc
# make install       PREFIX=/usr/local DESTDIR=     (and make uninstall)

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION  = 1.0.0

CC      ?= cc
CFLAGS  ?= -O3 -g
OPENMP  ?= -fopenmp
BUILD   ?= build

# -ffp-contract=off and no -ffast-math: a sum has the same bits on every
# processor.  -fno-math-errno and -fno-trapping-math change no value; they let
# the compiler use vectors for sqrt and for conditions.
seg_cflags := -std=c11 -D_XOPEN_SOURCE=700 -DSEG_VERSION='"$(VERSION)"' \
	-Wall -Wextra -Ilib -ffp-contract=off -fno-math-errno -fno-trapping-math \
	$(OPENMP) $(if $(OPENMP),,-Wno-unknown-pragmas)
libs := -lcsv -ljansson -lm

lib_objects := $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*/*.c))
programs    := $(patsubst cmd/%.c,$(BUILD)/bin/%,$(wildcard cmd/seg-*.c))
unit_tests  := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
pages       := $(wildcard man/*.[17])

all: $(programs)

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libseg.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OPENMP) $(LDFLAGS) -o $@ $^ $(libs)

$(BUILD)/libseg.a: $(lib_objects)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libseg.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OPENMP) $(LDFLAGS) -o $@ $^ $(libs) -lcmocka

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(seg_cflags) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(BUILD)/lib/*/*.d $(BUILD)/cmd/*.d $(BUILD)/tests/unit/*.d $(BUILD)/tests/bench/*.d)

# What is needed is installed first, and only then is anything built.
demo:
	@.ci/need build
	@$(MAKE) --no-print-directory -s -j2 all
	@$(BUILD)/bin/seg-pipeline -o $(BUILD)/demo examples/customers.csv

test:
	@.ci/need build test
	@$(MAKE) --no-print-directory -s -j2 run-tests

run-tests: all $(unit_tests)
	SEG_BIN=$(abspath $(BUILD)/bin) prove -j2 --exec tests/run $(unit_tests) tests/command/*.t

check-sanitize:
	@.ci/need build test
	@$(MAKE) --no-print-directory -s -j2 BUILD=$(BUILD)/sanitize run-tests CFLAGS="-O1 -g \
		-fsanitize=address,undefined -fno-sanitize-recover=all -DSEG_NO_CLONES"

# The window is as high as what is shown of the report.
pictures: all
	$(BUILD)/bin/seg-pipeline -q -o $(BUILD)/pictures examples/customers.csv
	$(BUILD)/bin/seg-report -q $(BUILD)/pictures
	@mkdir -p examples/pictures
	$(BUILD)/bin/seg-plot pca --size 760x520 $(BUILD)/pictures/segments.csv \
		-o examples/pictures/segments.svg
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,1970 \
		--user-data-dir='$(abspath $(BUILD))/pictures/browser' \
		--screenshot='$(abspath examples/pictures/report.png)' \
		'file://$(abspath $(BUILD)/pictures/report.html)' 2>$(BUILD)/pictures/browser.log
	pngquant --force --strip --output examples/pictures/report.png 256 examples/pictures/report.png

# Programs are timed beside their peers on this machine; BENCH=--quick is short.
bench: all $(BUILD)/bench/fit $(BUILD)/bench/make-rows
	BUILD='$(abspath $(BUILD))' python3 tests/bench/bench.py --peers $(BENCH) \
		$(if $(BENCH),,--write tests/bench/RESULTS.md)

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libseg.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OPENMP) $(LDFLAGS) -o $@ $^ $(libs)

lint:
	@.ci/need build test lint
	$(MAKE) -s -j2 BUILD=$(BUILD)/gcc CC=gcc CFLAGS='-O3 -Werror' all-objects
	$(MAKE) -s -j2 BUILD=$(BUILD)/clang CC=clang CFLAGS='-O2 -Werror' all-objects
	$(MAKE) -s -j2 BUILD=$(BUILD)/serial OPENMP= CFLAGS='-O1 -Werror' all-objects
	cppcheck -q --std=c11 --error-exitcode=1 --suppress=ctuuninitvar -Ilib -DSEG_VERSION='""' lib cmd
	shellcheck .ci/need .ci/run tests/run tests/browser/look tests/browser/sample-artifacts
	mandoc -Tlint -W warning $(pages)

all-objects: $(lib_objects) $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/*.c tests/unit/test_*.c))

bin_dir = $(DESTDIR)$(PREFIX)/bin
man_dir = $(DESTDIR)$(PREFIX)/share/man

install: all
	install -d '$(bin_dir)' '$(man_dir)/man1' '$(man_dir)/man7'
	install -m 755 $(programs) '$(bin_dir)'
	install -m 644 $(filter %.1,$(pages)) '$(man_dir)/man1'
	install -m 644 $(filter %.7,$(pages)) '$(man_dir)/man7'

uninstall:
	rm -f $(patsubst $(BUILD)/bin/%,'$(bin_dir)/%',$(programs))
	rm -f $(patsubst man/%.1,'$(man_dir)/man1/%.1',$(filter %.1,$(pages)))
	rm -f $(patsubst man/%.7,'$(man_dir)/man7/%.7',$(filter %.7,$(pages)))

clean:
	rm -rf $(BUILD)

.PHONY: all all-objects bench demo pictures test run-tests check-sanitize lint install uninstall clean
.SECONDARY:
