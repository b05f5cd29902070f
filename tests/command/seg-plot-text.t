# seg-plot: the text drawings, character by character, 80 and 60 columns wide.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/plot-inputs.sh"
cd "$T" || exit 1
if ! command -v gnuplot >/dev/null; then
    echo "1..0 # SKIP gnuplot is not installed"
    exit 0
fi

plot_inputs
cat >kselect.json <<'END'
{"recommended": 4, "choices": {"elbow": 3, "silhouette": 4, "prediction_strength": 2, "gap": null},
 "table": [
  {"k": 2, "inertia": 100, "silhouette": 0.3, "prediction_strength": 0.9, "prediction_strength_sd": 0.1, "gap": 0.1},
  {"k": 3, "inertia": 60, "silhouette": 0.4, "prediction_strength": 0.7, "prediction_strength_sd": 0.1, "gap": 0.2},
  {"k": 4, "inertia": 50, "silhouette": 0.5, "prediction_strength": 0.5, "prediction_strength_sd": 0.2, "gap": 0.3},
  {"k": 5, "inertia": 45, "silhouette": 0.45, "prediction_strength": 0.4, "prediction_strength_sd": 0.1, "gap": 0.4}]}
END
printf 'z_x,cluster\n0,0\n1,0\n2,0\n4,1\n5,1\n6,1\n7,1\n5.5,0\n' >line.csv
cat >rows.csv <<'END'
z_a,z_b,cluster,persona
0,0,0,High spenders who buy in spring and in summer
1,0,0,High spenders who buy in spring and in summer
0,1,0,High spenders who buy in spring and in summer
5,5,1,High spenders who buy in spring and in winter
6,5,1,High spenders who buy in spring and in winter
5,6,1,High spenders who buy in spring and in winter
9,0,12,漢字 Others
8,1,12,漢字 Others
4,1,-1,None
END
printf 'cluster,count,age,annual_income,a_feature_with_a_long_name\n0,10,20,50,0.5\n1,30,40,70,-2\n' >profile.csv

# drawn KIND FILE SIZE OPTION ...
drawn() {
    local kind=$1 file=$2 size=$3
    shift 3
    seg-plot "$kind" "$file" --format text --size "$size" "$@"
}
jq '.table = [range(2; 21) as $k | {k: $k, inertia: (1 / $k), silhouette: ($k / 40)}]
    | .choices = {elbow: 5, silhouette: 20}' kselect.json >many.json

is "kselect: nineteen k" "$(drawn kselect many.json 80x24)" "$(cat <<'END'
 Recommended: 4 segments
 The O marks each signal's own choice, the line of : what is recommended.
 inertia: elbow at k = 5 (0.2)           silhouette: highest at k = 20 (0.5)
 0.5 +*   :                              0.5 +    :                          O
     |.   :                                  |    :                        *.
     | .  :                                  |    :                      *.
     | .  :                                  |    :                    .*
 0.4 + .  :                              0.4 +    :                  .*
     |  . :                                  |    :                 *
     |  * :                                  |    :               .*
     |  . :                                  |    :             .*
 0.3 +   .:                              0.3 +    :           **
     |    *                                  |    :         *.
     |    .                                  |    :       *.
 0.2 +    :O                             0.2 +    :     *.
     |    : .                                |    :    *
     |    :  *.*                             |    :  *.
     |    :     *.                           |    :*.
 0.1 +    :       *.*.*                  0.1 +   .*
     |    :            *.*.**.*.             | .* :
     |    :                     **.*.*       |*   :
     ++----+----+-----+----+----+----+       ++----+----+-----+----+----+----+
    k 2    5    8    11   14   17   20      k 2    5    8    11   14   17   20
END
)"

is "drift: the limits by name, and what chance reaches" "$(drawn drift drift.csv 80x24)" "$(cat <<'END'
 Drift: 1 of 4 call for a refit
 Population stability index of the new rows against the reference, the greatest
 first; customarily watched from 0.1 on, and refitted from 0.25. A | is what
 chance alone reaches in 5 % of cases, with so many rows.
                           watch           refit

   annual_income |#####|#####:###############:##### 0.300 refit, mean +0.50 sd
                 |           :               :
  spending_score |#####|#####:##             :      0.120 watch, mean -0.05 sd
                 |           :               :
             age |###  |     :               :      0.020 stable, mean +0.10 sd
                 |           :               :
         cluster |## |       :               :      0.010 stable
                 ++----------+----------+---------+
                  0         0.1        0.2       0.3
                     population stability index
END
)"

is "drift: narrow, the texts below the bars" "$(drawn drift drift.csv 60x24)" "$(cat <<'END'
 Drift: 1 of 4 call for a refit
 Population stability index of the new rows against the
 reference, the greatest first; customarily watched from
 0.1 on, and refitted from 0.25. A | is what chance alone
 reaches in 5 % of cases, with so many rows.
                             watch                refit

   annual_income |######|######:####################:######
                 | 0.300 refit, mean +0.50 sd
                 |             :                    :
  spending_score |######|######:###                 :
                 | 0.120 watch, mean -0.05 sd
                 |             :                    :
             age |###   |      :                    :
                 | 0.020 stable, mean +0.10 sd
                 |             :                    :
         cluster |##  |        :                    :
                 | 0.010 stable
                 ++------------+-------------+------------+
                  0           0.1           0.2          0.3
                         population stability index
END
)"

is "stability: whiskers and the limits of the bands" "$(drawn stability stability.json 80x24)" "$(cat <<'END'
 1 of 3 segments cannot be trusted
 Over 200 bootstraps. Below 0.6 untrusted, to 0.75 doubtful, to 0.85 stable,
 from there highly stable; [ to ]: one standard deviation. Two bootstraps agree
 on all rows by an adjusted Rand index of 0.71.
    0 |###############################:#######:#####:##[###] 0.97 highly stable
      |                               :       :     :
    1 |##########################[####:###### :     : ]      0.70 doubtful
      |                               :       :     :
    x |###########################    :       :     :        0.50 untrusted
      ++---------+----------+---------+-------+-----+------+
       0        0.2        0.4       0.6    0.75  0.85     1

                  stability (mean Jaccard index)
END
)"

is "stability: narrow" "$(drawn stability stability.json 60x24)" "$(cat <<'END'
 1 of 3 segments cannot be trusted
 Over 200 bootstraps. Below 0.6 untrusted, to 0.75
 doubtful, to 0.85 stable, from there highly stable; [ to
 ]: one standard deviation. Two bootstraps agree on all
 rows by an adjusted Rand index of 0.71.
    0 |###################:####:###:#[#] 0.97 highly stable
      |                   :    :   :
    1 |################[##:####:   :]    0.70 doubtful
      |                   :    :   :
    x |#################  :    :   :     0.50 untrusted
      ++------------------+----+---+---+
       0                 0.6 0.75      1
                                 0.85
        stability (mean Jaccard index)
END
)"

is "silhouette: every blade at its length, zero and the mean" "$(drawn silhouette line.csv 80x24 -f z_x)" "$(cat <<'END'
 Silhouette 0.333: from 0.152 (segment 0) to 0.514 (segment 1)
 Each row is a line: 1 is far from all other segments, 0 between two, below 0
 nearer to another; the line of : is the mean. 1 of 8 rows (12.5 %) are below
 0.
          |                              |###########:#######
          |                              |###########:#######
          |                              |###########:######
          |                              |###########:######
 0  0.152 |                              |###########:##
          |                              |###########:##
          |##############################|           :
          |##############################|           :
          |                              |           :
          |                              |###########:#############
          |                              |###########:#############
          |                              |###########:##########
          |                              |###########:##########
 1  0.514 |                              |###########:#########
          |                              |###########:#########
          |                              |#########  :
          |                              |#########  :
          ++------+-------+------+-------+------+-------+------+-------+------+
         -0.8   -0.6    -0.4   -0.2      0     0.2     0.4    0.6     0.8     1
                                   silhouette of the row
END
)"

is "silhouette: narrow" "$(drawn silhouette line.csv 60x24 -f z_x)" "$(cat <<'END'
 Silhouette 0.333: from 0.152 (segment 0) to 0.514 (segment
 1)
 Each row is a line: 1 is far from all other segments, 0
 between two, below 0 nearer to another; the line of : is
 the mean. 1 of 8 rows (12.5 %) are below 0.
          |                     |########:#####
          |                     |########:#####
          |                     |########:####
 0  0.152 |                     |########:#
          |                     |########:#
          |#####################|        :
          |#####################|        :
          |                     |        :
          |                     |########:########
          |                     |########:########
          |                     |########:#######
          |                     |########:#######
 1  0.514 |                     |########:######
          |                     |########:######
          |                     |######  :
          |                     |######  :
          +--------+------------+------------+------------+
                 -0.5           0           0.5           1
                         silhouette of the row
END
)"

is "kselect: every panel has its k, its choice and the recommended one" "$(drawn kselect kselect.json 80x24)" "$(cat <<'END'
 Recommended: 4 segments
 The O marks each signal's own choice, the line of : what is recommended. A
 line of | spans one standard error of the gap, standard deviation of the
 others.
 inertia: elbow at k = 3 (60)            silhouette: highest at k = 4 (0.5)
 100 +   *.               :              0.5 +                  ..O....
     |     ..             :                  |               ...  :    ...*
  80 +       ..           :              0.4 +           *...     :
     |         ..         :                  |         ..         :
  60 +           O......  :                  |      ...           :
     |                  ..*.......*      0.3 +   *..              :
     +---+-------+--------+-------+---       +---+-------+--------+-------+---
    k    2       3        4       5         k    2       3        4       5

 gap statistic: no choice                prediction strength: choice at k = 2
 0.4 +                    :    ...*        1 +   |                :
     |                    :....              |   O....   |        :
     |                ....*                  |        ...*..      |
 0.2 +           *....    :                  |           |  ..... |
     |       ....         :              0.5 +                   .*.......*
     |   *...             :                  |                    |       |
     +---+-------+--------+-------+---       +---+-------+--------+-------+---
    k    2       3        4       5         k    2       3        4       5
END
)"

is "kselect: narrow" "$(drawn kselect kselect.json 60x24)" "$(cat <<'END'
 Recommended: 4 segments
 The O marks each signal's own choice, the line of : what
 is recommended. A line of | spans one standard error of
 the gap, standard deviation of the others.
 inertia: elbow at k = 3       silhouette: k = 4
 100 +  *.         :           0.5 +            .O...
     |    .        :               |          .. :   ..*
  80 +     ..      :           0.4 +        *.   :
     |       .     :               |      ..     :
  60 +        O... :               |    ..       :
     |            .*.....*     0.3 +  *.         :
     +--+-----+----+-----+--       +--+-----+----+-----+--
    k   2     3    4     5        k   2     3    4     5

 gap statistic: no choice      prediction strength: k = 2
 0.4 +             :   ..*       1 +  |          :
     |             :...            |  O...  |    :
     |           ..*               |      ..*.   |
 0.2 +        *..  :               |        | ...|
     |     ...     :           0.5 +             *.....*
     |  *..        :               |             |     |
     +--+-----+----+-----+--       +--+-----+----+-----+--
    k   2     3    4     5        k   2     3    4     5
END
)"

is "kdistance: eps at its row, by name" "$(drawn kdistance line.csv 80x24 -f z_x --min-samples 3 --eps 1.5)" "$(cat <<'END'
 k-distances: eps 1.5 makes 6 of 8 rows core points
 The 2 rows beyond it are outliers, unless a core point is near. Where the
 curve bends upwards is a natural limit: --eps X draws another.
 distance to neighbour 3, the row itself counted
   2 +                                                :****************
     |                                                *
     |                                                *
     |                                                *
 1.5 +---------------------------------****************---------------- eps 1.5
     |                                *               :
     |                                *               :
     |                                *               :
   1 +         ************************               :
     |        *                                       :
     |        *                                       :
     |        *                                       :
 0.5 +*********                                       :
     |                                                :
     |                                                :
     |                                                :
   0 +                                                :
     ++---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
      0  0.5  1  1.5  2  2.5  3  3.5  4  4.5  5  5.5  6  6.5  7  7.5  8
                   rows, in the order of their k-distance
END
)"

is "kdistance: narrow" "$(drawn kdistance line.csv 60x20 -f z_x --min-samples 3 --eps 1.5)" "$(cat <<'END'
 k-distances: eps 1.5 makes 6 of 8 rows core points
 The 2 rows beyond it are outliers, unless a core point is
 near. Where the curve bends upwards is a natural limit:
 --eps X draws another.
 distance to neighbour 3, the row itself counted
   2 +                                 :***********
     |                                 *
     |                                 *
 1.5 +-----------------------***********----------- eps 1.5
     |                      *          :
     |                      *          :
   1 +      *****************          :
     |     *                           :
     |     *                           :
 0.5 +******                           :
     |                                 :
   0 +                                 :
     ++----+-----+----+-----+-----+----+-----+----+
      0    1     2    3     4     5    6     7    8
         rows, in the order of their k-distance
END
)"

is "scatter: letters, centroids, and whole names" "$(drawn scatter rows.csv 80x24 -f z_a,z_b)" "$(cat <<'END'
 3 segments by z_a and z_b
 9 rows. The segments explain 98 % of the variance of z_a and 96 % of that of
 z_b. A letter is the segment with the most rows there, one in brackets its
 centroid.
 z_b
 6 +                           1                      0  0 High spenders who
   |                                                     buy in spring and in
   |                           (1)                       summer
 5 +                           1    1                 1  1 High spenders who
   |                                                     buy in spring and in
 4 +                                                     winter
   |                                                  a  12 漢字 Others
 3 +                                                  .  -1 None
   |
   |
 2 +
   |
 1 + 0                   .                    a
   |
   |  (0)                                      (a)
 0 + 0    0                                        a
   +-+----+----+----+----+-----+----+----+----+----+-
     0    1    2    3    4     5    6    7    8    9
                           z_a
END
)"

is "scatter: narrow" "$(drawn scatter rows.csv 60x24 -f z_a,z_b)" "$(cat <<'END'
 3 segments by z_a and z_b
 9 rows. The segments explain 98 % of the variance of z_a
 and 96 % of that of z_b. A letter is the segment with the
 most rows there, one in brackets its centroid.
 z_b
 6 +                   1                 0  0 High
   |                                        spende…spring
   |                   (1)                  and in summer
 5 +                   1  1              1  1 High
   |                                        spende…spring
 4 +                                        and in winter
   |                                     a  12 漢字 Others
 3 +                                     .  -1 None
   |
   |
 2 +
   |
 1 + 0             .              a
   |
   | (0)                          (a)
 0 + 0  0                            a
   +-+--+---+---+--+---+--+---+---+--+-
     0  1   2   3  4   5  6   7   8  9
                    z_a
END
)"

is "pca: the arrows as numbers" "$(drawn pca rows.csv 80x24)" "$(cat <<'END'
 3 segments by principal components
 9 rows. PC1 explains 69 % of the variance, PC2 31 %: this plane shows 100 % of
 what there is to see. The arrows point to where a feature is high. A letter is
 the segment with the most rows there, one in brackets its centroid.
 PC2 (31.2 % of the variance)
    |                                     1           0  0 High spenders who
    |                                    (1)             buy in spring and in
    |                                   1    1           summer
  2 +                                                 1  1 High spenders who
    |                                                    buy in spring and in
    |   0                                                winter
  0 +                                                 a  12 漢字 Others
    | 0 (0)                                           .  -1 None
    |      0                .
    |
 -2 +
    |                                           a
    |                                           (a)
    |                                              a
    ++----+----+----+-----+----+----+-----+----+----+
    -5   -4   -3   -2    -1    0    1     2    3    4
               PC1 (68.8 % of the variance)
 Arrows to (PC1, PC2):
 +3.02 -0.76 a                         +1.13 +2.04 b
END
)"

is "sizes: names that start alike are told apart" "$(drawn sizes rows.csv 80x24)" "$(cat <<'END'
 3 segments of 9 rows
 The smallest has 22.2 % of them.
    0 High spend…spring and in summer |############################# 3 (33.3 %)
                                      |
    1 High spend…spring and in winter |############################# 3 (33.3 %)
                                      |
                       12 漢字 Others |#################### 2 (22.2 %)
                                      |
                              -1 None |########## 1 (11.1 %)
                                      ++--------+---------+--------+
                                       0        1         2        3
                                                   rows
END
)"

is "sizes: narrow" "$(drawn sizes rows.csv 60x24)" "$(cat <<'END'
 3 segments of 9 rows
 The smallest has 22.2 % of them.
    0 High sp…and in summer |################### 3 (33.3 %)
                            |
    1 High sp…and in winter |################### 3 (33.3 %)
                            |
             12 漢字 Others |############# 2 (22.2 %)
                            |
                    -1 None |####### 1 (11.1 %)
                            ++-----------+------
                             0           2
                                    rows
END
)"

is "kdistance: the name of the axis is whole" "$(drawn kdistance line.csv 60x12 -f z_x --min-samples 3)" "$(cat <<'END'
 k-distances: eps 2 makes 8 of 8 rows core points
 eps is the percentile 90. No row is beyond it, so there
 are no outliers. Where the curve bends upwards is a
 natural limit: --eps X draws another.
 distance to neighbour 3, the row itself counted
   2 +------------------------------------*********** eps 2
     |                                   *          :
 1.5 +                        ************          :
     |                       *                      :
     |                       *                      :
   1 +      ******************                      :
     |     *                                        :
 0.5 +******                                        :
     |                                              :
   0 +                                              :
     ++----+-----+-----+-----+-----+-----+-----+----+
      0    1     2     3     4     5     6     7    8
          rows, in the order of their k-distance
END
)"

is "profile: a table" "$(drawn profile profile.csv 80x24)" "$(cat <<'END'
 2 segments by 3 features (100: the average of all)
 Farthest from it: segment 0 with -36 in a_feature_with_a_long_name.
                             age               annual_income
 0                            57                          77
 1                           114                         108

      a_feature_with_a_long_name
 0                           -36
 1                           145
END
)"

is "profile: narrow, some features after the others" "$(drawn profile profile.csv 40x24)" "$(cat <<'END'
 2 segments by 3 features (100: the
 average of all)
 Farthest from it: segment 0 with -36
 in a_feature_with_a_long_name.
                             age
 0                            57
 1                           114

                   annual_income
 0                            77
 1                           108

      a_feature_with_a_long_name
 0                           -36
 1                           145
END
)"

# ---- more than fits ----
awk 'BEGIN { print "x,y,cluster"; for (g = 0; g < 40; g++) for (i = 0; i < 5; i++)
    printf "%d,%d,%d\n", g % 7 * 10 + i, int(g / 7) * 10 + i * i % 5, g }' >forty.csv
is "every one of forty segments has a letter of its own, in the drawing and below it" \
    "$(drawn scatter forty.csv 80x24 -f x,y | sed '1,/^  *x$/d' | grep -o '[^ ]  [0-9][0-9]*' | sort -u | wc -l) \
$(drawn scatter forty.csv 80x24 -f x,y | grep -o '(.)' | sort -u | wc -l)" "40 40"
is "silhouette: every segment has a blade" "$(drawn silhouette forty.csv 80x24 -f x,y | grep -c '^ *[0-9]* *-*[0-9.]* |.*#')" 40
is "sizes: every segment has a bar" "$(drawn sizes forty.csv 60x24 | grep -c '#')" 40
for width in 60 80; do
    for kind in scatter pca silhouette sizes kdistance; do
        set -- -f x,y
        [ $kind = sizes ] && set --
        is "$kind: no line is wider than $width columns, and none ends in a blank" \
            "$(drawn $kind forty.csv ${width}x24 "$@" | awk -v most=$width 'length($0) > most || / $/')" ""
    done
done
is "wide characters take two columns" "$(drawn sizes rows.csv 60x24 | grep -c '^             12 漢字 Others |')" 1
awk 'BEGIN { OFS = ","; print "x,y,cluster"; for (i = 0; i < 60; i++)
    print (i % 2 ? 9 : -9) * (i % 3 + 1), (i % 4 < 2 ? 9 : -9) * (i % 3 + 1), i % 3 }' >one_centre.csv
is "scatter: of centroids at one place each has its brackets" \
    "$(drawn scatter one_centre.csv 80x24 -f x,y | grep -o '(.)' | sort | paste -sd' ')" "(0) (1) (2)"
is "a size too small for anything" "$(drawn kselect kselect.json 20x10 | wc -l | awk '{ print ($1 > 10) }')" 1
done_testing
