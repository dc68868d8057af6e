/** What tells series apart beside their colours: marks on points, dashes of lines, hatches. */

import { both, PAPER, seriesPair } from "../shades.js";
import { svg } from "./svg.js";

const AUTO = ["diamond", "square", "triangle", "x", "star", "circle", "plus", "dash"];
const ACCENTS = ["#4f81bd", "#c0504d", "#9bbb59", "#8064a2", "#4bacc6", "#f79646"];

/** The colour of a series, of the theme's if it has none of its own. */
export function colourOf({ paint, hatch, kind }, at) {
    const own =
        kind === "columns" || kind === "areas"
            ? (paint.fill ?? paint.line)
            : (paint.line ?? paint.fill);
    return hatch?.ink ?? own?.colour ?? ACCENTS[at % ACCENTS.length];
}

const DASHES = {
    __proto__: null,
    dash: [4, 3], sysDash: [3, 1], dot: [1, 2], sysDot: [1, 1], lgDash: [8, 3],
    dashDot: [4, 3, 1, 3], sysDashDot: [3, 1, 1, 1], lgDashDot: [8, 3, 1, 3],
    sysDashDotDot: [3, 1, 1, 1, 1, 1], lgDashDotDot: [8, 3, 1, 3, 1, 3],
};

/** Let a line look like its series. */
export function strokeAs(element, series, at) {
    const width = series.paint.width ?? 2.25;
    element.style.stroke = both(seriesPair(colourOf(series, at)));
    element.setAttribute("stroke-width", width);
    const dash = DASHES[series.paint.dash];
    if (dash) element.setAttribute("stroke-dasharray", dash.map((part) => part * width).join(" "));
    return element;
}

const polygon = (...corners) => `M${corners.map((corner) => corner.join(" ")).join("L")}Z`;

const SHAPES = {
    __proto__: null,
    square: (r) => polygon([-r, -r], [r, -r], [r, r], [-r, r]),
    triangle: (r) => polygon([0, -r], [r, r], [-r, r]),
    diamond: (r) => polygon([0, -r * 1.2], [r * 1.2, 0], [0, r * 1.2], [-r * 1.2, 0]),
    circle: (r) => `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`,
    x: (r) => `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`,
    plus: (r) => `M${-r} 0H${r}M0 ${-r}V${r}`,
    star: (r) => `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}M0 ${-r}V${r}`,
    dash: (r) => `M${-r} 0H${r}`,
    dot: (r) => `M${-r} 0H0`,
};

/** The mark of a series at a point; null if it has none. */
export function markOf(series, at, x, y) {
    const { shape, size, paint } = series.marker;
    if (shape === null) return null;
    const outline = SHAPES[shape] ?? SHAPES[AUTO[at % AUTO.length]];
    const mark = svg("path", { d: outline((size * 2) / 3), transform: `translate(${x} ${y})` });
    const colour = both(
        seriesPair(paint.fill?.colour ?? paint.line?.colour ?? colourOf(series, at)),
    );
    mark.style.fill = colour;
    mark.style.stroke = colour;
    mark.setAttribute("stroke-width", 1.2);
    return mark;
}

// Lines of a tile of eight pixels, for the patterns that a file may name.
const HATCHES = {
    __proto__: null,
    wdUpDiag: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    wdDnDiag: "M-2 6L2 10M0 0L8 8M6 -2L10 2",
    dkHorz: "M0 2H8M0 6H8",
    dkVert: "M2 0V8M6 0V8",
    smGrid: "M0 2H8M0 6H8M2 0V8M6 0V8",
};
let patterns = 0;

/** Fill a column as its series is; a hatch is defined beside it. */
export function fillAs(element, series, at, definitions) {
    const { hatch } = series;
    const colour = both(seriesPair(colourOf(series, at)));
    element.style.fill = hatch ? `url(#${hatched(series, colour, definitions)})` : colour;
    if (hatch) element.style.stroke = colour;
    return element;
}

function hatched(series, colour, definitions) {
    if (series.hatchId) return series.hatchId;
    series.hatchId = `hatch-${++patterns}`;
    const paper = svg("rect", { width: 8, height: 8 });
    paper.style.fill = both(PAPER);
    const lines = svg("path", {
        d: HATCHES[series.hatch.pattern] ?? HATCHES.wdUpDiag,
        "stroke-width": 1.6,
    });
    lines.style.stroke = colour;
    const tile = { id: series.hatchId, width: 8, height: 8, patternUnits: "userSpaceOnUse" };
    definitions.append(svg("pattern", tile, [paper, lines]));
    return series.hatchId;
}
