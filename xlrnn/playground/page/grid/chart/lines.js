/** Lines and points of a chart. */

import { generalText } from "../formats/general.js";
import { colourOf, markOf, strokeAs } from "./marks.js";
import { both, seriesPair } from "../shades.js";
import { svg, titled } from "./svg.js";

/** The line of a series with its marks; where a number is missing it is broken. */
export function drawLine(series, at, plot) {
    const points = series.points.map((value, number) => ({
        x: plot.xOf(number, series),
        y: plot.yOf(value),
        value,
        number,
    }));
    const runs = [[]];
    for (const point of points) {
        if (point.value === null || !Number.isFinite(point.y) || !Number.isFinite(point.x))
            runs.push([]);
        else runs.at(-1).push(point);
    }
    const drawn = runs
        .filter((run) => run.length)
        .map((run) => svg("path", { d: pathOf(run, series.smooth), fill: "none" }));
    const lines =
        series.joined && !series.paint.noLine
            ? drawn.map((path) => strokeAs(path, series, at))
            : [];
    return [...lines, ...runs.flat().flatMap((point) => pointOf(series, at, point))];
}

function pointOf(series, at, { x, y, value, number }) {
    const mark = markOf(series, at, x, y);
    const name = series.names[number];
    return mark
        ? [titled(mark, `${series.label}${name ? `, ${name}` : ""}: ${generalText(value)}`)]
        : [];
}

function pathOf(run, smooth) {
    const [first, ...rest] = run;
    const start = `M${first.x} ${first.y}`;
    if (!smooth) return start + rest.map(({ x, y }) => `L${x} ${y}`).join("");
    return start + rest.map((point, at) => curve(run, at, point)).join("");
}

/** A bow from one point to the next that leaves each in the direction of its neighbours. */
function curve(run, at, to) {
    const from = run[at];
    const [before, after] = [run[at - 1] ?? from, run[at + 2] ?? to];
    const one = [from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6];
    const two = [to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6];
    return `C${one.join(" ")} ${two.join(" ")} ${to.x} ${to.y}`;
}

/** The area under a series. */
export function drawArea(series, at, plot) {
    const known = series.points.map((value, number) => [
        plot.xOf(number, series),
        plot.yOf(value ?? 0),
    ]);
    if (known.length === 0) return [];
    const outline = [[known[0][0], plot.zero], ...known, [known.at(-1)[0], plot.zero]];
    const area = svg("polygon", {
        points: outline.map((point) => point.join()).join(" "),
        "fill-opacity": 0.6,
    });
    area.style.fill = both(seriesPair(colourOf(series, at)));
    return [area];
}
