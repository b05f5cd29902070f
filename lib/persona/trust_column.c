#include "persona/trust_column.h"

#include "trust/segment_stability.h"

bool trust_column_add(struct header *trusts, const struct input *input, struct failure *why)
{
	size_t at = header_find(&input->header, "trust");
	if (at == input->header.count)
		return true;
	const struct cell *trust = &input->row.cells[at];
	enum trust known;
	if (!trust_find(trust->text, trust->length, &known))
		return input_fail_cell(input, at, "not untrusted, doubtful, stable or highly stable",
		                       NULL, why);
	return header_add(trusts, trust->text, trust->length, why);
}
