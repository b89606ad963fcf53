#!/usr/bin/env bash
# The man pages: no complaint of mandoc (or groff), one page for every command, and in it every
# option that `--help` lists and none that it does not.
set -euo pipefail
cd "$PARTITA_SOURCE/docs/man"

for page in *.[1-8]; do
  if command -v mandoc >/dev/null; then
    complaints=$(mandoc -Tlint -W warning "$page" 2>&1 || true)
  elif command -v groff >/dev/null; then
    complaints=$(groff -ww -mandoc -z "$page" 2>&1 || true)
  else
    echo "skipped: neither mandoc nor groff is here"
    exit 77
  fi
  [ -z "$complaints" ] || { echo "$complaints"; exit 1; }
done

options_of_page() { grep -oE '^\.It Fl -[a-z-]+' "$1" | sed 's/^\.It Fl -/--/' | sort -u; }
options_of_help() { # also those that only switch something off: "!--no-throttling"
  "$PARTITA" "$1" --help | grep -oE '^  (-[a-z],)?!?--[a-z][a-z0-9-]+' | grep -oE -- '--.*' | grep -vx -- --help | sort -u; }

commands=$("$PARTITA" --help | sed -n '/^Subcommands:/,/^[^ ]*$/s/^  \([a-z][a-z-]*\).*/\1/p')
[ -n "$commands" ]
for command in $commands; do
  page=$(ls partita-"$command".[1-8] 2>/dev/null) || { echo "partita $command has no man page"; exit 1; }
  grep -q "partita-$command" partita.1 || { echo "partita.1 does not name partita-$command"; exit 1; }
  [ "$command" != bench ] || continue  # the words behind it are those of its scripts
  diff <(options_of_page "$page") <(options_of_help "$command") ||
    { echo "$page (<) and partita $command --help (>) list other options"; exit 1; }
  help=$("$PARTITA" "$command" --help)
  grep -q '^Exit codes:' <<<"$help" || { echo "partita $command --help names no exit codes"; exit 1; }
  grep -q '^Example' <<<"$help" || { echo "partita $command --help has no example"; exit 1; }
done
echo "$(ls | wc -l) pages, $(wc -w <<<"$commands") commands"
