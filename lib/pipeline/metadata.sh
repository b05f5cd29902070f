# shellcheck shell=bash
# What is written about a run, and read back from it.

# These leave their result in $reply: a subshell for each would take longer than
# all the stages together on a small table.
json_string() {
    local byte i
    reply=${1//\\/\\\\} reply=${reply//\"/\\\"}
    if [[ $reply == *[[:cntrl:]]* ]]; then
        local text=$reply
        reply=
        for ((i = 0; i < ${#text}; i++)); do
            byte=${text:i:1}
            [[ $byte != [[:cntrl:]] ]] || printf -v byte '\\u%04x' "'$byte"
            reply+=$byte
        done
    fi
    reply="\"$reply\""
}

json_list() {
    local word list=
    for word; do
        json_string "$word"
        list+=${list:+, }$reply
    done
    reply="[$list]"
}

# The lines of a file, each behind `indent`; all but the last with `separator`.
json_lines() { # FILE INDENT SEPARATOR
    local line before=
    reply=
    while IFS= read -r line; do
        reply+=$before$line
        before=$3$'\n'$2
    done <"$1"
}

# A number or text of a file that a stage wrote, one key a line.
json_value() { # FILE KEY
    local line
    reply=
    while IFS= read -r line; do
        [[ $line =~ ^\ *\"$2\":\ \"?(.*[^\",])\"?,?$ ]] || continue
        reply=${BASH_REMATCH[1]}
        return
    done <"$1"
}

# The log lines of all stages in $reply, each behind `indent`.  What they name in
# the folder of the run will be among the deliverables.
log_lines() { # INDENT SEPARATOR
    local name line folder lines=''
    json_string "$work/"
    folder=${reply:1:-1}
    for name in "$work"/[0-9][0-9]-*.log; do
        IFS= read -r line <"$name" || continue
        lines+=${lines:+$2$'\n'}$1${line//"$folder"/}
    done
    reply=$lines
}

# What was asked for, and the log line of every stage: no clock, no host, so
# that the same run writes the same bytes.
write_metadata() {
    local name text=
    json_list "${files[@]}"
    text+="  \"files\": $reply,"$'\n'
    json_string "$k"
    text+=$'  "configuration": {\n    "k": '"$reply,"$'\n'
    json_string "$signals"
    text+="    \"signals\": $reply,"$'\n'
    json_string "$previous"
    text+="    \"previous\": $reply,"$'\n'
    for name in features scale dbscan persona seed; do
        local -n list=$name
        json_list "${list[@]}"
        [ $name = seed ] || name=seg-$name
        text+="    \"$name\": $reply,"$'\n'
    done
    text=${text%,?}$'\n  },\n'
    for name in kselect density; do
        [ -e "$work/$name.json" ] || continue
        json_lines "$work/$name.json" '  ' ''
        text+="  \"$name\": $reply,"$'\n'
    done
    log_lines '    ' ,
    text+=$'  "stages": [\n'$reply
    printf '{\n  "tool": "%s",\n  "version": "%s",\n%s\n  ]\n}\n' "$tool" "$version" "$text" \
        >"$work/metadata.json"
}
