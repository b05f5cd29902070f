# Takes the examples out of a page in mdoc.
#
#     awk -v into=DIR -f page-examples.awk PAGE    writes DIR/001.command and
#         DIR/001.wanted, and so on, and prints how many there are
#     awk -v from=DIR -f page-examples.awk PAGE    prints the page with the
#         outputs of DIR/001.got, and so on
#
# An example is a line in a `.Bd -literal` block that starts with "$ ", the
# lines behind it that start with "> ", and the output up to the next example or
# the end of the block.  A block whose first line is no command is a picture.

function unescape(text,    result, i, two) {
	sub(/^\\&/, "", text)
	while ((i = index(text, "\\")) > 0) {
		result = result substr(text, 1, i - 1)
		two = substr(text, i, 2)
		if (two == "\\(") {
			if (!(substr(text, i + 2, 2) in special))
				fail("unknown escape: " substr(text, i, 4))
			result = result special[substr(text, i + 2, 2)]
			text = substr(text, i + 4)
		} else {
			if (two != "\\e" && two != "\\-")
				fail("unknown escape: " two)
			result = result (two == "\\e" ? "\\" : "-")
			text = substr(text, i + 2)
		}
	}
	return result text
}

# What groff would print as typographic quotes and the like stays as it is typed.
function escape(text) {
	gsub(/\\/, "\\e", text)
	gsub(/'/, "\\(aq", text)
	gsub(/`/, "\\(ga", text)
	gsub(/\^/, "\\(ha", text)
	gsub(/~/, "\\(ti", text)
	return (text ~ /^\./ ? "\\&" : "") text
}

function fail(message) {
	print FILENAME ":" FNR ": " message > "/dev/stderr"
	exit failed = 1
}

function name(suffix) {
	return sprintf("%s/%03d.%s", into != "" ? into : from, count, suffix)
}

function start_example(text) {
	count++
	in_command = 1
	if (into != "") {
		print text > name("command")
		printf "" > name("wanted")
	}
}

function put_got(    line, file) {
	if (from == "" || count == 0 || done == count)
		return
	done = count
	file = name("got")
	while ((getline line < file) > 0)
		print escape(line)
	close(file)
}

BEGIN {
	special["aq"] = "'"
	special["ga"] = "`"
	special["ha"] = "^"
	special["ti"] = "~"
	special["dq"] = "\""
}

/^\.Bd -literal/ { literal = 1; first = 1; examples = 0; print_line(); next }
/^\.Ed/ { if (examples) put_got(); literal = examples = 0; print_line(); next }

!literal {
	if (/^[$] /)
		fail("a command outside of a literal block")
	print_line()
	next
}

first { first = 0; examples = /^[$] / }
!examples {
	if (/^[$] /)
		fail("a command in a picture")
	print_line()
	next
}
/^[$] / {
	put_got()
	text = unescape($0)
	start_example(substr(text, 3))
	print_command(text)
	next
}
in_command && /^> / {
	text = unescape($0)
	if (into != "")
		print substr(text, 3) > name("command")
	print_command(text)
	next
}
{
	in_command = 0
	if (into != "")
		print unescape($0) > name("wanted")
}

function print_line() {
	if (from != "")
		print
}

function print_command(text) {
	if (from != "")
		print escape(text)
}

END {
	if (!failed && into != "")
		print count + 0
}
