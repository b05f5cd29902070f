#!/bin/sh
# A stage of your own in awk: customers under 25 count as students, with a
# column that says so.  It keeps what it was given and appends at the end; what
# it does not know (the line with which a failed stage ends) it passes on.
set -eu

seg-features customers.csv |
    awk -F, -v OFS=, '
        /^#seg-error / { print; next }
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "age") age = i; print $0, "student"; next }
        { print $0, ($age < 25 ? 1 : 0) }' |
    seg-scale -f age,annual_income,spending_score |
    seg-kmeans -k 5 |
    seg-profile --stats mean -f student,age,annual_income,spending_score --round 2
