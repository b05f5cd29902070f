# shellcheck shell=bash
# The command line of seg-pipeline.

usage() {
    cat <<'HELP'
usage: seg-pipeline [option ...] FILE ...

Runs the filters from a customer file to the deliverables: segments with names,
actions and what they can be trusted for, rules, outliers and models for later.

  -k, --k N|A:B                  the number of segments, or a range for seg-kselect
                                 to choose from (default 2:10)
  -o, --artifacts DIR            where the deliverables go (default artifacts)
  -p, --previous DIR             the deliverables of an earlier run: keep its segment
                                 numbers, and say what has changed since
  -r, --report                   write report.html, too, for people (seg-report)
      --no-stability             do not judge by bootstraps what can be trusted
      --signals LIST             what chooses k (seg-kselect); gap tests for structure
  -n, --dry-run                  print the pipe that would run, and exit
  -f, --features LIST            the features of the segments (seg-scale)
      --log LIST                 features to take in logarithms (seg-scale)
      --method NAME              standard, minmax, robust or none (seg-scale)
      --missing MODE             error, drop, mean or median (seg-features)
      --rename OLD=NEW           rename a column (seg-features; repeatable)
      --ratio NAME=NUM/DEN       append a ratio (seg-features; repeatable)
      --encode LIST              0/1 columns for text columns (seg-features)
      --comment PREFIX           skip lines that start so (seg-features)
      --header NAMES             names for a file without a header (seg-features)
      --decimal CHAR             the decimal sign (seg-features)
  -d, --delimiter CHAR           the delimiter (seg-features)
      --require LIST             fail unless these columns are there (seg-features)
      --missing-values LIST      what counts as missing (seg-features)
      --dedup                    set aside repeated rows (seg-features)
      --rejects FILE             keep the rows that are set aside (seg-features)
      --eps X                    the radius of a neighbourhood (seg-dbscan)
      --eps-percentile Q         or how far outliers lie (seg-dbscan, default 90)
      --min-samples N            neighbours of a core point (seg-dbscan, default 4)
      --rules FILE               rules for personas, checked first (seg-persona)
  -s, --seed N                   seed of the random numbers (default 42)
  -t, --threads N                threads in all (default: all processors)
  -q, --quiet                    no table and no notes, errors only
  -h, --help                     print this help and exit
  -V, --version                  print the version and exit

Exit status: 0 done, 1 data or I/O error, 2 usage, 3 no groups to choose from.
See seg-pipeline(1) and seg(7).
HELP
}

k=2:10 artifacts=artifacts previous='' rules=''
dry_run=false quiet=false report=false stability=true
signals='' features=() scale=() dbscan=() persona=() seed=() threads=() files=()

parse() {
    local short long value
    while [ $# -gt 0 ]; do
        case $1 in
        --) shift; files+=("$@"); return ;;
        --*=*) long=${1%%=*} value=${1#*=}; shift; set -- "$long" "$value" "$@"
            case $long in
            --dry-run | --report | --no-stability | --dedup | --quiet | --help | --version)
                usage_error "option '$long' takes no argument" ;;
            esac ;;
        -[kopfdst]?*) short=${1:0:2} value=${1:2}; shift; set -- "$short" "$value" "$@" ;;
        -[nrqhV]?*) short=${1:0:2} value=-${1:2}; shift; set -- "$short" "$value" "$@" ;;
        esac
        case $1 in
        -n | --dry-run) dry_run=true; shift; continue ;;
        -r | --report) report=true; shift; continue ;;
        --no-stability) stability=false; shift; continue ;;
        -q | --quiet) quiet=true; shift; continue ;;
        -h | --help) usage || exit 1; exit 0 ;;
        -V | --version) echo "$tool $version" || exit 1; exit 0 ;;
        --dedup) features+=(--dedup); shift; continue ;;
        -) files+=(-); shift; continue ;;
        -*) ;;
        *) files+=("$1"); shift; continue ;;
        esac
        known_option "$1"
        [ $# -ge 2 ] || usage_error "no argument for option '$1'; see $tool --help"
        take "$1" "$2"
        shift 2
    done
}

known_option() {
    case $1 in
    -k | --k | -o | --artifacts | -p | --previous | -f | --features | --log | --method | --missing | --rename) ;;
    --ratio | --encode | --comment | --header | --decimal | -d | --delimiter) ;;
    --require | --missing-values | --rejects | --eps | --eps-percentile | --min-samples) ;;
    --rules | --signals | -s | --seed | -t | --threads) ;;
    *) usage_error "unknown option '$1'; see $tool --help" ;;
    esac
}

take() {
    case $1 in
    -k | --k) k=$2 ;;
    -o | --artifacts) artifacts=$2 ;;
    -p | --previous) previous=$2 ;;
    -f | --features) features+=(-f "$2"); scale+=(-f "$2") ;;
    --log | --method) scale+=("$1" "$2") ;;
    --missing | --rename | --ratio | --encode | --comment | --header | --decimal | \
        --require | --missing-values | --rejects)
        features+=("$1" "$2") ;;
    -d | --delimiter) features+=(-d "$2") ;;
    --signals) signals=$2 ;;
    --eps | --eps-percentile | --min-samples) dbscan+=("$1" "$2") ;;
    --rules) rules=$2 persona+=(--rules "$2") ;;
    -s | --seed) seed=(-s "$2") ;;
    -t | --threads) threads=(-t "$2") ;;
    esac
}
