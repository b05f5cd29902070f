# seg-dbscan: the reasons for outliers.  (stream.t and mall.t hold the rest.)
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# Ten customers like each other, in tens of years and of thousands; one is
# richer by 40 and older by 10, one is younger by 20.
cat >scaled.csv <<'END'
customer_id,age,income,z_age,z_income
1,30,50,3,5
2,31,50,3.1,5
3,30,51,3,5.1
4,31,51,3.1,5.1
5,40,91,4,9.1
6,11,50,1.1,5
END
run seg-dbscan --eps 0.2 --reasons scaled.csv
is "what sets an outlier apart, in raw units" "$status $err$out" \
    "0 customer_id,age,income,z_age,z_income,density_cluster,outlier,reasons
1,30,50,3,5,0,0,
2,31,50,3.1,5,0,0,
3,30,51,3,5.1,0,0,
4,31,51,3.1,5.1,0,0,
5,40,91,4,9.1,-1,1,income 91 is 40 above 51 (95 %)
6,11,50,1.1,5,-1,1,age 11 is 19 below 30 (100 %)"
is "without --reasons the rows are the same" "$(seg-dbscan --eps 0.2 scaled.csv)" \
    "$(printf '%s\n' "$out" | sed 's/,[^,]*$//')"
is "--outliers" "$(seg-dbscan --eps 0.2 --reasons --outliers scaled.csv)" \
    "$(printf '%s\n' "$out" | sed -n '1p;/,-1,1,/p')"
seg-dbscan --eps 0.2 --reasons --outliers-file outliers.csv scaled.csv >all.csv
is "--outliers-file has them too" "$(cat outliers.csv)" "$(sed -n '1p;/,-1,1,/p' all.csv)"
is "as NDJSON" "$(seg-dbscan --eps 0.2 --reasons --output ndjson scaled.csv | jq -c '[.outlier, .reasons]' | sed -n '1p;5p')" \
    '[0,null]
[1,"income 91 is 40 above 51 (95 %)"]'
is "without raw columns: in scaled units" \
    "$(cut -d, -f 1,4- scaled.csv | seg-dbscan --eps 0.2 --reasons --outliers | cut -d, -f 6)" \
    "reasons
z_income 9.1 is 4 above 5.1 in scaled units (95 %)
z_age 1.1 is 1.9 below 3 in scaled units (100 %)"
is "the columns of -f alone count" \
    "$(seg-dbscan --eps 0.2 -f z_age --reasons --outliers scaled.csv | cut -d, -f 1,8)" \
    "customer_id,reasons
5,age 40 is 9 above 31 (100 %)
6,age 11 is 19 below 30 (100 %)"
is "raw features, as they are" \
    "$(seg-dbscan --eps 2 -f age,income --reasons --outliers scaled.csv | sed -n '2s/.*,//p')" \
    "income 91 is 40 above 51 (95 %)"
is "nothing dense" "$(printf 'z_a\n1\n3\n' | seg-dbscan --eps 1 --reasons)" "z_a,density_cluster,outlier,reasons
1,-1,1,no dense region to compare with
3,-1,1,no dense region to compare with"
is "a name with a comma and quotes" \
    "$(printf '"z_a ""b"", c","a ""b"", c"\n1,10\n1,10\n1,10\n1,10\n9,90\n' | seg-dbscan --eps 1 --reasons --outliers | tail -n 1)" \
    '9,90,-1,1,"a ""b"", c 90 is 80 above 10 (100 %)"'
is "one row" "$(printf 'z_a\n1\n' | seg-dbscan --eps 1 --min-samples 1 --reasons)" \
    "z_a,density_cluster,outlier,reasons
1,0,0,"
fails "a raw value that is no number" 1 "seg-dbscan: stdin:3: column 'a': not a number: 'x'" \
    seg-dbscan --eps 1 --reasons <<<$'a,z_a\n1,1\nx,2'
is "without --reasons nobody reads it" "$(printf 'a,z_a\n1,1\nx,2\n' | seg-dbscan --eps 1 | wc -l)" 3

seg-dbscan --eps 0.2 --reasons scaled.csv >twice.csv
fails "a column that is there" 1 \
    "seg-dbscan: column 'reasons' is there already; --as NAME,NAME,NAME chooses another name for it" \
    seg-dbscan --as a,b --reasons twice.csv
is "--as NAME,NAME,NAME" "$(seg-dbscan --as a,b,c --reasons twice.csv | sed -n '1s/.*outlier,//p')" "reasons,a,b,c"
is "--as NAME,NAME" "$(seg-dbscan --as a,b --reasons scaled.csv | sed -n '1s/.*income,//p')" "a,b,reasons"
is "--as NAME" "$(seg-dbscan --as a --reasons scaled.csv | sed -n '1s/.*income,//p')" "a,outlier,reasons"
fails "--as with a third name that is empty" 2 \
    "seg-dbscan: --as: not NAME, NAME,NAME or NAME,NAME,NAME: 'a,b,'" seg-dbscan --as a,b, --reasons scaled.csv
fails "--as with a third name and no reasons" 2 "seg-dbscan: --as: not NAME or NAME,NAME: 'a,b,c'" \
    seg-dbscan --as a,b,c scaled.csv

# Against the definition, by awk over all pairs.
awk 'BEGIN { srand(7); print "a,b,c,z_a,z_b,z_c"
    for (i = 0; i < 400; i++) { a = rand() + rand() + rand(); b = rand() + rand(); c = rand() ^ 3
        printf "%.2f,%.2f,%.2f,%.4f,%.4f,%.4f\n", 100 * a, 10 * b, c, a, b, c } }' >cloud.csv
seg-dbscan --eps-percentile 70 --reasons cloud.csv >cloud.out
is "there are outliers" "$(($(grep -c -- ',-1,1,' cloud.out) > 10))" 1
for threads in 1 2 7; do
    is "the same bytes with $threads threads" "$(seg-dbscan -t $threads --eps-percentile 70 --reasons cloud.csv | cksum)" \
        "$(cksum <cloud.out)"
done
is "a little row memory" "$(SEG_ROW_MEMORY=100 seg-dbscan --eps-percentile 70 --reasons cloud.csv | cksum)" \
    "$(cksum <cloud.out)"
eps=$(seg-dbscan --eps-percentile 70 --report /dev/stderr cloud.csv 2>&1 >/dev/null | jq .eps)
is "the first reason, by the definition" "$(sed -n 's/.*,-1,1,//p' cloud.out | sed 's/ .*//')" \
    "$(awk -F, -v eps="$eps" '
        function d(i, j,  s, f) { s = 0; for (f = 4; f <= 6; f++) s += (x[i, f] - x[j, f]) ^ 2; return s }
        NR > 1 { n++; for (f = 4; f <= 6; f++) x[n, f] = $f }
        END {
            for (i = 1; i <= n; i++) { c = 0; for (j = 1; j <= n; j++) c += sqrt(d(i, j)) <= eps; core[i] = c >= 4 }
            for (i = 1; i <= n; i++) {
                best = 0
                for (j = 1; j <= n; j++) if (core[j] && (!best || d(i, j) < d(i, best))) best = j
                if (sqrt(d(i, best)) <= eps) continue
                top = 4
                for (f = 5; f <= 6; f++) if ((x[i, f] - x[best, f]) ^ 2 > (x[i, top] - x[best, top]) ^ 2) top = f
                print substr("abc", top - 3, 1)
            }
        }' cloud.csv)"

# Oracle: scikit-learn's DBSCAN (eps: NumPy's percentile 90 of the distances to
# the 4th neighbour) and the nearest of its core samples.
if [ -e "$SHARED/data/mall/Mall_Customers.csv" ]; then
    is "mall: the reasons of five outliers" \
        "$(seg-features "$SHARED/data/mall/Mall_Customers.csv" | seg-scale -f age,annual_income,spending_score |
            seg-dbscan --reasons --outliers | mlr --icsv --onidx --ofs ': ' cut -f customer_id,reasons | sed -n '1,2p;10,12p')" \
        "1: spending_score 39 is 27 below 66 (95 %)
3: spending_score 6 is 29 below 35 (51 %); age 20 is 15 below 35 (47 %)
198: annual_income 126 is 23 above 103 (95 %)
199: annual_income 137 is 34 above 103 (97 %)
200: annual_income 137 is 34 above 103 (90 %); age 30 is 6 below 36 (10 %)"
else
    skip "mall: the reasons of the outliers" "the folder shared/ is not there"
fi

done_testing
