# The reports of seg-report in a real browser: phone, tablet and screen, light and
# dark, with the sample and with hostile texts.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
browser=$ROOT/tests/browser
if ! command -v chromium >/dev/null; then
    echo "1..0 # SKIP chromium is not installed"
    exit 0
fi
"$browser/sample-artifacts" full || exit 1
python3 "$browser/hostile-artifacts.py" hostile
seg-report -q full
seg-report -q hostile

for folder in full hostile; do
    pictures=$(grep -c '<figure' "$folder/report.html")
    for scheme in light dark; do
        is "$folder: nothing is wrong at three widths, $scheme" \
            "$("$browser/look" $scheme $folder/report.html 360 768 1280 | sed 's/[0-9]* texts/N texts/; s/[0-9]* headings.*/N/')" \
            "$(for width in 360 768 1280; do echo "looked at $scheme $width: N texts, $pictures pictures, 6 tables, N"; done)"
    done
    is "$folder: the browser complains of nothing" "$("$browser/look" --errors $folder/report.html)" ""
done
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
sed 's/<footer>/<script>document.title = "ran"<\/script><footer>/' full/report.html >script.html
ok "a script in the page would not run" grep -q '^console: "Executing inline script violates' \
    <("$browser/look" --errors script.html)
done_testing
