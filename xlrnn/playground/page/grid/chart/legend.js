/** The legend: a sample of each series and its name, beside the plot or in rows below it. */

import { cssFont, textWidth } from "../fonts.js";
import { both, textPair } from "../shades.js";
import { fillAs, markOf, strokeAs } from "./marks.js";
import { svg, text } from "./svg.js";

const SAMPLE = { lines: 30, columns: 9 };
const APART = 6;

/** What a legend needs: {side, width, height, draw(x, y, width, height)}; null if there is none. */
export function legendOf(legend, series, size, definitions) {
    if (!legend) return null;
    const css = cssFont({ name: "Calibri", size: legend.size, bold: legend.bold }, 1);
    const line = Math.round(legend.size * 1.75);
    const look = { css, line, colour: both(textPair(legend.colour)), definitions };
    const widths = series.map(
        (each) => sampleWidth(each) + APART + textWidth(each.label, css) + 2 * APART,
    );
    if (legend.side === "b" || legend.side === "t") {
        const rows = inRows(widths, size.width - 16);
        return {
            side: legend.side,
            width: size.width,
            height: rows.length * line + 4,
            draw: (box) => across(series, rows, widths, box, look),
        };
    }
    const width = Math.min(Math.max(...widths), size.width * 0.4);
    return {
        side: legend.side === "l" ? "l" : "r",
        width,
        height: series.length * line,
        draw: (box) => below(series, box, look),
    };
}

const isLine = ({ kind }) => kind === "lines" || kind === "scatter";
const sampleWidth = (series) => (isLine(series) ? SAMPLE.lines : SAMPLE.columns);

/** Which entries stand in which row. */
function inRows(widths, room) {
    const rows = [[]];
    let used = 0;
    widths.forEach((width, at) => {
        if (used + width > room && rows.at(-1).length) {
            rows.push([]);
            used = 0;
        }
        rows.at(-1).push(at);
        used += width;
    });
    return rows;
}

function across(series, rows, widths, { x, y, width }, look) {
    return rows.flatMap((row, number) => {
        let at = x + (width - row.reduce((sum, entry) => sum + widths[entry], 0)) / 2 + APART;
        return row.flatMap((entry) => {
            const drawn = entryOf(series[entry], entry, at, y + (number + 0.5) * look.line, look);
            at += widths[entry];
            return drawn;
        });
    });
}

function below(series, { x, y, height }, look) {
    const top = y + Math.max(0, (height - series.length * look.line) / 2);
    return series.flatMap((each, at) => entryOf(each, at, x, top + (at + 0.5) * look.line, look));
}

function entryOf(series, at, x, y, look) {
    const width = sampleWidth(series);
    const words = text(series.label, {
        x: x + width + APART,
        y: y + look.line * 0.25,
        css: look.css,
        colour: look.colour,
        anchor: "start",
    });
    if (!isLine(series)) {
        return [
            fillAs(svg("rect", { x, y: y - 5, width, height: 9 }), series, at, look.definitions),
            words,
        ];
    }
    const line = strokeAs(svg("line", { x1: x, x2: x + width, y1: y, y2: y }), series, at);
    const mark = markOf(series, at, x + width / 2, y);
    return [...(series.joined ? [line] : []), ...(mark ? [mark] : []), words];
}
