#include "persona/trust_column.h"

#include <string.h>

bool trust_column_add(struct header *trusts, const struct input *input, struct failure *why)
{
	size_t at = header_find(&input->header, "trust");
	if (at == input->header.count)
		return true;
	const struct cell *trust = &input->row.cells[at];
	if (memchr(trust->text, '\0', trust->length) != NULL)
		return input_fail_cell(input, at, "a NUL byte", NULL, why);
	return header_add(trusts, trust->text, trust->length, why);
}
