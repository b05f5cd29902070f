# The verdict on every variant of the mall customers (variants.tsv), and the
# two other sets of real customers.
. "$(dirname "$0")/lib.sh"
table=$ROOT/tests/command/variants.tsv
data=$SHARED/data
skip_all_without "$data"
cd "$data/mall/variants" || exit 1

is "the table has every file" "$(grep -v '^#' "$table" | cut -f1)" "$(ls)"

# The rows, sums and counts that `wanted` speaks of, drawn from an NDJSON stream.
drawn() { # WANTED
    jq -sc --argjson wanted "$1" '. as $rows | $wanted | with_entries(.key as $key |
        .value |= if $key == "rows" then $rows | length
                  elif type == "object" then
                      $rows | group_by(.[$key]) | map({ (.[0][$key] | tostring): length }) | add
                  else $rows | map(.[$key]) | add end)'
}

inertia() { # FILE
    seg-scale -f age,annual_income,spending_score,spend_income_ratio "$1" |
        seg-kmeans -k 6 --log "$T/log" >/dev/null
    jq -c '.inertia' "$T/log"
    rm "$T/log"
}

# With IFS=TAB read would join the empty fields, so they are parted by a unit separator.
while IFS=$'\037' read -r file verdict options wanted why; do
    # shellcheck disable=SC2086  # options are words
    run seg-features -q --output ndjson $options "$file"
    if [ "$verdict" = error ]; then
        is "$file: $why" "$status $err" "1 seg-features: $file$wanted"
        continue
    fi
    is "$file${options:+ with $options}: $why" "$status $err$(drawn "$wanted" <"$T/out")" "0 $wanted"
    case $wanted in
    *'"rows":200,"age":7770,"annual_income":12112,"spending_score":10040'*)
        is "$file: its segments" "$(inertia "$T/out" | cut -c 1-13)" 172.944191491
        ;;
    esac
done < <(grep -v '^#' "$table" | tr '\t' '\037')

# What the error lines advise.
is "space_separated.txt, as its error line advises" \
    "$(seg-features -d ' ' --header id,gender,age,annual_income,spending_score --output ndjson \
        space_separated.txt | drawn '{"rows":1,"age":1,"annual_income":1,"spending_score":1}')" \
    '{"rows":200,"age":7770,"annual_income":12112,"spending_score":10040}'
run seg-features --missing drop --rejects "$T/rejects.csv" missing_cells.csv
is "missing_cells.csv: what is set aside is told" "$status $err" \
    "0 seg-features: 12 of 200 rows set aside: missing values"
is "and kept" "$(mlr --icsv --onidx count "$T/rejects.csv")" 12
is "filled instead" "$(seg-features -q --missing mean missing_cells.csv | wc -l)" 201

cd "$data/wholesale" || exit 1
wanted='{"rows":440,"fresh":5280131,"milk":2550357}'
is "Wholesale_semicolon.csv: directly" \
    "$(seg-features --output ndjson Wholesale_semicolon.csv | drawn "$wanted")" "$wanted"
is "Wholesale_trailing_semicolons.csv: notes stand in columns of their own" \
    "$(seg-features --output ndjson Wholesale_trailing_semicolons.csv | drawn "$wanted")" "$wanted"
is "wholesale through scaling with logarithms" \
    "$(seg-features Wholesale_semicolon.csv | seg-scale -f 'fresh,milk,grocery,frozen' \
        --log 'fresh,milk,grocery,frozen' | seg-kmeans -k 3 | mlr --icsv --onidx count)" 440

cd "$data/marketing_campaign" || exit 1
fails "marketing_campaign.csv: missing incomes are an error" 1 \
    "seg-features: marketing_campaign.csv:12: column 'income': missing value: ''; --missing drop sets such rows aside, --missing mean or median fills the number" \
    seg-features marketing_campaign.csv
run seg-features --missing median --output ndjson marketing_campaign.csv
is "marketing_campaign.csv with --missing median" "$status $err" \
    "0 seg-features: column 'income': 24 missing numbers filled with the median"
# The median by sort: (1108th + 1109th of 2216) / 2 = 51381.5
is "filled with the median" "$(jq -sc '[.[] | select(.income == 51381.5)] | length' "$T/out")" 24
is "a raw column is not taken for one of model space" \
    "$(jq -sc '.[0] | keys_unsorted | map(select(test("^(raw_)?z_")))' "$T/out")" \
    '["raw_z_cost_contact","raw_z_revenue"]'
is "names in CamelCase" "$(jq -sc '.[0] | keys_unsorted[0:9] | join(" ")' -r "$T/out")" \
    "id year_birth education marital_status income kidhome teenhome dt_customer recency"
is "levels become columns" \
    "$(seg-features -q --missing drop --encode education marketing_campaign.csv | head -n 1 |
        grep -o 'education_.*')" \
    "education_2n_cycle,education_basic,education_graduation,education_master,education_ph_d"

done_testing
