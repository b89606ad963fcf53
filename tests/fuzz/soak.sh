#!/bin/sh
# Runs every fuzz target for some time: soak.sh [seconds each, default 600] [build directory].
#
# The build directory is that of the fuzz preset (cmake --preset fuzz && ninja -C build/fuzz). What
# the targets find out stays in <build>/corpus; a crash leaves its input in <build> and ends the run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-600}
build=${2:-$here/../../build/fuzz}
cd "$build"
for seeds in "$here"/corpus/*/; do
  name=$(basename "$seeds")
  echo "== $name for $seconds s"
  mkdir -p "corpus/$name"
  "bin/$name" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    "corpus/$name" "$seeds"
done
