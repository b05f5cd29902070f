/* Runs inside a copy of the report, in a frame of the width that is looked at,
 * and tells the page around it what it found wrong: one line a finding. */
(() => {
	const findings = [];
	const tell = (what, node) => {
		const where = node ? " <" + node.localName + (node.id ? "#" + node.id : "") + "> "
			+ (node.textContent || "").trim().slice(0, 40).replace(/\s+/g, " ") : "";
		findings.push(what + where);
	};

	const channels = (text) => {
		const srgb = text.startsWith("color(srgb");
		const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) || []).map(Number);
		const scale = srgb ? 1 : 255;
		return { r: numbers[0] / scale, g: numbers[1] / scale, b: numbers[2] / scale,
			a: numbers.length > 3 ? numbers[3] : 1 };
	};
	const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
	const luminance = (c) => 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
	const contrast = (one, other) => {
		const a = luminance(one), b = luminance(other);
		return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	};
	const ground = (node) => {
		for (let at = node; at; at = at.parentElement) {
			const colour = channels(getComputedStyle(at).backgroundColor);
			if (colour.a === 1)
				return colour;
			if (colour.a > 0)
				tell("a background that is half transparent:", at);
		}
		return { r: 1, g: 1, b: 1, a: 1 };
	};
	const isSeen = (node) => {
		const box = node.getBoundingClientRect();
		return box.width > 0 && box.height > 0;
	};

	/* What is wider than the page, but for what scrolls by itself. */
	const page = document.documentElement;
	if (page.scrollWidth > innerWidth)
		tell("the page is " + page.scrollWidth + " wide, its window " + innerWidth);
	for (const node of document.querySelectorAll("body *")) {
		const box = node.getBoundingClientRect();
		const scrolls = node.closest(".scroll, .panel");
		if (!scrolls && isSeen(node) && (box.right > innerWidth + 1 || box.left < -1)
		    && !node.classList.contains("skip"))
			tell("out of sight, from " + Math.round(box.left) + " to " + Math.round(box.right) + ":", node);
	}
	for (const node of document.querySelectorAll(".scroll, .panel")) {
		if (node.tabIndex !== 0 || !node.getAttribute("role") || !name(node))
			tell("it scrolls, and cannot be reached or has no name:", node);
		/* The hint and the shade at the edge are there where it scrolls, and only there. */
		const scrolls = node.scrollWidth > node.clientWidth + 1;
		const beside = node.closest(".pictures") && !node.closest(".across")
			&& getComputedStyle(node.closest(".pictures")).gridTemplateColumns.split(" ").length > 1;
		if (beside && scrolls)
			tell("pictures side by side without room for them:", node);
		for (const [what, side] of [[".sideways", "height"], [".edge", "width"]]) {
			const part = node.querySelector(what), box = part.getBoundingClientRect();
			if ((box[side] > 10 && box.width > 0 && box.height > 0) !== scrolls)
				tell(what + (scrolls ? " is not seen where it scrolls:" : " is seen where nothing scrolls:"), node);
		}
	}
	const nowrap = [...document.querySelectorAll(".index")].find((node) => node.getClientRects().length > 1
		|| node.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(node).fontSize));
	if (nowrap)
		tell("an arrow apart from its number:", nowrap);
	for (const head of document.querySelectorAll("thead tr"))
		if (head.getBoundingClientRect().height > 180)
			tell("a head " + Math.round(head.getBoundingClientRect().height) + " high:", head);

	/* Texts against what they stand on. */
	let texts = 0, least = 21;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || node.closest("svg, script") || !isSeen(node))
			continue;
		const ratio = contrast(channels(getComputedStyle(node).color), ground(node));
		least = Math.min(least, ratio);
		texts++;
		if (!(ratio >= 4.5))
			tell("contrast " + ratio.toFixed(2) + ":", node);
	}
	const dark = matchMedia("(prefers-color-scheme: dark)").matches;
	/* Those of a picture, against the last shape below their middle, or the panel. */
	const box_has = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
	for (const svg of document.querySelectorAll("svg")) {
		const panel = ground(svg.parentElement);
		const shapes = [...svg.querySelectorAll("rect, path, polygon, text")].filter((node) => !node.closest("defs"));
		const filled = [];
		for (const shape of shapes) {
			const fill = getComputedStyle(shape).fill;
			if (shape.localName !== "text") {
				if (fill !== "none")
					filled.push([shape.getBoundingClientRect(), channels(fill)]);
				continue;
			}
			const box = shape.getBoundingClientRect();
			if (!shape.textContent.trim())
				continue;
			const frame = svg.getBoundingClientRect(), room = parseFloat(getComputedStyle(svg).paddingLeft);
			if (box.left < frame.left + room - 2 || box.right > frame.right - room + 2 || box.top < frame.top - 2
				|| box.bottom > frame.bottom + 2)
				tell("cut off at the edge of a picture:", shape);
			const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
			const below = filled.filter(([other]) => box_has(other, x, y)).pop();
			const ratio = contrast(channels(fill), below ? below[1] : panel);
			if (!(ratio >= 4.5) && !(below && contrast(channels(fill), panel) >= 4.5
				&& !(below[0].width > box.width && below[0].height > box.height)))
				tell("contrast " + ratio.toFixed(2) + " in a picture:", shape);
		}
		if (dark ? luminance(panel) > 0.02 : luminance(panel) < 0.95)
			tell("a picture not on a " + (dark ? "dark" : "light") + " panel:", svg);
		if (dark)
			look_at_marks(svg, panel);
	}
	/* In the dark every mark stands out from the paper; what is paper, line of the grid or half
	 * transparent is none.  (In the light two colours of segments do not; their marks differ.) */
	function look_at_marks(svg, panel) {
		const same = (one, other) => Math.abs(one.r - other.r) + Math.abs(one.g - other.g) + Math.abs(one.b - other.b) < 0.01;
		const seen = new Set();
		for (const shape of svg.querySelectorAll("rect, path, polygon, circle, use")) {
			const style = getComputedStyle(shape);
			if (shape.closest("defs") || shape.classList.contains("gridline") || style.fillOpacity < 1 || style.opacity < 1)
				continue;
			const paints = shape.localName === "use" ? [style.color] : [style.fill, style.stroke];
			for (const paint of paints.filter((paint) => paint !== "none" && !seen.has(paint))) {
				seen.add(paint);
				if (!same(channels(paint), panel) && !(contrast(channels(paint), panel) >= 3))
					tell("contrast " + contrast(channels(paint), panel).toFixed(2) + " of a mark in a picture:", svg);
			}
		}
	}

	/* The colours of segments are told apart, also by eyes that see fewer colours: the distance
	 * (CIE 1976) of any two, as simulated by Machado, Oliveira and Fernandes (2009). */
	const eyes = {
		all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
		protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
		deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
		tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
	};
	const xyz = [[0.433891, 0.376235, 0.189906], [0.212673, 0.715152, 0.072175], [0.017726, 0.109476, 0.872955]];
	const times = (matrix, v) => matrix.map((row) => row.reduce((sum, cell, i) => sum + cell * v[i], 0));
	const lab = (colour, eye) => {
		const seen = times(eye, [colour.r, colour.g, colour.b].map(linear)).map((c) => Math.min(Math.max(c, 0), 1));
		const [x, y, z] = times(xyz, seen).map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116));
		return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
	};
	const swatch = document.createElement("i");
	document.body.append(swatch);
	const data = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
		swatch.style.color = "var(--data-" + i + ")";
		return channels(getComputedStyle(swatch).color);
	});
	swatch.remove();
	for (const [name, eye] of Object.entries(eyes))
		for (let i = 0; i < data.length; i++)
			for (let j = 0; j < i; j++) {
				const [one, other] = [lab(data[i], eye), lab(data[j], eye)];
				const distance = Math.hypot(...one.map((c, at) => c - other[at]));
				if (!(distance >= 16))
					tell("segments " + j + " and " + i + " look alike (" + name + "): " + distance.toFixed(1));
			}

	/* Names, for those who hear the page. */
	function name(node) {
		const ids = node.getAttribute("aria-labelledby");
		const label = ids ? ids.split(" ").map((id) => (document.getElementById(id) || {}).textContent || "").join(" ")
			: node.getAttribute("aria-label");
		return (label || "").trim();
	}
	for (const svg of document.querySelectorAll("svg"))
		if (svg.getAttribute("role") !== "img" || !name(svg) || !svg.querySelector("title"))
			tell("a picture without a name:", svg);
	for (const image of document.querySelectorAll("img, iframe, object, embed, form, input, video, base, meta[http-equiv=refresh]"))
		tell("what should not be here:", image);
	for (const link of document.querySelectorAll("a")) {
		const to = link.getAttribute("href") || "";
		if (!link.textContent.trim())
			tell("a link without a name: " + to);
		if (!to.startsWith("#") || !document.getElementById(to.slice(1)))
			tell("a link to nowhere: " + to);
	}
	for (const table of document.querySelectorAll("table")) {
		if (!table.caption || !table.caption.textContent.trim())
			tell("a table without a caption:", table);
		for (const cell of table.querySelectorAll("th"))
			if (!["col", "row"].includes(cell.scope))
				tell("a header without a scope:", cell);
		for (const row of table.tBodies[0].rows)
			if (row.cells[0].localName !== "th")
				tell("a row without a header:", row);
		const width = table.tHead.rows[0].cells.length;
		for (const row of table.rows)
			if (row.cells.length !== width)
				tell("a row of " + row.cells.length + " cells in a table of " + width + ":", row);
	}
	for (const node of document.querySelectorAll("section, article, nav, figure"))
		if (node.localName !== "figure" && !name(node))
			tell("a region without a name:", node);

	/* Order and outline. */
	const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
	let level = 0;
	for (const heading of headings) {
		const now = Number(heading.localName[1]);
		if (now > level + 1)
			tell("a heading that skips from " + level + " to " + now + ":", heading);
		if (!heading.textContent.trim())
			tell("an empty heading:", heading);
		level = now;
	}
	if (document.querySelectorAll("h1").length !== 1)
		tell("not one h1");
	for (const landmark of ["main", "nav", "header", "footer"])
		if (document.querySelectorAll("body > " + landmark).length !== 1)
			tell("not one " + landmark);
	const skip = document.querySelector("a");
	if (!skip.classList.contains("skip") || skip.getAttribute("href") !== "#main")
		tell("the first link does not lead to the contents:", skip);
	skip.focus();
	if (skip.getBoundingClientRect().top < 0)
		tell("the link to the contents stays out of sight");
	/* A key was pressed, as far as the page can tell: focus must be seen. */
	for (const node of document.querySelectorAll("a, [tabindex]")) {
		node.focus();
		if (document.activeElement !== node)
			tell("it cannot be focused:", node);
		else if (node.matches(":focus-visible") && parseFloat(getComputedStyle(node).outlineWidth) < 2)
			tell("a focus that is not seen:", node);
		if (node.tabIndex > 0)
			tell("an order of its own for the keyboard:", node);
	}
	const ids = new Map();
	for (const node of document.querySelectorAll("[id]"))
		ids.set(node.id, (ids.get(node.id) || 0) + 1);
	for (const [id, count] of ids)
		if (count > 1)
			tell("the id " + id + " is there " + count + " times");
	for (const node of document.querySelectorAll("*"))
		for (const attribute of node.attributes)
			if (attribute.name.startsWith("on"))
				tell("a handler of events: " + attribute.name);
	for (const script of document.scripts)
		if (script.id !== "probe")
			tell("a script:", script);
	if (document.documentElement.lang === "" || document.characterSet !== "UTF-8" || !document.title.trim())
		tell("no language, character set or title");

	const light = luminance(ground(document.body)) > 0.5;
	if (dark === light)
		tell("the page is " + (light ? "light" : "dark") + " where the other was asked for");
	parent.postMessage([...findings, "looked at " + (dark ? "dark" : "light") + " " + innerWidth + ": "
		+ texts + " texts, " + document.querySelectorAll("svg").length + " pictures, "
		+ document.querySelectorAll("table").length + " tables, " + headings.length + " headings, least contrast "
		+ (least >= 4.5 ? "enough" : least.toFixed(2))].join("\n"), "*");
})();
