# The reports of seg-report in a real browser: phone, tablet and screen (and the
# screen at 200 %), light and dark, and paper, with the sample, with hostile texts,
# with many segments and customers, and with next to nothing.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
browser=$ROOT/tests/browser
if ! command -v chromium >/dev/null; then
    echo "1..0 # SKIP chromium is not installed"
    exit 0
fi
"$browser/sample-artifacts" full || exit 1
python3 "$browser/hostile-artifacts.py" hostile
# Enough customers for a density, more segments than colours, and wide names.
mkdir many bare wide
awk 'BEGIN { print "id,a_feature_whose_name_is_longer_than_any_head_of_a_table_would_be,b,cluster"
    for (i = 0; i < 20400; i++) { c = i % 24; printf "%d,%g,%g,%d\n", i, c % 5 + (i * 7919 % 1000) / 900, int(c / 5) + (i * 104729 % 1000) / 900, c } }' |
    seg-scale -f 'a_*,b' >many/segments.csv
seg-profile many/segments.csv >many/cluster_profiles.csv
seg-persona -q many/cluster_profiles.csv >many/personas.csv
head -n 3 full/cluster_profiles.csv >bare/cluster_profiles.csv
# More features than a page has room for, large numbers, and names like those of real tables.
awk 'BEGIN { split("ID_code Year_Birth Marital_Status_Code NumCatalogPurchases NumWebVisitsMonth delicatessen detergents_paper Kundenzufriedenheit", names)
    printf "customer_id"; for (j = 1; j <= 25; j++) printf ",%s", j in names ? names[j] : "accepted_cmp" j; print ",cluster"
    for (i = 0; i < 120; i++) { printf "c%d", i
        for (j = 1; j <= 25; j++) printf ",%d", (i % 3 + 1) * 41 ^ (j % 5 + 1) * (1 + (i * 7919 + j * 104729) % 100 / 100)
        print "," i % 3 } }' | seg-scale -q >wide/segments.csv
seg-profile wide/segments.csv >wide/cluster_profiles.csv
seg-persona -q wide/cluster_profiles.csv >wide/personas.csv
head -n 9 wide/segments.csv | mlr --csv put '$outlier = 1' >wide/outliers.csv
for folder in full hostile many bare wide; do
    seg-report -q $folder
done

look_at() { # FOLDER light|dark
    local pictures tables
    pictures=$(grep -c '<figure' "$1/report.html") tables=$(grep -c '<table' "$1/report.html")
    is "$1: nothing is wrong at any width, $2" \
        "$("$browser/look" "$2" "$1/report.html" 360 640 768 1280 | sed 's/[0-9]* texts/N texts/; s/[0-9]* headings.*/N/')" \
        "$(for width in 360 640 768 1280; do echo "looked at $2 $width: N texts, $pictures pictures, $tables tables, N"; done)"
}
look_at full light
look_at full dark
look_at hostile light
look_at hostile dark
look_at many dark
look_at bare dark
is "full: nor at widths where two pictures hardly fit" "$("$browser/look" light full/report.html 1050 1080 1100 1140 | grep -v '^looked at')" ""
for folder in full hostile; do
    is "$folder: the browser complains of nothing" "$("$browser/look" --errors $folder/report.html)" ""
done
for folder in full many wide hostile; do
    if command -v pdftotext >/dev/null; then
        # Of many segments a picture is higher than a page, and made smaller.
        case $folder in full | wide) points=6.5 ;; *) points=6 ;; esac
        is "$folder: on paper every number is whole, within the page and large enough" \
            "$("$browser/look" --words $folder/report.html | "$browser/page-words" $folder/report.html $points)" "numbers on pages"
        is "$folder: no page ends with what speaks of the next" \
            "$("$browser/look" --pages $folder/report.html | "$browser/page-feet" $folder/report.html)" "several pages"
    else
        skip "$folder: pages" "pdftotext is not installed"
    fi
done
! command -v gnuplot >/dev/null || ok "many: the picture is a density" grep -q "fill-opacity='0" many/report.html
sed -e 's/--quiet:#555e64/--quiet:#999/' -e 's/ scope="col"//' -e 's/h2 id="segments-heading"/h3 id="segments-heading"/' \
    -e 's/\.figures{display:flex;/.figures{display:flex;min-width:500px;/' -e 's/id="card-2"/id="card-3"/' \
    -e 's/translate([0-9.]*\(,[0-9.]*) rotate(270)\)/translate(0\1/' \
    -e 's/<footer>/<a href="#gone"><\/a><img onerror="x()"><footer>/' full/report.html >bad.html
"$browser/look" light bad.html 360 >findings
for finding in "the page is 516 wide, its window 360" "contrast 2.85: <bdi> 1.0.0" "a header without a scope: <th> Segment" \
    "a heading that skips from 1 to 3: <h3#segments-heading>" "the id card-3 is there 2 times" "a link to nowhere: #gone" \
    "a link without a name: #gone" "what should not be here: <img>" "a handler of events: onerror" \
    "$(! command -v gnuplot >/dev/null || echo "cut off at the edge of a picture: <text> PC2")"; do
    ok "the probe would see: $finding" grep -qF "$finding" findings
done
sed -e 's/--data-5:#9966FF/--data-5:#332288/' -e 's/--data-7:#F0E442/--data-7:#CC79A8/' -e 's/fill="var(--ink)"/fill="#222222"/' \
    -e 's/\.sideways{/.sideways{max-height:1px;padding:0!important;/' -e 's/\.edge{grid/.edge{min-width:20px;grid/' \
    -e 's/:focus-visible{outline:3px/:focus-visible{outline:0px/' \
    -e 's/max(32rem,512px)/30rem/' \
    -e 's/\.index{display:block;white-space:nowrap;/.index{display:block;width:2rem;white-space:normal;/' full/report.html >dim.html
"$browser/look" dark dim.html 360 1100 1280 >findings
for finding in ".sideways is not seen where it scrolls" ".edge is seen where nothing scrolls" "an arrow apart from its number" \
    "segments 3 and 7 look alike (all)" "a focus that is not seen: <a> Skip to the segments" \
    "$(! command -v gnuplot >/dev/null || echo "pictures side by side without room for them")" \
    "$(! command -v gnuplot >/dev/null || echo "contrast 1.47 of a mark in a picture")" \
    "$(! command -v gnuplot >/dev/null || echo "contrast 1.12 in a picture: <text> age")"; do
    ok "the probe would see: $finding" grep -qF "$finding" findings
done
if command -v pdftotext >/dev/null; then
    sed -e 's/break-after:avoid/break-after:auto/g; s/<caption/<caption style="padding-bottom:150mm"/' full/report.html >torn.html
    sed -e 's/@media print{/&td.number{display:inline-block;width:1rem;white-space:normal!important;overflow-wrap:anywhere!important}/' \
        -e 's/figure+figure{/.card{position:relative;left:-2rem}.limits{font-size:3pt}&/' -e 's/break-before:avoid/break-before:page/' \
        wide/report.html >split.html
    "$browser/look" --words split.html | "$browser/page-words" split.html 6.5 >findings
    for finding in "not whole on paper: " "in the margin from " "letters of " "has nothing but the footer"; do
        ok "page-words would see: $finding" grep -qF "$finding" findings
    done
    ok "and a page that ends with a head" grep -q "ends with its" <("$browser/look" --pages torn.html | "$browser/page-feet" torn.html)
fi
sed 's/<footer>/<script>document.title = "ran"<\/script><footer>/' full/report.html >script.html
ok "a script in the page would not run" grep -q '^console: "Executing inline script violates' \
    <("$browser/look" --errors script.html)
done_testing
