# seg-features: the door for the messy world, option by option.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# turns NAME INPUT WANTED OPTION ...: the input becomes the output, in silence.
turns() {
    local name=$1 input=$2 wanted=$3
    shift 3
    printf "$input" >in.csv
    run seg-features "$@" in.csv
    is "$name" "$status $err$out" "0 $(printf "$wanted")"
}

# refuses NAME INPUT REASON OPTION ...
refuses() {
    local name=$1 input=$2 reason=$3
    shift 3
    printf "$input" >in.csv
    fails "$name" 1 "seg-features: $reason" seg-features "$@" in.csv
}

# ---- what is put right without a word ----
turns "a clean table stays" 'a,b\n1,x\n' 'a,b\n1,x\n'
turns "names, byte order mark, CRLF, no last newline" \
    '\357\273\277CustomerID,Genre,Annual Income (k$),Spending Score (1-100)\r\n0001,Male,10,39\r\n2,"Fe,male",20,6' \
    'customer_id,gender,annual_income,spending_score,spend_income_ratio\n0001,Male,10,39,3.89999999961\n2,"Fe,male",20,6,0.299999999985\n'
turns "semicolons" 'a;b\n1,5;x\n' 'a,b\n"1,5",x\n'
turns "tabs" 'a\tb\n1\tx\n' 'a,b\n1,x\n'
turns "bars" 'a|b\n1|x\n' 'a,b\n1,x\n'
turns "sep=; declares the delimiter" 'sep=;\na;b,c\n1;x,y\n' 'a,b_c\n1,"x,y"\n'
turns "sep=, where a semicolon stands more often" 'sep=,\na,b;c;d\n1,2\n' 'a,b_c_d\n1,2\n'
turns "sep= and a tab" 'sep=\t\na,b\tc,d\n1\t2\n' 'a_b,c_d\n1,2\n'
turns "sep=; with CRLF" 'sep=;\r\na;b\r\n1;2\r\n' 'a,b\n1,2\n'
turns "sep=; behind a byte order mark" '\357\273\277sep=;\r\na;b,c\r\n1;2\r\n' 'a,b_c\n1,2\n'
turns "SEP=^, of any character" 'SEP=^\na^b\n1^2\n' 'a,b\n1,2\n'
turns "-d counts more than sep=" 'sep=;\na|b;c\n1|2\n' 'a,b_c\n1,2\n' -d '|'
turns "sep=; and no header" 'sep=;\n1;2,5\n' 'a,b\n1,2.5\n' --header a,b --decimal ,
turns "names that begin so are names" 'sep=;x\n1;2\n' 'sep,x\n1,2\n'
turns "only the first line declares" 'a;b\nsep=;\n' 'a,b\nsep=,\n' -f a
turns "blanks around cells" ' a , b\n 1,x  \n' 'a,b\n1,x\n'
turns "a cell of two lines" 'a,b\n1,"x\n""y"""\n' 'a,b\n1,"x\n""y"""\n'
turns "an empty name" ',b\n,x\n' 'column_1,b\n,x\n'
turns "the old column stays where the ratio is there already" \
    'annual_income,spending_score,spend_income_ratio\n1,2,7\n' 'annual_income,spending_score,spend_income_ratio\n1,2,7\n'
turns "NDJSON stays NDJSON" '{"Age":1,"b":"x"}\n{"b":"y","Age":2.50}\n' '{"age":1,"b":"x"}\n{"age":2.5,"b":"y"}\n'

# ---- options ----
turns "-d" 'a;b,c\n1;2,3\n' 'a,b_c\n1,"2,3"\n' -d ';'
turns "-d TAB" 'a\tb,c,d\n1\t2\n' 'a,b_c_d\n1,2\n' -d TAB
turns "-d for blanks" 'a b\n1 2\n' 'a,b\n1,2\n' -d ' '
turns "--comment" '# one\n\043two\na,b\n#three\n1,2\n' 'a,b\n1,2\n' --comment '#'
turns "--header" '1;2\n3;4\n' 'x,my_name\n1,2\n3,4\n' --header 'x,My Name'
turns "--decimal" 'a;b\n1,5;-,25\n2,5;1,2,3\n' 'a,b\n1.5,-.25\n2.5,"1,2,3"\n' --decimal ,
turns "--rename, twice" 'x,Income (k$),z\n1,2,3\n' 'age,money,raw_z_\n1,2,3\n' --rename x=age --rename income=money --rename z=raw_z_
turns "--keep-names" 'Annual Income,Genre,z_x\n1,2,3\n' 'Annual Income,Genre,z_x\n1,2,3\n' --keep-names
turns "--ratio" 'a,b\n3,4\n' 'a,b,a_per_b,b_per_a\n3,4,0.75,1.3333333333333333\n' --epsilon 0 --ratio a_per_b=a/b --ratio b_per_a=b/a
turns "--epsilon" 'a,b\n3,0\n' 'a,b,r\n3,0,6\n' --epsilon 0.5 --ratio r=a/b
turns "--encode, two levels" 'gender,a\nMale,1\nFemale,2\n' 'gender,a,gender_male\nMale,1,1\nFemale,2,0\n' --encode gender
turns "--encode, three levels" 'c,a\nred,1\nblue,2\ngreen,3\n' \
    'c,a,c_blue,c_green,c_red\nred,1,0,0,1\nblue,2,1,0,0\ngreen,3,0,1,0\n' --encode c
turns "--encode, levels given" 'c\nblue\n' 'c,c_red\nblue,0\n' --encode c=blue,red
turns "--require" 'age,b\n1,2\n' 'age,b\n1,2\n' --require age,b
turns "--missing-values" 'a,b\n-99,\n' 'a,b\n-99,\n' --missing-values unknown
turns "-f: other columns may be missing" 'a,b\n1,\n' 'a,b\n1,\n' -f a
turns "--output ndjson" 'a,b,c\n1.50,x,\n007,"y\n",NA\n' '{"a":1.50,"b":"x","c":""}\n{"a":"007","b":"y\\n","c":"NA"}\n' --output ndjson -f a
turns "--output csv" '{"a":1,"b":null,"c":"x,y"}\n' 'a,b,c\n1,,"x,y"\n' --output csv -f a

# ---- rows set aside ----
printf 'a,b\n1,x\n,y\n1,x\n2,NA\n\n3,z\n' >in.csv
run seg-features --missing drop --dedup --rejects rejects.csv in.csv
is "--missing drop, --dedup: what stays" "$status $out" "0 a,b
1,x
3,z"
is "and what is told" "$err" "seg-features: 2 of 5 rows set aside: missing values
seg-features: 1 of 5 rows set aside: duplicates
seg-features: 1 blank line skipped"
is "--rejects" "$(cat rejects.csv)" "a,b,reject_line,reject_reason
,y,3,column 'a': missing value: ''
1,x,4,duplicate
2,NA,5,column 'b': missing value: 'NA'"
run seg-features -q --missing drop --dedup in.csv
is "-q tells nothing" "$status $err" "0 "
run seg-features --missing mean --rejects none.csv in.csv
is "--missing mean" "$status $err
$out" "0 seg-features: column 'a': 1 missing number filled with the mean
seg-features: column 'b': 1 missing text left as found
seg-features: 1 blank line skipped
a,b
1,x
1.75,y
1,x
2,NA
3,z"
run seg-features -q --missing median in.csv
is "--missing median" "$(printf '%s\n' "$out" | sed -n 3p)" "1.5,y"
rm -f rejects.csv
refuses "no --rejects where it failed" 'a,b\n,1\n1\n' "in.csv:3: the row has 1 cell, the header has 2" \
    --missing drop --rejects rejects.csv
ok "indeed none" test ! -e rejects.csv

# ---- what is refused, with the way out ----
refuses "a missing value" 'a,b\n1,2\n3,n/a\n' \
    "in.csv:3: column 'b': missing value: 'n/a'; --missing drop sets such rows aside, --missing mean or median fills the number"
refuses "no number in a ratio" 'a,b\n1,2\n3,0x10\n' "in.csv:3: column 'b': not a number: '0x10'" --ratio r=a/b
refuses "a division by zero" 'a,b\n1,0\n' \
    "in.csv:2: 'a' cannot be divided by 'b' here; --epsilon X is added to it" --ratio r=a/b --epsilon 0
refuses "a ragged row" 'a,b\n1,2\n3\n' "in.csv:3: the row has 1 cell, the header has 2"
refuses "a quote that is never closed" 'a,b\n1,"2\n3,4\n' "in.csv:2: the quote that opens here is never closed"
refuses "a stray quote" 'a,b\n1,2" tall\n' \
    "in.csv:2: a quote stands inside a cell that is not quoted; inside a quoted cell it must be written twice"
refuses "Latin-1" 'a,b\n1,caf\351\n' \
    "in.csv:2: byte 0xE9 is not UTF-8; if the file is Latin-1, convert it with: iconv -f latin1 -t utf-8"
refuses "Latin-1 in the header" 'a,caf\351\n1,2\n' \
    "in.csv:1: the header is not UTF-8; if the file is Latin-1, convert it with: iconv -f latin1 -t utf-8"
refuses "a NUL byte" 'a,b\n1,\0002\n' "in.csv:2: a NUL byte stands in the row"
refuses "names that would be one" 'Age,age\n1,2\n' \
    "in.csv:1: columns 1 ('Age') and 2 ('age') would both be named 'age'; --rename old=new tells them apart"
refuses "a required column that is away" 'a,b\n1,2\n' "no column 'age'; the columns are: a, b" --require a,age
refuses "a rename of no column" 'age,b\n1,2\n' "in.csv:1: --rename: no column 'income'" --rename income=age
refuses "a ratio of no column" 'a,b\n1,2\n' "no column 'c'; the columns are: a, b" --ratio r=a/c
refuses "a ratio by a name that is there" 'a,b\n1,2\n' "--ratio: column 'a' is there already" --ratio a=a/b
refuses "a code by a name that is there" 'c,c_y\nx,1\ny,2\n' "--encode: column 'c_y' is there already" --encode c
refuses "a level that was not given" 'c\nred\n' "in.csv:2: column 'c': 'red' is none of the levels that --encode names" --encode c=blue,green
refuses "a missing level" 'c,a\nred,1\n,2\n' \
    "in.csv:3: column 'c': a missing level cannot be filled; --missing drop sets such rows aside" --encode c --missing mean
refuses "a column of nothing" 'a,b\n1,\n2,NA\n' "column 'b': every value is missing; -f names the columns that matter" --missing mean
refuses "no row is left" 'a\n""\n' "no row is left: 1 read, 1 set aside" -q --missing drop
refuses "a header of numbers" '1,2\n3,4\n' \
    "in.csv:1: no header: the first row holds numbers; --header NAMES names the columns (--keep-names takes the numbers as names)"
refuses "UTF-16" '\377\376a' "in.csv:1: the file is UTF-16; convert it with: iconv -f utf-16 -t utf-8"
refuses "a compressed file" '\037\213\010' "in.csv:1: the file is compressed; unpack it with: gzip -dc"
refuses "a declaration alone" 'sep=;\n' "in.csv: no header: the input is empty; did the stage before fail?"
refuses "an error behind a declaration names its line" 'sep=;\na;b\n1\n' "in.csv:3: the row has 1 cell, the header has 2"
printf 'sep=;\na;b\n1;2\n' >one.csv
printf 'sep=|\na|b\n3|4\n' >two.csv
printf 'a;b\n5;6\n' >three.csv
run seg-features one.csv one.csv three.csv
is "several files that declare the same, or nothing" "$status $err$out" "0 a,b
1,2
1,2
5,6"
fails "two files that declare two" 1 "seg-features: two.csv:2: the line before declares the delimiter '|', but that of the first file is ';'" \
    seg-features one.csv two.csv
fails "the other filters take no declaration" 1 \
    "seg-scale: one.csv:1: the header is not separated by commas; seg-features reads such a file" seg-scale one.csv
refuses "nothing at all" '' "in.csv: no header: the input is empty; did the stage before fail?"

# In the second pass, too, the place is that of the row.
printf 'a,b\n1,2\n1,x\n' >one.csv
printf 'a,b\n1,\n' >two.csv
fails "the file and line of a row that waited" 1 "seg-features: one.csv:3: column 'b': not a number: 'x'" \
    seg-features -q --missing mean --ratio r=a/b one.csv two.csv

done_testing
