# shellcheck shell=bash
# Which stages there are, in which order, and what they hand on.

readonly deliverables='cluster_profiles.csv personas.csv segments.csv outliers.csv rules.txt rules.sql
    stability.json metrics.json metadata.json scaler.json kmeans.json reference.json
    changes.json drift.csv moves.csv report.html'

# Where the customers make no groups, seg-kselect --strict ends with status 3.
choose_k() {
    local how=(--signals "$signals" "${seed[@]}" "${threads[@]}") status
    number=$k
    [[ $k == *:* ]] || return 0
    [[ ,$signals, != *,gap,* && $signals != all ]] || how+=(--strict)
    if $dry_run; then
        number=$chosen
        # shellcheck disable=SC2016  # the pasted pipe expands it
        printf 'k=$(seg-kselect -q%s <%s)\n' "$(quoted -k "$k" "${how[@]}")" "$(quoted "${at}scaled.csv")"
        return
    fi
    stage 06-kselect scaled.csv kselect.json seg-kselect --json -k "$k" "${how[@]}"
    status=$?
    json_value "$work/kselect.json" why
    [ "$status" -ne 3 ] || printf '%s: %s; -k N makes N segments all the same\n' "$tool" "$reply" >&2
    json_value "$work/kselect.json" recommended
    number=$reply
    return "$status"
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

# How far the customers have moved: the earlier models say what they are now.
# It comes first, for the models may be replaced by those of this run.
compare_features() {
    become 02-earlier-scale features.csv '|' seg-scale -q --apply "$previous/scaler.json" |
        become 03-earlier-kmeans '|' '|' seg-kmeans -q --apply "$previous/kmeans.json" |
        become 04-drift '|' drift.csv seg-drift --apply "$previous/reference.json"
}

# Who went from which segment to which, where customers have numbers.  Without
# it the rest is worth no less.
compare_customers() {
    local header
    { IFS= read -r header <"$previous/segments.csv"; } 2>/dev/null
    [[ $header =~ (^|,)([a-z0-9_]*_)?id(,|$) ]] || return 0
    stage 08-moves clustered.csv /dev/null seg-drift -q --reference "$previous/segments.csv" \
        --moves "${at}moves.csv" || return 0
}

clean_and_scale() {
    if [ -z "$previous" ]; then
        become 01-features - '|' seg-features --output csv "${features[@]}" -- "${files[@]}" |
            become 05-scale '|' scaled.csv seg-scale --model "${at}scaler.json" "${scale[@]}" \
                "${threads[@]}"
        return
    fi
    stage 01-features - features.csv seg-features --output csv "${features[@]}" -- "${files[@]}" &&
        compare_features &&
        stage 05-scale features.csv scaled.csv seg-scale --model "${at}scaler.json" "${scale[@]}" \
            "${threads[@]}"
}

produce() {
    local number reply match=() trust=()
    [ -z "$previous" ] ||
        match=(--match "$previous/kmeans.json" --match-report "${at}changes.json")
    check_rules && clean_and_scale && choose_k || return
    stage 07-kmeans scaled.csv clustered.csv seg-kmeans -k "$number" --model "${at}kmeans.json" \
        "${match[@]}" "${seed[@]}" "${threads[@]}" || return
    [ -z "$previous" ] || compare_customers

    beside 09-metrics clustered.csv metrics.json seg-metrics "${threads[@]}"
    beside 10-reference clustered.csv - seg-drift -q --model "${at}reference.json"
    if $stability; then
        trust=(--stability "${at}stability.json")
        stage 11-stability clustered.csv stability.json seg-stability "${seed[@]}" "${threads[@]}" ||
            return
    fi
    stage 12-profile clustered.csv cluster_profiles.csv seg-profile "${trust[@]}" || return
    stage 13-persona cluster_profiles.csv personas.csv seg-persona "${persona[@]}" || return
    become 14-label clustered.csv '|' seg-persona --label "${at}personas.csv" |
        become 15-dbscan '|' segments.csv seg-dbscan --reasons "${dbscan[@]}" "${threads[@]}" \
            --report "${at}density.json" --outliers-file "${at}outliers.csv" || return
    stage 16-rules segments.csv rules.txt seg-rules --sql-file "${at}rules.sql"
}

show_pipe() {
    printf 'mkdir -p%s\n' "$(quoted "$artifacts")"
    run_stages
    ! $report || printf 'seg-report%s\n' "$(quoted "$artifacts")"
}
