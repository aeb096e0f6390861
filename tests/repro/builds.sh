#!/bin/sh
# builds.sh - whether programs that were built otherwise answer the cases with the same bytes.
# usage: builds.sh O, the folder where the programs of reference and the generator of papers were built
# STRICT: a warning is an error. The builds: without optimization, and from the tarball of make dist; by clang; with portable code instead
# of vectors; with blocks of some bytes; static, by musl-gcc; for arm64, run by qemu. What is not installed is left out, and told.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p "$1/repro"
o=$(cd "$1" && pwd) here=tests/repro failed=0 strict=${STRICT:+-Werror}
repro=$o/repro
rm -rf "$repro/inputs" "$repro/dist"
sh $here/inputs.sh "$repro/inputs" "$o/tests/papers" "$o/bin"
sh $here/run.sh "$o/bin" "$repro/inputs" "$repro/want"

# build NAME FOLDER COMPILER [MAKE'S ARGUMENT]... : the programs into $repro/NAME.build/bin
build() {
    name=$1 folder=$2 compiler=$3
    shift 3
    command -v "$compiler" >/dev/null || {
        echo "repro: $name: left out, no $compiler"
        return 1
    }
    ${MAKE:-make} -s -C "$folder" O="$repro/$name.build" CC="$compiler" "$@" all || {
        echo "repro: $name: cannot be built"
        failed=1
        return 1
    }
}

# check NAME BIN : its answers beside those of reference
check() {
    sh $here/run.sh "$2" "$repro/inputs" "$repro/$1"
    said=$(sh $here/same.sh "$repro/want" "$repro/$1") || failed=1
    echo "repro: $1: $said"
}

${MAKE:-make} -s O="$repro" dist >/dev/null
mkdir "$repro/dist"
tar xzf "$repro"/paperutils-*.tar.gz -C "$repro/dist"
if build O0 "$repro"/dist/paperutils-* gcc CFLAGS="-O0 $strict"; then check O0 "$repro/O0.build/bin"; fi
if build clang . clang CFLAGS="-O3 $strict"; then check clang "$repro/clang.build/bin"; fi
if build portable . gcc CFLAGS="-O2 -DNO_VECTORS $strict"; then check portable "$repro/portable.build/bin"; fi
if build blocks . gcc CFLAGS="-O2 -DINPUT_BLOCK=64 -DOUTPUT_BLOCK=48 $strict"; then check blocks "$repro/blocks.build/bin"; fi
if build musl . musl-gcc STATIC=1 CFLAGS="-O3 $strict"; then check musl "$repro/musl.build/bin"; fi
if ! command -v qemu-aarch64 >/dev/null; then
    echo "repro: arm64: left out, no qemu-aarch64"
elif build arm64 . aarch64-linux-gnu-gcc STATIC=1 CFLAGS="-O3 $strict"; then
    mkdir -p "$repro/arm64.build/run"
    for p in "$repro"/arm64.build/bin/*; do
        printf '#!/bin/sh\nexec qemu-aarch64 "%s" "$@"\n' "$p" >"$repro/arm64.build/run/${p##*/}"
        chmod +x "$repro/arm64.build/run/${p##*/}"
    done
    # A static glibc knows no character set but UTF-8: the others are files of the system it runs on.
    LEAVE_OUT='table\.(utf16|cp1251)' check arm64 "$repro/arm64.build/run"
fi
exit "$failed"
