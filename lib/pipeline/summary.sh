# shellcheck shell=bash
# What a person at a terminal is told in the end.

# What drift.csv says, in a line.
describe_drift() {
    local line rows=-1 refit=0
    while IFS= read -r line; do
        ((rows++))
        [[ $line != *,refit ]] || ((refit++))
    done <"$artifacts/drift.csv"
    printf 'since %s: %s of %s distributions call for a refit; see drift.csv\n' \
        "$previous" "$refit" "$rows"
}

describe() {
    local name silhouette outliers
    seg-persona -q --table "${persona[@]}" <"$artifacts/cluster_profiles.csv" || return
    json_value "$artifacts/metrics.json" silhouette
    printf -v silhouette %.3f "$reply" 2>/dev/null || silhouette=unknown
    json_value "$artifacts/metadata.json" outliers
    outliers=$reply
    json_value "$artifacts/metrics.json" n_rows
    printf '\nsilhouette %s, %s outliers of %s customers\n' "$silhouette" "$outliers" "$reply"
    json_value "$artifacts/metadata.json" why
    [ -z "$reply" ] || printf '%s\n' "$reply"
    [ -z "$previous" ] || describe_drift
    printf '%s/:' "$artifacts"
    for name in $deliverables; do
        [ ! -e "$artifacts/$name" ] || printf ' %s' "$name"
    done
    printf '\n'
}

# A reader that goes away is no error; a disk that is full is one.
show_segments() {
    local text trouble
    text=$(describe) || return
    trap '' PIPE
    exec 4>&1
    trouble=$(printf '%s\n' "$text" 2>&1 >&4) || [[ $trouble == *'Broken pipe'* ]]
}
