#include "report/inline_svg.h"
#include "report/parts.h"
#include "report/sections.h"

#include <string.h>

/* In pixels.  What is wider than WIDE takes the whole width of the page; the
 * others get no narrower than LEAST, and scroll; two beside each other have that, and
 * the line around them (.pictures in report/style.c). */
enum { WIDE = 900, LEAST = 510 };

bool pictures_there(const struct report *report)
{
	return report->pictures->drawn > 0;
}

static void put_picture(struct html *page, const struct picture *picture)
{
	struct failure why;
	html_put(page, picture->width > WIDE ? "<figure class=\"across\">\n" : "<figure>\n");
	html_put(page, "<h3 id=\"picture-");
	html_put(page, picture->kind);
	html_put(page, "\">");
	html_put(page, picture->heading);
	html_put(page, "</h3>\n<div class=\"panel\" role=\"group\" tabindex=\"0\" "
	         "aria-labelledby=\"picture-");
	html_put(page, picture->kind);
	html_put(page, "\" style=\"--least:");
	html_format(page, "%d", picture->width > WIDE ? picture->width * 3 / 4 : LEAST);
	html_put(page, "px\">\n");
	room_begin(page);
	/* pictures_draw has made sure that it may stand in a page. */
	if (!inline_svg(page, picture->svg.data, picture->svg.length, picture->tinted, &why))
		html_words(page, why.text);
	html_put(page, "\n");
	room_end(page);
	html_put(page, "</div>\n<figcaption>");
	html_put(page, picture->caption);
	html_put(page, "</figcaption>\n</figure>\n");
}

/* A name for which there was no room ends on an ellipsis. */
static bool is_cut(const struct picture *picture)
{
	static const char end[] = "\xE2\x80\xA6</text>";
	size_t length = sizeof end - 1;
	for (size_t i = 0; i + length <= picture->svg.length; i++)
		if (memcmp(picture->svg.data + i, end, length) == 0)
			return true;
	return false;
}

static bool any_is_cut(const struct pictures *pictures)
{
	for (size_t i = 0; i < PICTURES; i++)
		if (is_cut(&pictures->list[i]))
			return true;
	return false;
}

void section_pictures(struct html *page, const struct report *report)
{
	if (any_is_cut(report->pictures))
		html_put(page, "<p>Where a picture has no room for a name it shows the start; the <a "
		         "href=\"#segments\">cards</a> have those of the segments by their numbers, the "
		         "<a href=\"#profile\">table</a> those of the features.</p>\n");
	html_put(page, "<div class=\"pictures\">\n");
	/* The wide ones last: on paper each has a page of its own, across. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < PICTURES; i++) {
			const struct picture *picture = &report->pictures->list[i];
			if (picture->svg.length > 0 && (picture->width > WIDE) == (pass == 1))
				put_picture(page, picture);
		}
	html_put(page, "</div>\n");
}
