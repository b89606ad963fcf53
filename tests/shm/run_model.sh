#!/bin/sh
# run_model.sh <spin> <cc> <model.pml> <work directory>
# Checks both scenarios of the model exhaustively; then checks that they fail without the fences, so
# that silence means something.
set -eu
spin=$1 cc=$2 model=$3 work=$4
mkdir -p "$work"
cd "$work"

check() {  # <name> <options of spin…>: the verifier's report in <name>.txt
  name=$1
  shift
  "$spin" "$@" -a "$model" >"$name.spin.txt"
  "$cc" -O2 -DSAFETY -DCOLLAPSE -DVECTORSZ=2048 -w -o "$name" pan.c
  "./$name" -m1000000 >"$name.txt" 2>&1 || true
  grep -E 'errors:|State-vector|states, stored|max search depth|out of memory' "$name.txt"
}

must_hold() {
  check "$@"
  grep -q 'errors: 0' "$1.txt" && ! grep -qE 'max search depth too small|out of memory' "$1.txt"
}

must_fail() {
  check "$@"
  grep -q 'errors: 1' "$1.txt"
}

must_hold deaths
must_hold full_ring -DFULL_RING
must_fail deaths_without_fences -DNO_FENCE
must_fail full_ring_without_fences -DFULL_RING -DNO_FENCE
