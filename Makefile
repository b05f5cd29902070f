# make            builds the programs into build/bin
# make demo       installs what is missing, builds, and runs the sample
# make test       installs what the tests need, builds, and runs all tests
# make install    PREFIX=/usr/local DESTDIR=

PREFIX  ?= /usr/local
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

lib_sources  := $(wildcard lib/*/*.c)
lib_objects  := $(lib_sources:%.c=$(BUILD)/%.o)
programs     := $(patsubst cmd/%.c,$(BUILD)/bin/%,$(wildcard cmd/seg-*.c))
scripts      := $(patsubst cmd/%,$(BUILD)/bin/%,$(filter-out %.c,$(wildcard cmd/seg-*)))
unit_tests   := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

all: $(programs) $(scripts)

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libseg.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OPENMP) $(LDFLAGS) -o $@ $^ $(libs)

$(BUILD)/bin/%: cmd/%
	@mkdir -p $(@D)
	cp $< $@ && chmod +x $@

$(BUILD)/libseg.a: $(lib_objects)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libseg.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OPENMP) $(LDFLAGS) -o $@ $^ $(libs) -lcmocka

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(seg_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(lib_objects:.o=.d) $(wildcard $(BUILD)/cmd/*.d $(BUILD)/tests/unit/*.d)

clean:
	rm -rf $(BUILD)

.PHONY: all clean
.SECONDARY:
