#include "report/style.h"

/* Rows, cards and pictures stay whole, and nothing that speaks of what follows
 * stands alone at the foot of a page.  No number is broken: a table has no more columns
 * than fit (report/section_profile.c). */
const char report_print_style[] =
	"@media print{:root{color-scheme:light;--page:#fff;--panel:#fff;--ink:#000;"
	"--quiet:#444;--line:#bbb;--soft:#f2f2f2}\n"
	"@page{margin:16mm 14mm}@page across{size:landscape}.across{page:across;width:250mm}"
	".across:first-child{page:auto;width:auto}\n"
	"html{font-size:12px}nav,.skip,.sideways,.edge{display:none}\n"
	"header.top,main,footer{max-width:none;padding-left:0;padding-right:0}\n"
	"header.top{padding-top:0}section{padding-top:1.5rem}\n"
	"footer{padding:1rem 0 0;break-before:avoid}"
	"main,section:last-child,.limits,.limits li:last-child{break-after:avoid}\n"
	".cards{grid-template-columns:1fr 1fr 1fr;gap:.75rem}"
	".pictures{display:block}figure+figure{margin-top:1.5rem}caption span{max-width:none}\n"
	".card,figure,thead,tr,section>p,.rules li,.limits li,.figures,.names{break-inside:avoid}\n"
	"h2,h3,section>p,caption,thead,tbody tr:first-child,tr:has(+tr:last-child)"
	"{break-after:avoid}\n"
	"section>p:last-child,.rules li:last-child{break-after:auto}\n"
	"p,li{orphans:3;widows:3}\n"
	".bar,.bar span,.card,.chosen td,.chosen th,thead th,.panel svg{print-color-adjust:exact;"
	"-webkit-print-color-adjust:exact}\n"
	".panel,.scroll{container-type:normal;overflow:visible;border:0;border-radius:0}"
	".panel,.panel svg{padding:0}.room{display:block;width:auto}\n"
	/* What is higher than a page would be torn, and its heading left behind. */
	".panel svg{min-width:0;max-height:212mm}.across svg{max-height:140mm}\n"
	"table{font-size:.875rem}th,td{padding:.3rem .4rem;min-width:0}\n"
	"caption{padding:.3rem .4rem}\n"
	"thead th{font-size:.8rem}thead abbr{overflow-wrap:normal}\n"
	"tbody th{min-width:7.75rem}tbody th.number,thead th,thead th.number{min-width:0}"
	"tbody th.step{min-width:9rem}thead abbr{min-width:0}\n"
	"td,td.wide{min-width:0}td.number,th.number{min-width:3.2rem}\n"
	".figures dd{font-size:1.25rem}}\n";
