# paperutils - everything is built below $(O); nothing else in this folder is written to.
#
#   make            build the programs into $(O)/bin
#   make demo       run the main pipe on the sample page
#   make test       run all tests (SAN=1: under AddressSanitizer and UBSan; SAN=memory: under
#                   MemorySanitizer, by clang; VALGRIND=1: each program under valgrind; FILES: these alone; JOBS=1: one at a time)
#   make repro      whether builds by other compilers, with other blocks, for arm64 give the same bytes
#   make e2e        the daily digest as a whole: needs curl, python3, msmtp-mta, mblaze, chromium
#   make cluster    hosts that fail, a Slurm of two nodes, Hadoop and Spark imitated: needs root, openssh, parallel, slurm, munge
#   make fuzz       random inputs for the library, by libFuzzer, for T=60 seconds each
#   make lint       what static checkers say (make analyze: gcc -fanalyzer alone)
#   make bench      speed and memory, beside other tools (SIZE=1000: megabytes of records)
#   make bench-grep papergrep's speed beside other greps (SIZE=1000, or RECORDS=FILE)
#   make bench-kw   paperkw's speed, by stage and beside other extractors
#   make bench-uniq paperuniq on a million records (N=1000000)
#   make bench-trend papertrend on a million records (N=1000000)
#   make bench-scale time and memory of all on 10,000 to 10,000,000 records (SIZES="10000 100000 1000000 10000000")
#   make eval-split papersplit on real files, beside what others read in them (SAMPLES=../shared/samples)
#   make eval-cuts  the same files, cut and damaged: what comes out is records
#   make eval-search papergrep -t on collections with known answers, beside SQLite (COLLECTIONS="cran med npl")
#   make bench-sim  papersim beside scipy's sparse product (N=20000 records)
#   make eval-related papersim on papers with known relations
#   make eval-trend papertrend on titles with terms that are known to have risen
#   make eval-dups  paperuniq on papers with known duplicates, and beside a comparison of all with all
#   make test-state paperuniq killed 100 times while two runs share a state
#   make eval-kw    paperkw's keyphrases, beside those that people gave
#   make kw-model   learn the tables of paperkw anew from ../shared (some 2 minutes)
#   make eval-links paperlink on texts with known links, beside general extractors
#   make eval-grep  papergrep beside GNU grep: the same answers (CASES=2400 SEED=1); time that is linear
#   make install    into $(DESTDIR)$(PREFIX); uninstall, dist, clean

CC = cc
CFLAGS = -O3 -g
LDFLAGS =
PREFIX = /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
SAMPLES = ../shared/samples
EVAL = ../shared/eval
REAL = $(wildcard ../shared/corpora/real-100k.rec.gz)
DESTDIR =
O = .build

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wwrite-strings -Wvla
ifeq ($(SAN),memory)
CC = clang
O = .build/msan
CFLAGS = -O1 -g -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifdef SAN
O = .build/san
CFLAGS = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifdef STATIC
LDFLAGS += -static
endif

PROGS = $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
VERSION != sed -n 's/.*PAPERUTILS_VERSION "\(.*\)".*/\1/p' include/paper/prog.h

BIN = $(PROGS:%=$(O)/bin/%)
LIBOBJ = $(patsubst %.c,$(O)/%.o,$(wildcard lib/*/*.c))
MAN = $(wildcard man/*.[157])
COMPILE = $(CC) -std=c11 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -Iinclude $(WARN) $(CFLAGS) -MMD -MP
TRAIN = $(patsubst %.c,$(O)/%.o,$(wildcard tests/eval/kw/*.c))
parts = $(patsubst %.c,$(O)/%.o,$(wildcard cmd/$(1)/*.c))

all: $(BIN)

# A program is cmd/NAME.c, and the files of a folder cmd/NAME where it has one.
.SECONDEXPANSION:
$(O)/bin/%: $(O)/cmd/%.o $$(call parts,$$*) $(O)/libpaper.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/libpaper.a: $(LIBOBJ)
	rm -f $@
	$(AR) rc $@ $^

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

$(O)/tests/unit: $(O)/tests/unit.o $(O)/libpaper.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# Only where programs are loaded with a libc that can be overlaid: the tests skip without it.
$(O)/tests/shim.so: tests/faults/shim.c
	@mkdir -p $(@D)
	$(CC) -Wall -Wextra -O1 -shared -fPIC -o $@ $< -ldl 2>/dev/null || echo "no faults will be tested" >&2

$(O)/tests/faults: tests/faults/faults.c
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(O)/tests/flood: $(O)/tests/hostile/flood.o $(O)/libpaper.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/tests/papers: $(O)/tests/bench/papers.o $(O)/libpaper.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/tests/stages: $(O)/tests/bench/stages.o $(O)/libpaper.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/tests/measure $(O)/tests/limit: $(O)/tests/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

-include $(LIBOBJ:.o=.d) $(patsubst %.c,$(O)/%.d,$(wildcard cmd/*.c cmd/*/*.c)) $(O)/tests/unit.d $(wildcard $(O)/tests/*/*.d) $(TRAIN:.o=.d)

demo: all
	@PATH="$(CURDIR)/$(O)/bin:$$PATH" sh tests/demo.sh

test check: all $(O)/tests/unit $(O)/tests/shim.so $(O)/tests/faults $(O)/tests/flood $(O)/tests/papers
	@BIN="$(CURDIR)/$(O)/bin" UNIT="$(CURDIR)/$(O)/tests/unit" sh tests/run.sh

# The same bytes from other builds.
repro: all $(O)/tests/papers
	@MAKE="$(MAKE)" sh tests/repro/builds.sh $(O)

# The daily digest, with a web server and a mail server of this machine.
e2e: all
	@BIN="$(CURDIR)/$(O)/bin" UNIT=true FILES=tests/e2e/*.bats sh tests/run.sh

# Work that goes past one machine, on hosts that are all this one. What it starts ends with it.
cluster: all $(O)/tests/papers
	@if command -v python3 >/dev/null; then BIN="$(CURDIR)/$(O)/bin" PAPERS="$(CURDIR)/$(O)/tests/papers" UNIT=true JOBS=1 \
	    FILES=tests/cluster/*.bats python3 tests/cluster/keep.py -t sh tests/run.sh; \
	    else echo "cluster: skipped, no python3"; fi

bench: all $(O)/tests/measure
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" SIZE="$(SIZE)" SAMPLES="$(SAMPLES)" sh tests/bench/run.sh

bench-grep: all $(O)/tests/measure $(O)/tests/limit
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" LIMIT="$(CURDIR)/$(O)/tests/limit" SIZE="$(SIZE)" \
	    RECORDS="$(RECORDS)" REAL="$(REAL)" sh tests/bench/grep.sh

bench-kw: all $(O)/tests/measure $(O)/tests/stages
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" STAGES="$(CURDIR)/$(O)/tests/stages" REAL="$(REAL)" \
	    sh tests/bench/kw.sh

bench-uniq: all $(O)/tests/measure
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" REAL="$(REAL)" N="$(N)" sh tests/bench/uniq.sh

bench-sim: all $(O)/tests/measure $(O)/tests/sim_brute
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" BRUTE="$(CURDIR)/$(O)/tests/sim_brute" REAL="$(REAL)" N="$(N)" \
	    sh tests/bench/sim.sh

bench-trend: all $(O)/tests/measure
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" REAL="$(REAL)" N="$(N)" sh tests/bench/trend.sh

bench-scale: all $(O)/tests/measure $(O)/tests/papers
	@BIN="$(CURDIR)/$(O)/bin" MEASURE="$(CURDIR)/$(O)/tests/measure" PAPERS="$(CURDIR)/$(O)/tests/papers" \
	    SIZES="$(SIZES)" SIM_SIZES="$(SIM_SIZES)" SAMPLES="$(SAMPLES)" TMPDIR="$(CURDIR)/$(O)/tests" sh tests/bench/scale.sh

# What papersplit makes of real files, and of broken ones.
eval-split: all
	@if [ -d "$(SAMPLES)" ]; then python3 tests/eval/split.py "$(SAMPLES)" "$(O)/bin/papersplit"; \
	    else echo "eval-split: skipped, no $(SAMPLES)"; fi

eval-cuts: all
	@if [ -d "$(SAMPLES)" ]; then python3 tests/eval/cuts.py "$(SAMPLES)" "$(O)/bin/papersplit"; \
	    else echo "eval-cuts: skipped, no $(SAMPLES)"; fi

# How well the best papers are found.
eval-search: all
	@if [ -d "$(EVAL)/search" ]; then python3 tests/eval/search.py "$(EVAL)/search" "$(O)/bin/papergrep" $(COLLECTIONS); \
	    else echo "eval-search: skipped, no $(EVAL)/search"; fi

# Which papers are related.
eval-related: all $(O)/tests/sim_brute
	@if [ -d "$(EVAL)/related" ]; then sh tests/eval/related.sh "$(EVAL)" "$(O)/bin/papersim" "$(O)/tests/sim_brute" "$(O)/tests"; \
	    else echo "eval-related: skipped, no $(EVAL)/related"; fi

$(O)/tests/sim_brute: $(O)/tests/eval/sim_brute.o $(O)/libpaper.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# What is rising.
eval-trend: all
	@if [ -d "$(EVAL)/trend" ]; then python3 tests/eval/trend.py "$(EVAL)/trend" "$(O)/bin/papertrend"; \
	    else echo "eval-trend: skipped, no $(EVAL)/trend"; fi

# Which records are of one paper.
eval-dups: all $(O)/tests/dups_brute
	@if [ -d "$(EVAL)/dups" ]; then python3 tests/eval/dups.py "$(EVAL)/dups" "$(O)/bin/paperuniq" "$(O)/tests/dups_brute" $(REAL); \
	    else echo "eval-dups: skipped, no $(EVAL)/dups"; fi

$(O)/tests/dups_brute: $(O)/tests/eval/dups_brute.o $(O)/libpaper.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

test-state: all
	@PATH="$(CURDIR)/$(O)/bin:$$PATH" python3 tests/state.py 100

# What people would have given, and what paperkw finds.
eval-kw: all
	@if [ -d "$(EVAL)/kw" ]; then python3 tests/eval/kw.py "$(EVAL)/kw" "$(O)/bin/paperkw"; \
	    else echo "eval-kw: skipped, no $(EVAL)/kw"; fi

# The training: its tables are part of the source, so that none needs this. The same bytes each time.
TABLES = $(EVAL)/../tables
$(O)/tests/train: $(TRAIN) $(O)/libpaper.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lm

kw-model: $(O)/tests/train
	python3 tests/eval/kw/unstem.py $(EVAL)/kw/score.py $(TABLES)/word-df.tsv $(TABLES)/author-keywords.tsv >$(O)/keyphrases.tsv
	gzip -dc $(REAL) | cut -f1-4 >$(O)/corpus.rec
	$(O)/tests/train $(EVAL)/kw $(TABLES)/word-df.tsv $(O)/keyphrases.tsv $(O)/corpus.rec lib

# How well links are found, and told apart.
$(O)/tests/links_brute: $(O)/tests/eval/links_brute.o $(O)/cmd/paperlink.o $(O)/libpaper.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

eval-links: all $(O)/tests/links_brute
	@if [ -d "$(EVAL)/links" ]; then python3 tests/eval/links.py "$(EVAL)/links" "$(O)/bin/paperlink"; \
	    else echo "eval-links: skipped, no $(EVAL)/links"; fi
	@if [ -n "$(REAL)" ]; then gzip -dc $(REAL) >$(O)/tests/real.rec && $(O)/bin/paperlink -l $(O)/tests/real.rec >$(O)/tests/links && \
	    $(O)/tests/links_brute -l $(O)/tests/real.rec | cmp - $(O)/tests/links && \
	    echo "the same $$(wc -l <$(O)/tests/links) links in 100,000 papers where each byte is looked at"; fi

# What papergrep and GNU grep find, also in a sample of real records.
CASES = 2400
SEED = 1
eval-grep: all
	@if command -v python3 >/dev/null; then \
	    python3 tests/eval/grep.py -b -n $(CASES) -s $(SEED) $(REAL:%=-r %) "$(O)/bin/papergrep" || [ $$? -eq 77 ]; \
	    else echo "eval-grep: skipped, no python3"; fi

# Each target for T seconds, beginning with the inputs of tests/fuzz/seeds/NAME; what was found stays
# in $(O)/fuzz. FUZZ_OPTIONS='-seed=1 -runs=N' tries the same each time; TMPDIR=/dev/shm makes file some
# six times as fast. libFuzzer comes with clang (Debian: libclang-rt-14-dev).
T = 60
# NULL + 0, which an empty text may give, is NULL for every compiler, and for C from its next edition on.
# Small blocks end everywhere in an input, and cost less where memory is watched.
FUZZ_FLAGS = -O2 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=pointer-overflow -fno-sanitize-recover=all \
    -DINPUT_BLOCK=256 -DOUTPUT_BLOCK=128
FUZZ = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
fuzz:
	@mkdir -p $(O)/fuzz
	@if ! echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n); int LLVMFuzzerTestOneInput(const char *p, \
	    unsigned long n) { return !p && n; }' | clang -fsanitize=fuzzer -x c -o $(O)/fuzz/try - 2>/dev/null; \
	    then echo "fuzz: skipped, no clang with libFuzzer"; exit 0; fi; \
	    $(MAKE) -s O=$(O)/fuzz CC=clang CFLAGS="$(FUZZ_FLAGS)" $(FUZZ:%=$(O)/fuzz/%) || exit 1; \
	    for f in $(FUZZ); do \
	        mkdir -p $(O)/fuzz/$$f.corpus && echo "fuzz: $$f" && \
	        $(O)/fuzz/$$f -max_total_time=$(T) $(FUZZ_OPTIONS) -max_len=4096 -timeout=10 -print_final_stats=1 -verbosity=0 \
	            -artifact_prefix=$(O)/fuzz/$$f- $(O)/fuzz/$$f.corpus tests/fuzz/seeds/$$f || exit 1; \
	    done

$(FUZZ:%=$(O)/%): $(O)/%: $(O)/tests/fuzz/%.o $(O)/libpaper.a
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^

# iconv_open() says by -1 that there is none, which gcc 12 takes for a descriptor that leaks: of the two
# files that call it, leaks are left to AddressSanitizer. And it cannot know that each candidate of
# paperkw --vocab is in the vocabulary.
ANALYZE = gcc -std=c11 -O1 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -Iinclude -fanalyzer -Werror -c -o /dev/null
analyze:
	@printf '%s\n' cmd/*.c cmd/*/*.c lib/*/*.c tests/*.c tests/*/*.c tests/*/*/*.c | \
	    xargs -n 6 -P "$$(getconf _NPROCESSORS_ONLN)" sh -c 'for f do case $$f in \
	        cmd/papersplit.c | lib/base/decode.c) $(ANALYZE) -Wno-analyzer-malloc-leak $$f ;; \
	        lib/key/vocabulary.c) $(ANALYZE) -Wno-analyzer-null-dereference $$f ;; \
	        *) $(ANALYZE) $$f ;; esac || exit 255; done' analyze

lint:
	@shellcheck -s bash .ci/run tests/helpers.bash tests/cluster/cluster.bash
	@shellcheck -s sh tests/*.sh tests/*/*.sh
	@shellcheck tests/*.bats tests/cluster/*.bats
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
	    -j "$$(getconf _NPROCESSORS_ONLN)" -i lib/key/phrase_table.c -Iinclude cmd lib tests
	@printf '%s\n' cmd/*.c cmd/*/*.c lib/*/*.c | xargs -n 6 -P "$$(getconf _NPROCESSORS_ONLN)" \
	    sh -c 'clang-tidy --quiet "$$@" -- -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude' tidy
	@$(MAKE) -s analyze
	@cd man && mandoc -Tlint -W style *.[157]
	@clang-format --dry-run -Werror $(wildcard cmd/*.c cmd/*/*.[ch] lib/*/*.[ch] include/paper/*.h tests/*.c tests/*/*.c)
	@echo "lint: clean"

install: all
	mkdir -p "$(DESTDIR)$(BINDIR)"
	for p in $(PROGS); do install -m 755 "$(O)/bin/$$p" "$(DESTDIR)$(BINDIR)/$$p" || exit 1; done
	for m in $(MAN); do d="$(DESTDIR)$(MANDIR)/man$${m##*.}"; \
	    mkdir -p "$$d" && install -m 644 "$$m" "$$d/$${m##*/}" || exit 1; done

uninstall:
	for p in $(PROGS); do rm -f "$(DESTDIR)$(BINDIR)/$$p"; done
	for m in $(MAN); do rm -f "$(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}"; done

# One tarball for one tree, whoever makes it, when and where: files alone, in the order of their names, all
# of one time, and of one owner where tar can be told so (GNU's, libarchive's).
DIST = paperutils-$(VERSION)
DIST_TIME = 202601010000
dist:
	rm -rf "$(O)/$(DIST)"
	mkdir -p "$(O)/$(DIST)"
	cp -R Makefile README.md cmd lib include tests man .ci .gitignore .clang-format .clang-tidy .shellcheckrc "$(O)/$(DIST)"
	chmod -R u=rwX,go=rX "$(O)/$(DIST)"
	cd "$(O)" && export LC_ALL=C TZ=UTC0 && files=$$(find $(DIST) -type f | sort) && touch -t $(DIST_TIME) $$files && \
	    how= && for owner in '--owner=0 --group=0' '--uid=0 --gid=0'; do \
	        try="--format=ustar --numeric-owner $$owner" && \
	        if tar $$try -cf /dev/null $$files 2>/dev/null; then how=$$try; fi; \
	    done && tar $$how -cf $(DIST).tar $$files && gzip -9nf $(DIST).tar
	rm -rf "$(O)/$(DIST)"
	@echo "$(O)/$(DIST).tar.gz"

clean:
	rm -rf .build

.PHONY: all demo test check repro analyze e2e cluster bench bench-grep bench-kw bench-uniq bench-sim bench-trend bench-scale eval-trend eval-related eval-split eval-cuts eval-search eval-kw kw-model eval-grep eval-links eval-dups test-state fuzz lint install uninstall dist clean
.SUFFIXES:
.SECONDARY:
