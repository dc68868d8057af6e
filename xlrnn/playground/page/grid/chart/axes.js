/** Axes: their lines, the numbers and names beside them, their titles, the grid behind. */

import { cssFont, textWidth } from "../fonts.js";
import { format } from "../format.js";
import { both, linePair, textPair } from "../shades.js";
import { svg, text } from "./svg.js";

const LINE = "#868686";
const TICK = 4;
const APART = 4;

const fontOf = (look, bold = look.bold) => cssFont({ name: "Calibri", size: look.size, bold }, 1);

/** The words beside an axis of numbers. */
export const tickTexts = (axis, scale, code) =>
    scale.ticks.map((tick) => format(tick, code ?? axis?.format ?? "General").text);

/** How much room an axis needs beside the plot: labels and title. */
export function roomOf(axis, labels, isAcross) {
    if (!axis || axis.gone) return { labels: 0, title: 0 };
    const css = fontOf(axis.look);
    const high = Math.round(axis.look.size * 1.7);
    const shown =
        axis.labels === "none"
            ? 0
            : isAcross
              ? high
              : Math.max(0, ...labels.map((label) => textWidth(label, css)));
    const title = axis.title ? Math.round(axis.title.size * 1.9) : 0;
    return { labels: shown ? shown + TICK + APART : 0, title };
}

/** An axis of numbers on the left, with its grid. */
export function drawUp(axis, scale, labels, plot, titleX) {
    if (!axis || axis.gone) return [];
    const look = {
        css: fontOf(axis.look),
        colour: both(textPair(axis.look.colour)),
        anchor: "end",
    };
    const drawn = scale.ticks.flatMap((tick, at) => {
        const y = plot.yOf(tick);
        const label = text(labels[at], {
            ...look,
            x: plot.x - TICK - APART,
            y: y + axis.look.size * 0.45,
        });
        const line = axis.grid ? [ruler(plot.x, y, plot.x + plot.width, y, axis.grid)] : [];
        return axis.labels === "none"
            ? line
            : [...line, ruler(plot.x - TICK, y, plot.x, y, LINE), label];
    });
    drawn.push(ruler(plot.x, plot.y, plot.x, plot.y + plot.height, LINE));
    if (axis.title) drawn.push(titleText(axis.title, titleX, plot.y + plot.height / 2, -90));
    return drawn;
}

/** An axis below: names of categories in their bands, or numbers at their places. */
export function drawAcross(axis, labels, plot, titleY) {
    const drawn = [ruler(plot.x, plot.zero, plot.x + plot.width, plot.zero, LINE)];
    if (!axis || axis.gone) return drawn;
    const look = { css: fontOf(axis.look), colour: both(textPair(axis.look.colour)) };
    const y =
        (axis.labels === "low" ? plot.y + plot.height : plot.zero) + TICK + APART + axis.look.size;
    if (axis.labels !== "none") drawn.push(...namesOf(axis, labels, look, plot, y));
    if (axis.title) drawn.push(titleText(axis.title, plot.x + plot.width / 2, titleY, 0));
    return drawn;
}

/** The names that have room: every one, every second, … */
function namesOf(axis, labels, look, plot, y) {
    const widest = Math.max(0, ...labels.map(({ text: label }) => textWidth(label, look.css)));
    const apart = labels.length > 1 ? Math.abs(labels[1].x - labels[0].x) : plot.width;
    const wanted = axis.skip ?? 1;
    const skip = wanted * Math.max(1, Math.ceil((widest + APART) / (apart * wanted)));
    return labels
        .filter((_, at) => at % skip === 0)
        .map((label) => text(label.text, { ...look, x: label.x, y }));
}

function titleText(title, x, y, turned) {
    return text(title.text, {
        x,
        y,
        turned,
        css: fontOf(title),
        colour: both(textPair(title.colour)),
    });
}

function ruler(x1, y1, x2, y2, colour) {
    const line = svg("line", {
        x1,
        y1,
        x2,
        y2,
        "stroke-width": 1,
        "shape-rendering": "crispEdges",
    });
    line.style.stroke = both(linePair(colour));
    return line;
}
