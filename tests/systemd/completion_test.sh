#!/usr/bin/env bash
# The completion, as bash itself calls it: words on the line, the cursor at the end of the last one.
set -euo pipefail

source "$PARTITA_SOURCE/systemd/partita.bash"
bash -n "$PARTITA_SOURCE/systemd/partita.bash"
complete -p partita >/dev/null

completions() { # the words of the line; prints what would be offered
  COMP_WORDS=("$PARTITA" "$@") COMP_CWORD=$# COMPREPLY=()
  _partita
  printf '%s\n' "${COMPREPLY[@]}"
}
offers() { # word -- line
  local wanted=$1
  shift 2
  grep -qxF -- "$wanted" <<<"$(completions "$@")" ||
    { echo "partita $*: '$wanted' is not offered, but: $(completions "$@" | tr '\n' ' ')"; exit 1; }
}
offers_not() {
  local unwanted=$1
  shift 2
  ! grep -qxF -- "$unwanted" <<<"$(completions "$@")" || { echo "partita $*: '$unwanted' is offered"; exit 1; }
}

for command in serve status check; do offers "$command" -- ""; done
offers serve -- se
offers_not status -- se
offers --version -- --
offers --slots -- serve --s
offers_not --port -- serve --s
offers --no-throttling -- serve --no
offers relaxed -- serve --durability ""
offers_not full -- serve --durability r
offers debug -- serve --log-level d
offers localhost -- serve --host l
offers --json -- status --
offers --data -- check --port 1 --d

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/here" "$scratch/there"
offers "$scratch/here" -- status --data "$scratch/h"
offers_not "$scratch/there" -- status --data "$scratch/h"

# Every command and every option there is can be completed.
commands=$(_partita_commands "$PARTITA")
[ "$(wc -w <<<"$commands")" -ge 3 ]
for command in $commands; do
  offers "$command" -- "$command"
  [ "$command" != bench ] || continue  # the words behind it are those of its scripts
  for option in $("$PARTITA" "$command" --help | grep -oE '^  (-[a-z],)?!?--[a-z][a-z0-9-]+' | grep -oE -- '--.*'); do
    offers "$option" -- "$command" "$option"
  done
done
