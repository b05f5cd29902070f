# seg-plot: what the pictures are made of, and that they can be drawn.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/plot-inputs.sh"
cd "$T" || exit 1
plot=$(command -v seg-plot)

seg-features "$ROOT/examples/customers.csv" | seg-scale >scaled.csv
seg-kmeans -k 4 scaled.csv >clustered.csv
seg-profile clustered.csv >profile.csv
seg-persona profile.csv >personas.csv
seg-persona --label personas.csv clustered.csv >labelled.csv
seg-kselect -q --json -k 2:6 scaled.csv >kselect.json
seg-kselect -q --csv -k 2:6 scaled.csv >signals.csv
plot_inputs

# block NAME [FILE]: the rows of a data block of a script.
block() {
    awk -v name="$1" '$0 == "EOD" { on = 0 } on && !/^#/ { print }
        $1 == "$" name && $2 == "<<" { on = 1 }' "${2:-script}"
}
draw() { # KIND ARGUMENT ...: its script, in the file of that name
    seg-plot --script "$@" >script
}
label() { # TEXT: whether the script has a label that is just this
    grep -qF "set label '$1' at" script
}
lines() { paste -sd' '; }

# ---- the numbers ----
draw kselect kselect.json
for signal in inertia silhouette calinski_harabasz davies_bouldin; do
    is "kselect: $signal is that of seg-kselect" "$(block $signal)" \
        "$(mlr --icsv --ocsv cat signals.csv | mlr --icsv --onidx cut -o -f k,$signal)"
    choice=$signal
    [ $signal = inertia ] && choice=elbow
    is "kselect: the choice of $signal is marked" "$(block ${signal}_choice)" \
        "$(jq -r --arg c $choice --arg s $signal '.choices[$c] as $k |
            if $k == null then "NaN NaN" else .table[] | select(.k == $k) | "\($k) \(.[$s])" end' kselect.json)"
done
is "kselect: the recommended k is marked" "$(grep -c "^set arrow from $(jq .recommended kselect.json),graph 0" script)" 1
ok "kselect: the title says it" label "Recommended: $(jq .recommended kselect.json) segments"

jq '.structure = false | .recommended = 1 | .choices += {gap: 1, prediction_strength: null} |
    .table |= map(. + {gap: (.k / 10), gap_s: 0.01, prediction_strength: 0.5, prediction_strength_sd: 0.1})' \
    kselect.json >more.json
draw kselect more.json
is "kselect: signals that come with a spread" "$(block gap | head -n 2 | lines)" "2 0.2 0.01 3 0.3 0.01"
ok "kselect: a choice outside the range" grep -q "^set title 'gap statistic: prefers k = 1'" script
ok "kselect: no choice" grep -q "^set title 'prediction strength: no choice'" script
ok "kselect: no structure" label "No cluster structure: one group"

jq '.table = [range(2; 31) as $k | {k: $k, inertia: (1 / $k), silhouette: ($k / 40)}]' kselect.json >thirty.json
draw kselect thirty.json
is "kselect: of many k only as many stand at the axis as have room" \
    "$(sed -n 's/^set xtics 2,\([0-9]*\)$/\1/p' script | awk '{ print ($1 >= 3 && $1 <= 5) }')" 1
draw kselect kselect.json
is "kselect: of few, all" "$(grep -c '^set xtics 2,1$' script)" 1

draw sizes clustered.csv
mlr --icsv --onidx put -q 'print (NR - 1) . " " . $count' profile.csv >wanted
is "sizes: of a stream" "$(block bars | cut -d' ' -f1,2)" "$(cat wanted)"
draw sizes profile.csv
is "sizes: of a profile" "$(block bars | cut -d' ' -f1,2)" "$(cat wanted)"
ok "sizes: in the title" label "4 segments of 300 rows"
draw sizes personas.csv
ok "sizes: named by personas" grep -qF "set ytics ('0 $(mlr --icsv --onidx head -n 1 then cut -f persona personas.csv)' 0)" script

draw profile profile.csv
seg-profile --index clustered.csv |
    mlr --icsv --ojson cut -r -f '_index$' | jq -r '.[] | .[]' >wanted
is "profile: the index of seg-profile, to nine digits" \
    "$(block cells | awk '{ printf "%.7f\n", $3 }')" "$(awk '{ printf "%.7f\n", $1 }' wanted)"
is "profile: shaded from half to twice the average" \
    "$(block cells | awk '{ s = log($3 / 100) / log(2); s = s < -1 ? -1 : s > 1 ? 1 : s
        if (s - $4 > 1e-9 || $4 - s > 1e-9) print }')" ""
is "profile: the features by name" "$(sed -n "s/^set xtics .*('\(.*\)' [0-9]*)$/\1/p" script | lines)" \
    "age annual_income spending_score spend_income_ratio"
printf 'cluster,count,a,b\n0,1,1,-1\n1,3,2,0\n2,1,0,1\n' >zero.csv
draw profile -f b,a zero.csv
is "profile: no index where the mean is 0; columns in the order of -f" \
    "$(block cells | awk '$1 == 0 { print $3, $4 }' | sort -u)" "NaN NaN"
draw profile <(mlr --csv join -j cluster -f personas.csv profile.csv)
ok "profile: named by personas" grep -qF "set ytics ('0 $(mlr --icsv --onidx head -n 1 then cut -f persona personas.csv)' 0)" script

draw silhouette clustered.csv
is "silhouette: the means of seg-metrics" "$(block means | cut -d' ' -f3)" \
    "$(seg-metrics clustered.csv | jq -r '.clusters[].silhouette')"
is "silhouette: every row of a short table" \
    "$(for i in 0 1 2 3; do block segment$i | sed '1d;$d'; done | wc -l)" 300
is "silhouette: descending" "$(block segment0 | cut -d' ' -f1)" "$(block segment0 | cut -d' ' -f1 | sort -gr)"
is "silhouette: the mean is a line" \
    "$(grep -c "^set arrow from $(seg-metrics clustered.csv | jq -r .silhouette),graph 0" script)" 1

draw kdistance --min-samples 5 --eps-percentile 95 clustered.csv
seg-dbscan --min-samples 5 --eps-percentile 95 --report report.json clustered.csv >/dev/null
is "kdistance: eps and core points of seg-dbscan" "$(block eps)" \
    "$(jq -r '"\(.eps) \(.core_points) \(.rows)"' report.json)"
is "kdistance: every row of a short table" "$(block kdistances | wc -l)" 300
is "kdistance: ascending" "$(block kdistances | cut -d' ' -f2)" "$(block kdistances | cut -d' ' -f2 | sort -g)"
draw kdistance --eps 0.5 clustered.csv
is "kdistance: an eps of one's own" "$(block eps | cut -d' ' -f1)" 0.5

note() { # TEXT: whether the notes have it, on one line or two
    sed -n "s/^set label '\(.*\)' at screen .*/\1/p" script | lines | grep -qF "$1"
}
draw kdistance --eps 100 clustered.csv
ok "kdistance: no row beyond eps, in words" note "No row is beyond it, so there are no outliers."
draw kdistance --eps "$(seg-plot kdistance --script clustered.csv | block kdistances - | tail -n 2 | head -n 1 | cut -d' ' -f2)" clustered.csv
ok "kdistance: one row" note "The one row beyond it is an outlier, unless a core point is near."
draw kdistance clustered.csv
ok "kdistance: some" note "The $(block eps | awk '{ print $3 - $2 }') rows beyond it are outliers, unless a core point is near."

draw scatter -f age,annual_income labelled.csv
is "scatter: the rows of each segment" \
    "$(for i in 0 1 2 3; do block segment$i | cksum; done)" \
    "$(for i in 0 1 2 3; do mlr --icsv --onidx filter "\$cluster == $i" then cut -o -f age,annual_income clustered.csv | cksum; done)"
is "scatter: the centroids are the means of the profile" \
    "$(block centroids | awk '{ printf "%.9f %.9f %d\n", $1, $2, $5 }')" \
    "$(mlr --icsv --onidx cut -o -f age,annual_income,count profile.csv | awk '{ printf "%.9f %.9f %d\n", $1, $2, $3 }')"
ok "scatter: the legend has the personas" label "1 $(mlr --icsv --onidx filter '$cluster == 1' then cut -f persona personas.csv)"
ok "scatter: the axes are named as the columns" grep -q "^set xlabel 'age'" script
draw scatter clustered.csv
# The variance between the segments by that in all.
explained() {
    mlr --icsv --onidx cut -o -f cluster,$1 clustered.csv | awk -v name=$1 '
        { n[$1]++; s[$1] += $2; t += $2; q += $2 ^ 2 }
        END { for (c in n) b += s[c] ^ 2 / n[c]; print (b - t ^ 2 / NR) / (q - t ^ 2 / NR), name }'
}
is "scatter: without -f the two columns that the segments explain best" \
    "$(sed -n "s/^set [xy]label '\([^']*\)'.*/\1/p" script | lines)" \
    "$(for name in age annual_income spending_score spend_income_ratio; do explained $name; done |
        sort -gr | head -n 2 | cut -d' ' -f2 | lines)"
printf 'x,y,cluster\n1,2,0\n3,4,-1\n5,6,1\n5,7,1\n' >noise.csv
draw scatter -f x,y noise.csv
is "scatter: noise has a mark and no centroid" \
    "$(block segment2) $(block centroids | wc -l) $(grep -c "'-1 (noise)'" script)" "3 4 2 1"

draw pca clustered.csv
is "pca: the shares of the components, falling, together 1" \
    "$(block components | awk '{ sum += $3; falls = NR == 1 || $3 <= last; last = $3; if (!falls) print } END { printf "%.9f", sum }')" 1.000000000
is "pca: an arrow and a name for each feature" \
    "$(block loadings | wc -l) $(grep -c "^set label '\(age\|annual_income\|spending_score\|spend_income_ratio\)' .* boxed" script)" "4 4"
is "pca: every row" "$(for i in 0 1 2 3; do block segment$i; done | wc -l)" 300

draw drift drift.csv
is "drift: the greatest first" "$(block bars | cut -d' ' -f2 | lines)" "0.3 0.12 0.02 0.01"
is "drift: what chance reaches, in the same order" "$(block noise | cut -d' ' -f2 | lines)" "0.05 0.05 0.05 0.03"
is "drift: three colours" "$(block bars | cut -d' ' -f3 | sort -u | wc -l)" 3
ok "drift: a bar says what seg-drift says" label "0.300 refit, mean +0.50 sd"
is "drift: the names of the thresholds stand on both sides of the lines, wherever these are" \
    "$(grep -oE "'(watch|refit)' at first [0-9.]+,graph 1 [a-z]+" script | awk '{ print $1, $NF }' | lines)" \
    "'watch' right 'refit' left"
ok "drift: the note fits a dark page" grep -q "The short line is what chance" script
ok "drift: the title" label "Drift: 1 of 4 call for a refit"
draw drift <(cut -d, -f1,2 drift.csv)
is "drift: without a verdict by the customary thresholds" "$(block bars | cut -d' ' -f3 | uniq -c | awk '{ print $1 }' | lines)" "1 1 2"

draw stability stability.json
is "stability: of each segment" "$(block bars | cut -d' ' -f1,2 | lines)" "0 0.97 1 0.7 2 0.5"
is "stability: a deviation to both sides, within 0 and 1" "$(block spreads | lines)" "0 0.9199999999999999 1 1 0.49999999999999994 0.8999999999999999 2 NaN NaN"
ok "stability: the band is named" label "0.70 doubtful"
ok "stability: the title" label "1 of 3 segments cannot be trusted"
jq '.segments[0] |= (.stability = null | .sd = null | .trust = null)' stability.json >one-judged.json
draw stability one-judged.json
is "stability: a segment that was not judged has no bar" "$(block bars | cut -d' ' -f1,2 | lines)" "0 NaN 1 0.7 2 0.5"
ok "stability: and says so" label "not judged"

# ---- many rows ----
awk 'BEGIN { print "x,y,z_x,z_y,cluster"; for (i = 0; i < 20000; i++) {
    a = i % 141; b = int(i / 141); printf "%d,%d,%d,%d,%d\n", a, b, a, b, (a > 70) } }' >many.csv
for kind in scatter pca; do
    draw $kind many.csv
    is "$kind: many rows are counted, each once" "$(block density | awk '{ n += $5 } END { print n }')" 20000
    ok "$kind: and the script stays short" test "$(wc -c <script)" -lt 600000
done
draw scatter many.csv
is "a density: the legend has the colours of its cells, as squares" \
    "$(grep -c "^set label '[01]' at screen .* point pt 5 .* lc rgb '#\(0072B2\|D55E00\)'" script)" 2
most=$(block density | cut -d' ' -f5 | sort -n | tail -n 1)
is "a density: what the strength of a colour means, from one row to the most" \
    "$(sed -n "s/^set label '\([0-9 to]*\)' .* point pt 5 ps 1.4 .*/\1/p" script | sed -n '1s/ .*//;$s/.* //;1p;$p' | lines)" \
    "1 $most"
is "a density: no more strengths than these" "$(block density | cut -d' ' -f6,8 | sort -u | cut -d' ' -f1 | uniq -c |
    awk '$1 > 3 { print }')" ""
is "a density: a line between its regions, from top to bottom" \
    "$(block borders | awk '$3 == 0 { x = $1; up += $4 } END { print (x > 70 && x < 72), (up > 141 && up < 155) }')" "1 1"
draw sizes <(mlr --icsv --ocsv head -n 12 -g cluster then put '$cluster = NR % 12' then cut -f cluster many.csv)
is "twelve segments have twelve colours" "$(block bars | cut -d' ' -f3 | sort -u | wc -l)" 12
draw silhouette many.csv
ok "silhouette: curves of many rows are thinned" test "$(wc -l <script)" -lt 1700
draw kdistance many.csv
ok "kdistance: as well, the last rows are all there" test "$(block kdistances | tail -n 100 | cut -d' ' -f1 | lines) $(block kdistances | wc -l | awk '{ print ($1 <= 1101) }')" = "$(seq 19901 20000 | lines) 1"
for kind in scatter pca silhouette kdistance; do
    is "$kind: the same bytes for any number of threads" \
        "$(seg-plot $kind --script -t 2 many.csv | cksum)" "$(seg-plot $kind --script -t 1 many.csv | cksum)"
done
mlr --icsv --ojsonl cat labelled.csv >labelled.ndjson
for kind in scatter pca silhouette sizes kdistance; do
    is "$kind: NDJSON" "$(seg-plot $kind --script labelled.ndjson | cksum)" "$(seg-plot $kind --script <labelled.csv | cksum)"
done

# ---- names and legends ----
# Lines that grow are measured by letters: a title of W stays within the picture.
draw sizes --title "$(printf 'W%.0s' {1..400})" profile.csv
is "a long title has three lines, the last one cut" \
    "$(grep -c "^set label 'WWW" script) $(grep -c "^set label 'W*…' at" script)" "3 1"
ok "and each is short enough for the wide letters" \
    test "$(grep -o "^set label 'W*" script | awk '{ print length($3) }' | sort -n | tail -n 1)" -lt 50
draw sizes --title "Short" profile.csv
is "a title that fits is one line" "$(grep -c "^set label 'Short' at" script)" 1
height_of() { sed -n 's/^set terminal svg .* size [0-9]*,\([0-9]*\) .*/\1/p' script; }
short=$(height_of)
draw sizes --title "$(printf 'words %.0s' {1..40})" profile.csv
ok "the picture is as much higher" test "$(height_of)" -gt "$short"

awk 'BEGIN { print "x,y,cluster"; for (g = 0; g < 40; g++) for (i = 0; i < 5; i++)
    printf "%d,%d,%d\n", g % 7 * 10 + i, int(g / 7) * 10 + i * i % 5, g }' >forty.csv
for kind in scatter pca; do
    draw $kind -f x,y forty.csv
    is "$kind: every segment is in the legend" \
        "$(grep -c "^set label '[0-9]*' at screen .* point pt" script) $(grep -c "and [0-9]* more" script)" "40 0"
done
mlr --csv put '$persona = "Customers of one kind who like number " . $cluster . " of all"' forty.csv >long.csv
draw scatter -f x,y long.csv
is "long names: so is every one, whole, and the picture is higher" \
    "$(grep -c "^set label '[0-9]* Customers of one kind who like.* point pt" script) \
$(grep -c 'and [0-9]* more' script) $(test "$(height_of)" -gt 1000 && echo higher)" "40 0 higher"
draw scatter -f x,y --size 400x300 long.csv
is "where the height is the user's, the rest is counted" "$(grep -c "^set label 'and [0-9]* more'" script)" 1
draw sizes long.csv
is "bars: no two names read the same" \
    "$(sed -n "s/^set ytics .*('[0-9]* \(.*\)' [0-9]*)$/\1/p" script | sort -u | wc -l)" 40

# Twelve features that are nearly one.
awk 'BEGIN { srand(1); printf "cluster"; for (j = 0; j < 12; j++) printf ",z_a_feature_of_the_bundle_%d", j
    print ""; for (i = 0; i < 60; i++) { printf "%d", i % 3; for (j = 0; j < 12; j++)
    printf ",%.4f", i % 3 * 3 + rand() + (i % 7) * j / 20; print "" } }' >bundle.csv
draw pca bundle.csv
is "pca: ten arrows have names, and lines lead to those that stand away" \
    "$(grep -c ' boxed front tc' script) $(($(block leaders | grep -vc NaN) >= 9))" "10 1"
ok "pca: the names of the rest are in the notes" \
    grep -q "the 10 longest of 12, not those of a_feature_of_the_bundle_" script
is "pca: a line ends at the height of a name" \
    "$(block leaders | grep -v NaN | cut -d' ' -f4 | sort -u)" \
    "$(sed -n "s/^set label '.*' at [^,]*,\([^ ]*\) [a-z]* boxed.*/\1/p" script | sort -u |
        grep -xF -f <(block leaders | cut -d' ' -f4))"
is "pca: the points leave the names a gutter" \
    "$(for i in 0 1 2; do block segment$i; done | cut -d' ' -f1 |
        awk -v limits="$(sed -n 's/^set xrange \[\(.*\):\(.*\)\]$/\1 \2/p' script)" '
        BEGIN { split(limits, at, " ") } { low = $1 < low ? $1 : low; high = $1 > high ? $1 : high }
        END { print (at[2] - high > 0.25 * (high - low) || low - at[1] > 0.25 * (high - low)) }')" 1

# Each name outside of its tip, where it covers neither that nor the line.
sed '1s/z_age/z_months_since_first_order/; 1s/z_annual_income/z_average_basket_value_eur/
    1s/z_spending_score/z_number_of_store_visits/; 1s/z_spend_income_ratio/z_days_since_last_purchase/' \
    labelled.csv >wide_names.csv
draw pca wide_names.csv
is "pca: a side whose names a gutter of the other leaves no room has one, too" "$(block leaders | grep -v NaN |
    awk '{ inside += ($3 - $1) * $1 < 0 } END { print (NR > 0), inside }')" "1 0"
awk 'BEGIN { srand(2); printf "cluster"; for (j = 0; j < 12; j++) printf ",z_average_monthly_feature_number_%d", j
    print ""; for (i = 0; i < 60; i++) { printf "%d", i % 3; for (j = 0; j < 12; j++)
    printf ",%.4f", rand(); print "" } }' >alike.csv
draw pca alike.csv
is "pca: names that begin alike are not cut to the same" \
    "$(grep -o "^set label '[^']*' .* boxed front" script | cut -d"'" -f2 | sort -u | grep -c number_)" 10
draw profile <(sed '1s/z_//g' alike.csv | awk -F, -v OFS=, 'NR < 5 { print (NR > 1 ? NR - 2 : $1), (NR > 1 ? 20 : "count"),
    $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 }')
is "profile: nor here" "$(grep '^set xtics .*number_' script | cut -d"'" -f2 | sort -u | wc -l)" 12

draw scatter -f age,annual_income clustered.csv
is "a ring that has room stands at its centroid, to the last digit" \
    "$(block centroids | awk '$1 == $3 && $2 == $4' | wc -l)" 4

# Three segments whose centroids are almost one.
awk 'BEGIN { OFS = ","; print "a,b,cluster"; for (i = 0; i < 24; i++)
    print (i % 2 ? 10 : -10) * (i % 3 + 1) + i % 3 / 8, (i % 4 < 2 ? 10 : -10) * (i % 3 + 1), i % 3 }' >one_centre.csv
# cells: how far each ring is from each cross that is drawn, in columns and rows.
cells() {
    local across up
    read -r across up < <(awk -F'[ :;]+|[[]|[]]' '
        /^set terminal/ { split($0, a, "size "); split(a[2], size, "[, ]") }
        /^set lmargin/ { columns = ($10 - $5) * size[1] / 8 } /^set tmargin/ { rows = ($5 - $10) * size[2] / 20 }
        /^set xrange/ { x = $5 - $4 } /^set yrange/ { y = $5 - $4 }
        END { print x / columns, y / rows }' script)
    block centroids | awk -v across="$across" -v up="$up" '
        function size(x) { return x < 0 ? -x : x }
        { x[NR] = $1 / across; y[NR] = $2 / up; ring_x[NR] = $3 / across; ring_y[NR] = $4 / up }
        END { for (i = 1; i <= NR; i++) {
            if (((ring_x[i] - x[i]) / 1.5) ^ 2 + ((ring_y[i] - y[i]) / 0.6) ^ 2 < 1) continue
            for (j = 1; j <= NR; j++) print size(ring_x[j] - x[i]), size(ring_y[j] - y[i]) } }'
}
draw scatter -f a,b one_centre.csv
is "no ring stands on a cross, its own or another's" \
    "$(cells | awk '{ n++; on += $1 < 2.3 && $2 < 1 } END { print (n >= 6), on + 0 }')" "1 0"
is "and were there no room, the crosses would be below the rings" \
    "$(grep -oE 'pt (2|7|6) ps (0.8|2.6)' script | lines)" "pt 2 ps 0.8 pt 7 ps 2.6 pt 6 ps 2.6"

# ---- the numbers at the axes ----
# tics AXIS: their texts.
tics() { grep "^set $1tics .*('" script | cut -d"'" -f2 | lines; }
printf 'cluster,count,share\n0,134290,0.6\n1,89000,0.4\n' >large.csv
draw sizes large.csv
is "large numbers are short" "$(tics x)" "0 20k 40k 60k 80k 100k 120k"
draw sizes --size 400x300 large.csv
is "and where room is short, few" "$(tics x)" "0 50k 100k"
awk 'BEGIN { OFS = ","; print "a,b,cluster"; for (i = 0; i < 40; i++)
    print 1e6 + i * 7, i * 31250 % 1e6 - 1200000, i % 3 }' >far.csv
draw scatter -f a,b far.csv
is "where a letter is no help, they are in full" "$(tics x)" "1000000 1000050 1000100 1000150 1000200 1000250"
is "upright ones" "$(tics y)" "-1.2M -1M -0.8M -0.6M -0.4M -0.2M"
left=$(sed -n 's/^set lmargin at screen \([0-9.]*\);.*/\1/p' script)
awk 'BEGIN { OFS = ","; print "a,b,cluster"; for (i = 0; i < 40; i++) print i, 5e8 + i * 5, i % 3 }' >far.csv
draw scatter -f a,b far.csv
is "upright numbers that are long have a wider margin" "$(tics y) $(awk -v left="$left" \
    '/^set lmargin/ { print (($5 + 0) > left + 0.01) }' script)" "500000000 500000050 500000100 500000150 500000200 1"
draw kselect kselect.json
is "kselect: the inertia begins at 0, nothing goes below it that cannot" \
    "$(grep -A1 '^set yrange' script | grep -c 'yrange \[-') $(sed -n 's/^set yrange \[\(.*\):.*/\1/p' script | head -n 1)" "0 0"
ok "kselect: numbers in full" test -z "$(grep -E "^set (y?tics|title).*[0-9]e[+]" script)"
# panels: rows and columns of them, and the picture's size.
panels() {
    sed -n 's/^set tmargin at screen \([^;]*\);.*/\1/p' script | sort -u | wc -l
    sed -n 's/^set lmargin at screen \([^;]*\);.*/\1/p' script | sort -u | wc -l
    sed -n 's/^set terminal svg .* size \([0-9,]*\) .*/\1/p' script
}
draw kselect --size 1600x300 kselect.json
is "kselect: in a low picture the panels stand side by side" "$(panels | lines)" "1 4 1600,300"
draw kselect --size 400x300 kselect.json
is "kselect: one too small for them grows" "$(panels | lines | awk -F'[ ,]' '{ print $1, $2, $3, ($4 > 700) }')" "4 1 400 1"
draw sizes --size 100x60 profile.csv
is "sizes: and so here" "$(panels | tail -n 1 | awk -F, '{ print ($1 >= 300), ($2 >= 160) }')" "1 1"

# ---- names that a script must not take for anything else ----
cat >hostile.py <<'END'
import csv, random
random.seed(1)
names = ["it's \"a\" $x", "100% {sub}_^2 @m %d \\n \\", "`touch pwned`", "<script>alert(1)</script> &",
         "a\nplot 1\ttab", "\u202eright \u05d0", "EOD", "x" * 300]
personas = ["`touch pwned` 'VIP'\\", "{/=99 B@d} %s", "EOD\nsystem('touch pwned')", "</text><script>"]
out = csv.writer(open("hostile.csv", "w", encoding="utf-8", newline=""), lineterminator="\n")
out.writerow(names + ["z_" + n for n in names] + ["cluster", "persona"])
for i in range(40):
    row = [round(random.gauss(i % 4 * 3 * (j % 2) + j, 1), 3) for j in range(len(names))]
    out.writerow(row + row + [i % 4, personas[i % 4]])
END
python3 hostile.py
seg-profile hostile.csv >hostile-profile.csv
draw scatter -f '`*,EOD' hostile.csv
ok "a name stands in single quotes" grep -qF "set xlabel '\`touch pwned\`'" script
ok "a persona does, its quotes doubled" grep -qF "'0 \`touch pwned\` ''VIP''\\' at" script
is "no line of the script is a name's" "$(grep -c '^plot 1\|^system' script)" 0
for kind in scatter pca silhouette sizes kdistance; do seg-plot $kind --script hostile.csv; done >scripts
seg-plot profile --script hostile-profile.csv >>scripts
is "no block ends before its end" "$(grep -c '^EOD' scripts)" "$(grep -c '<< EOD$' scripts)"

# ---- gnuplot that is missing, or fails ----
echo before >there.svg
fails "without gnuplot: what to install" 1 \
    "seg-plot: gnuplot is not installed; install it (Debian and Ubuntu: apt-get install gnuplot-nox; Fedora: dnf install gnuplot; macOS: brew install gnuplot), or --script prints what it would draw" \
    env PATH="$T/nowhere" "$plot" sizes profile.csv -o there.svg
is "without gnuplot: the file stays what it was" "$(cat there.svg)" before
run env PATH="$T/nowhere" "$plot" sizes --script profile.csv
is "without gnuplot: --script works" "$status $err$(printf '%s\n' "$out" | head -n 1)" "0 # Made by seg-plot; to draw it: gnuplot FILE"
mkdir fake
printf '#!/bin/sh\ncat >/dev/null\necho half\nprintf "\\n         line 3: no such thing\\n\\n" >&2\nexit 1\n' >fake/gnuplot
chmod +x fake/gnuplot
fails "gnuplot's complaint" 1 "seg-plot: gnuplot: line 3: no such thing" \
    env PATH="$T/fake:$PATH" seg-plot sizes profile.csv -o there.svg
is "a file appears whole or not at all" "$(cat there.svg) $(ls | grep -c '^\.there')" "before 0"
printf '#!/bin/sh\nkill -9 $$\n' >fake/gnuplot
fails "gnuplot was killed" 1 "seg-plot: gnuplot was ended by signal 9" \
    env PATH="$T/fake:$PATH" seg-plot sizes profile.csv
is "and nothing was written" "$out" ""
printf '#!/bin/sh\nexit 0\n' >fake/gnuplot
fails "gnuplot drew nothing" 1 "seg-plot: gnuplot drew nothing" \
    env PATH="$T/fake:$PATH" seg-plot sizes profile.csv

# ---- usage and data ----
kinds="kselect, scatter, pca, silhouette, profile, kdistance, sizes, drift, stability"
fails "no KIND" 2 "seg-plot: what to draw? KIND is one of $kinds" seg-plot
fails "another KIND" 2 "seg-plot: not a KIND: 'pie'; it is one of $kinds" seg-plot pie
fails "an ending that says nothing" 2 \
    "seg-plot: --out: ends neither in .svg nor .png, .pdf or .txt, and there is no --format: 'a.gif'" \
    seg-plot sizes -o a.gif profile.csv
fails "an option for another kind" 2 "seg-plot: --eps says nothing to a plot of kind sizes" \
    seg-plot sizes --eps 1 profile.csv
fails "a list of features for a report" 2 "seg-plot: --features says nothing to a plot of kind kselect" \
    seg-plot kselect -f a kselect.json
fails "eps twice" 2 "seg-plot: --eps and --eps-percentile exclude each other" \
    seg-plot kdistance --eps 1 --eps-percentile 3 scaled.csv
fails "two reports" 2 "seg-plot: kselect reads one file, not 2" seg-plot kselect kselect.json kselect.json
fails "a size" 2 "seg-plot: --size: not a size like 800x600, from 20x10 to 10000x10000: '800'" \
    seg-plot sizes --size 800 profile.csv
fails "a format" 2 "seg-plot: --format: not one of text, svg, png, pdf: 'gif'" seg-plot sizes --format gif profile.csv
fails "an id prefix" 2 "seg-plot: --id-prefix: not a letter and then letters, digits, - and _: '1\"'" \
    seg-plot sizes --id-prefix '1"' profile.csv
fails "an id prefix for a PNG" 2 "seg-plot: --id-prefix is for SVG" \
    seg-plot sizes --id-prefix a -o a.png profile.csv
fails "no report" 1 \
    "seg-plot: stdin: empty; did the stage before fail? (a plot of kind kselect reads the JSON of seg-kselect)" \
    seg-plot kselect </dev/null
fails "another report" 1 "seg-plot: not a report of seg-kselect: it has no table and choices" \
    seg-plot kselect stability.json
fails "another report, the other way round" 1 "seg-plot: not a report of seg-stability: it has no segments" \
    seg-plot stability kselect.json
fails "no profile" 1 \
    "seg-plot: no column 'count'; the columns are: x, y, cluster; seg-profile writes it" \
    seg-plot profile noise.csv
printf 'cluster,count,a\n0,1,2\n0,1,3\n' >twice.csv
fails "a segment twice" 1 \
    "seg-plot: twice.csv:3: column 'cluster': the segment is there twice: '0'; seg-profile writes one row a segment" \
    seg-plot profile twice.csv
printf 'z_a,z_b,cluster\n1,2,0\n2,3,1\n' >bare.csv
fails "scaled columns without the raw ones" 1 "seg-plot: the stream has 'z_a' but not 'a', and without -f a scatter plot is \
of raw features; -f X,Y names two columns, which may be z_ columns" seg-plot scatter bare.csv
fails "no table of drift" 1 "seg-plot: no column 'feature'; the columns are: x, y, cluster; seg-drift writes it" \
    seg-plot drift noise.csv
fails "one column to scatter" 1 "seg-plot: a scatter plot takes two columns, not 1: -f X,Y names them" \
    seg-plot scatter -f x noise.csv
fails "one feature" 1 "seg-plot: two principal components need two features at least" seg-plot pca -f x noise.csv
fails "no silhouette" 1 "seg-plot: no silhouette: all rows are in one cluster; at least two are needed" \
    seg-plot silhouette -f x <(head -n 2 noise.csv)
fails "too few rows" 1 "seg-plot: 4 rows are fewer than --min-samples 5" \
    seg-plot kdistance --min-samples 5 -f x,y noise.csv
fails "segments without end" 1 \
    "seg-plot: more than 200 segments, which no picture can tell apart; --by names the column of the segments" \
    seg-plot sizes --by customer_id clustered.csv
printf 'x,y,cluster\n1,1e200,0\n' >huge.csv
fails "numbers without end" 1 "seg-plot: column 'y', row 1: 1e+200 is beyond 1e100" \
    seg-plot scatter -f x,y huge.csv
run seg-plot sizes --script --log log profile.csv
is "the log says what was drawn" "$(jq -c '[.tool, .kind, .rows_in]' log)" '["seg-plot","sizes",4]'

# ---- drawn ----
if ! command -v gnuplot >/dev/null; then
    skip "pictures" "gnuplot is not installed"
    done_testing
    exit
fi
source_of() {
    case $1 in
    kselect) echo kselect.json ;;
    stability) echo stability.json ;;
    drift) echo drift.csv ;;
    profile) echo profile.csv ;;
    *) echo labelled.csv ;;
    esac
}
cat >check.py <<'END'
# Well-formed, titled, and nothing that runs or leads out of it.
import sys, xml.dom.minidom
for path in sys.argv[1:]:
    root = xml.dom.minidom.parse(path).documentElement
    titles = root.getElementsByTagName("title")
    assert len(titles) == 1 and titles[0].firstChild.data == root.getAttribute("aria-label") != "", path
    assert root.getAttribute("role") == "img"
    assert "GNUPLOT" not in root.getElementsByTagName("desc")[0].firstChild.data, path
    assert not root.getElementsByTagName("script") and not root.getElementsByTagName("image"), path
    for node in root.getElementsByTagName("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), path
            assert not name.endswith("href") or value.startswith("#"), path
END
for kind in kselect scatter pca silhouette profile kdistance sizes drift stability; do
    file=$(source_of $kind)
    for ending in svg txt; do
        run seg-plot $kind "$file" -o $kind.$ending
        is "$kind: $ending" "$status $err$out" "0 "
    done
done
rm there.svg
ok "every SVG is sound" python3 check.py ./*[a-z].svg
is "no text drawing is wider than 79 columns" \
    "$(python3 -c 'import sys
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        if len(line) > 80: print(path, line)' ./*.txt)" ""
is "each begins with its title" "$(head -q -n 1 ./*.txt | grep -c '^ [A-Za-z0-9]')" 9
run seg-plot pca labelled.csv -o pca.png
is "a PNG" "$status $err$(head -c 4 pca.png | tail -c 3)" "0 PNG"
run seg-plot profile profile.csv -o profile.pdf
is "a PDF" "$status $err$(head -c 4 profile.pdf)" "0 %PDF"
seg-plot kselect kselect.json --script -o "it's.svg" >script
gnuplot script >/dev/null 2>&1
is "the script runs by itself" "$(grep -c '^</svg>' "it's.svg")" 1
is "on a pipe it is SVG" "$(seg-plot sizes profile.csv | head -c 5)" "<?xml"
for kind in scatter pca silhouette sizes; do seg-plot $kind hostile.csv -o hostile-$kind.svg; done
mlr --csv put '$persona = "'"'"'VIP'"'"' of " . $cluster' forty.csv >quoted.csv
seg-plot sizes quoted.csv --title "'Mine'" -o quoted.svg
is "a name in quotes" "$(grep -c "'VIP' of [0-9]*</text>" quoted.svg) $(grep -c "<text>'Mine'</text>" quoted.svg)" "40 1"
seg-plot profile hostile-profile.csv -o hostile-profile.svg
ok "hostile names: SVG is sound" python3 check.py hostile-*.svg
is "hostile names: nothing was run" "$(ls | grep -c pwned)" 0
ok "hostile names: one stands there as it is" grep -qF '>`touch pwned`</text>' hostile-pca.svg
seg-plot scatter labelled.csv --id-prefix one- -o one.svg
is "every id has the prefix, and every reference" \
    "$(grep -o "id=[\"'][^\"']*\|href=[\"']#[^\"']*" one.svg | sed "s/.*[\"'#]//" | grep -vc '^one-')" 0
is "a million rows or twenty thousand: a picture of the size of five thousand" \
    "$(seg-plot scatter many.csv | wc -c | awk '{ print ($1 < 1000000) }')" 1
printf 'z_a,z_b,a,b,cluster\n1,2,3,4,0\n' >one.csv
for kind in scatter pca sizes; do
    run seg-plot $kind one.csv -o one.svg
    is "$kind: one row" "$status $err" "0 "
done
for kind in scatter pca; do
    run seg-plot $kind forty.csv -f x,y --size 120x80 -o one.svg
    is "$kind: a picture too small for anything" "$status $err" "0 "
done
seg-plot sizes profile.csv -o sizes.svg --title 'Mine & <yours>'
ok "a title of one's own" grep -qF '<title>Mine &amp; &lt;yours&gt;</title>' sizes.svg
python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' seg-plot sizes profile.csv </dev/null >terminal 2>&1
ok "on a terminal it is text" grep -q '4 segments of 300 rows' terminal
is "which has no blank lines at its end, and the terminal's own colour for what is no segment" \
    "$(tail -n 1 terminal | grep -c rows) $(grep -c '38;5;2[3-5][0-9]m' terminal)" "1 0"
if [ -e /dev/full ]; then
    run bash -c 'seg-plot sizes profile.csv >/dev/full'
    is "a full disk" "$status $err" "1 seg-plot: stdout: No space left on device"
fi
run bash -c 'seg-plot scatter labelled.csv | head -c 9; exit ${PIPESTATUS[0]}'
is "a reader that goes away" "$status $err" "0 "
done_testing
