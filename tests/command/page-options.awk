# The options that a man page (kind=page), its synopsis (kind=synopsis) or a
# --help text (kind=help) speaks of, one a line: letter, long name, argument, as
# in "-k --k N", with "." for none.

function put(letter, long, argument) {
	print (letter != "" ? "-" letter : "."), long, (argument != "" ? argument : ".")
}

# .It Fl k , -k Ar N     .It Fl -csv
function from_item(    i, letter, long) {
	i = 3
	if ($4 == ",") {
		letter = $3
		i = 5
	}
	long = $i
	put(letter, "-" long, $(i + 1) == "Ar" ? $(i + 2) : "")
	if (long !~ /^-/ || NF > i + 2 || (NF > i && $(i + 1) != "Ar"))
		print FILENAME ":" FNR ": not of the form .It Fl k , -k Ar N"
}

# "  -k, --k N    help" and "      --csv    help"
function from_help(    line, letter, words, n) {
	line = substr($0, 3)
	if (line ~ /^-., /)
		letter = substr(line, 2, 1)
	else if (line !~ /^    --/)
		return
	line = substr(line, 5)
	sub(/  .*/, "", line)
	n = split(line, words, " ")
	put(letter, words[1], n > 1 ? words[2] : "")
}

# Fl -csv, Fl k Ar N, Fl nq: the names alone.
function from_synopsis(    i, j) {
	for (i = 1; i < NF; i++) {
		if ($i != "Fl" && $i != ".Fl")
			continue
		if ($(i + 1) ~ /^-/)
			print "-" $(i + 1)
		else
			for (j = 1; j <= length($(i + 1)); j++)
				print "-" substr($(i + 1), j, 1)
	}
}

kind == "help" && /^  / { from_help() }
kind == "page" && /^\.It Fl / { from_item() }
/^\.Sh / { in_synopsis = ($2 == "SYNOPSIS") }
kind == "synopsis" && in_synopsis { from_synopsis() }
