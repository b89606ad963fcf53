# bash completion of partita: its commands, their options, the words options take, and the names of
# tables where a house runs. What the options are is asked of `partita … --help`.

# The options of a command, one a line: "--data", "--json".
_partita_options() {
  "$1" "${@:2}" --help 2>/dev/null | grep -oE '(^|[ ,])--[a-z][a-z0-9-]+' | tr -d ' ,' | sort -u
}

# The commands, from the list in the help.
_partita_commands() {
  "$1" --help 2>/dev/null | sed -n '/^S[Uu][Bb][Cc][Oo][Mm][Mm][Aa][Nn][Dd][Ss]:/,/^[^ ]*$/s/^  \([a-z][a-z-]*\).*/\1/p'
}

# The names of tables, of the house whose data directory the line names; none where nobody serves.
_partita_tables() {
  local data=./data i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --data) [[ ${COMP_WORDS[i + 1]} == = ]] && data=${COMP_WORDS[i + 2]} || data=${COMP_WORDS[i + 1]} ;;
    esac
  done
  "$1" status --data "$data" --json --sample 0 2>/dev/null | tr -d '\n\t' |
    sed -n 's/.*"tables": *\[//p' | grep -oE '"name": *"[A-Za-z0-9_.-]+"' |
    sed 's/.*"\([^"]*\)"$/\1/'
}

_partita() {
  local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]}; break; }
  done
  [[ $word == = ]] && word=""
  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}

  case $before in
    --data | --out | --output | --results | --directory)
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      return ;;
    --host) mapfile -t COMPREPLY < <(compgen -W '127.0.0.1 ::1 localhost' -- "$word"); return ;;
    --durability) mapfile -t COMPREPLY < <(compgen -W 'full relaxed' -- "$word"); return ;;
    --log-level) mapfile -t COMPREPLY < <(compgen -W 'error warning notice info debug' -- "$word"); return ;;
    --table) mapfile -t COMPREPLY < <(compgen -W "$(_partita_tables "$program")" -- "$word"); return ;;
  esac

  if [[ -z $command ]]; then
    if [[ $word == -* ]]; then
      mapfile -t COMPREPLY < <(compgen -W '--help --version' -- "$word")
    else
      mapfile -t COMPREPLY < <(compgen -W "$(_partita_commands "$program")" -- "$word")
    fi
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_partita_options "$program" "$command")" -- "$word")
  else
    case $command in
      get | put | query | scan)
        mapfile -t COMPREPLY < <(compgen -W "$(_partita_tables "$program")" -- "$word") ;;
    esac
  fi
}
complete -F _partita partita
