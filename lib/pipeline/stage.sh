# shellcheck shell=bash
# A stage of the pipe, shown or run.

# Begins a word that is a file of the run: in the folder of the deliverables to
# those who read it, in a folder of its own until all is done.
readonly at=$'\001'
readonly chosen=$'\002' # the number that seg-kselect chose, where none has run

# shellcheck disable=SC2016  # the pasted pipe expands what seg-kselect chose
quoted() {
    local word
    for word; do
        case $word in
        "$chosen") printf ' "$k"' ;;
        "$at"*) quoted "$artifacts/${word#"$at"}" ;;
        '' | *[!A-Za-z0-9_./:,=@%+-]*) printf " '%s'" "${word//\'/\'\\\'\'}" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
}

show_stage() { # INPUT OUTPUT PROGRAM [ARGUMENT ...]
    local input=$1 output=$2 program=$3
    shift 3
    [ "$input" != '|' ] || { cat && printf '    '; }
    printf '%s%s' "$program" "$(quoted "$@")"
    case $input in
    - | '|') ;;
    *) printf ' <%s' "$(quoted "$at$input")" ;;
    esac
    case $output in
    -) printf '\n' ;;
    '|') printf ' |\n' ;;
    /*) printf ' >%s\n' "$output" ;;
    *) printf ' >%s\n' "$(quoted "$at$output")" ;;
    esac
}

# A stage, in the place of this shell.  It reads a file of the run, nothing (-)
# or a pipe (|), writes likewise (or to /dev/null), and logs to a file of its own, for the stages
# end in any order.
become() { # LOG INPUT OUTPUT PROGRAM [ARGUMENT ...]
    local log=$1 input=$2 output=$3 program=$4
    shift 4
    if $dry_run; then
        show_stage "$input" "$output" "$program" "$@"
        return
    fi
    case $input in
    - | '|') ;;
    *) exec <"$work/$input" || exit 1 ;;
    esac
    case $output in
    - | '|') ;;
    /*) exec >"$output" ;;
    *) exec >"$work/$output" || exit 1 ;;
    esac
    export SEG_LOG=$work/$log.log
    exec "$program" "${notes[@]}" "${@/#"$at"/$work/}"
}

stage() {
    (become "$@")
}

# The same beside what comes next; together() waits for all of them.
aside=()
beside() {
    if $dry_run; then
        stage "$@"
    else
        stage "$@" &
        aside+=($!)
    fi
}

together() {
    local process status=0
    for process in "${aside[@]}"; do
        wait "$process" || status=$?
    done
    aside=()
    return "$status"
}
