#include "plot/plot.h"
bool plot_kselect(struct plot *plot, struct failure *why)
{
	(void)plot; return fail(why, "todo");
}
