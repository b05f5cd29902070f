# shellcheck shell=bash
# Which stages there are, in which order, and what they hand on.

readonly deliverables='cluster_profiles.csv personas.csv segments.csv outliers.csv rules.txt rules.sql
    stability.json metrics.json metadata.json scaler.json kmeans.json reference.json
    changes.json drift.csv report.html'

choose_k() {
    number=$k
    [[ $k == *:* ]] || return 0
    if $dry_run; then
        number=$chosen
        # shellcheck disable=SC2016  # the pasted pipe expands it
        printf 'k=$(seg-kselect -q%s <%s)\n' "$(quoted -k "$k" "${select[@]}" "${seed[@]}" "${threads[@]}")" \
            "$(quoted "${at}scaled.csv")"
        return
    fi
    stage 03-kselect scaled.csv kselect.json seg-kselect --json -k "$k" "${select[@]}" "${seed[@]}" \
        "${threads[@]}" || return
    json_value "$work/kselect.json" recommended
    number=$reply
    if [ "$number" = 1 ]; then
        json_value "$work/kselect.json" why
        printf '%s: %s; -k N makes N segments all the same\n' "$tool" "$reply" >&2
        return 1
    fi
}

# A rule that can never win ends the run before it begins.
check_rules() {
    local report=checked.txt
    [ -n "$rules" ] || return 0
    ! $dry_run || report=-
    stage 00-check - "$report" seg-persona --check "$rules" && return
    cat "$work/checked.txt" >&2
    return 1
}

run_stages() {
    local status
    produce
    status=$?
    together && return "$status"
}

produce() {
    local number reply match=() trust=()
    [ -z "$previous" ] ||
        match=(--match "$previous/kmeans.json" --match-report "${at}changes.json")
    check_rules || return
    become 01-features - '|' seg-features --output csv "${features[@]}" -- "${files[@]}" |
        become 02-scale '|' scaled.csv seg-scale --model "${at}scaler.json" "${scale[@]}" \
            "${threads[@]}" || return
    choose_k || return
    stage 04-kmeans scaled.csv clustered.csv seg-kmeans -k "$number" --model "${at}kmeans.json" \
        "${match[@]}" "${seed[@]}" "${threads[@]}" || return

    beside 05-metrics clustered.csv metrics.json seg-metrics "${threads[@]}"
    beside 06-reference clustered.csv - seg-drift -q --model "${at}reference.json"
    [ -z "$previous" ] ||
        beside 07-drift clustered.csv drift.csv seg-drift --apply "$previous/reference.json"
    if $stability; then
        trust=(--stability "${at}stability.json")
        stage 08-stability clustered.csv stability.json seg-stability "${seed[@]}" "${threads[@]}" ||
            return
    fi
    stage 09-profile clustered.csv cluster_profiles.csv seg-profile "${trust[@]}" || return
    stage 10-persona cluster_profiles.csv personas.csv seg-persona "${persona[@]}" || return
    become 11-label clustered.csv '|' seg-persona --label "${at}personas.csv" |
        become 12-dbscan '|' segments.csv seg-dbscan --reasons "${dbscan[@]}" "${threads[@]}" \
            --report "${at}density.json" --outliers-file "${at}outliers.csv" || return
    beside 13-rules segments.csv rules.txt seg-rules
    beside 14-sql segments.csv rules.sql seg-rules --as sql
}

show_pipe() {
    printf 'mkdir -p%s\n' "$(quoted "$artifacts")"
    run_stages
    ! $report || printf 'seg-report%s\n' "$(quoted "$artifacts")"
}
