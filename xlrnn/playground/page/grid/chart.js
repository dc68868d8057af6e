/** A chart as a drawing, with the numbers that the workbook now holds. */

import { drawAcross, drawUp, roomOf, tickTexts } from "./chart/axes.js";
import { drawColumns, spansOf } from "./chart/columns.js";
import { seriesOf, textOf } from "./chart/data.js";
import { legendOf } from "./chart/legend.js";
import { drawArea, drawLine } from "./chart/lines.js";
import { scaleOf } from "./chart/scale.js";
import { svg, text } from "./chart/svg.js";
import { cssFont, textWidth } from "./fonts.js";
import { both, textPair } from "./shades.js";

const EDGE = 8;
const PER_TICK = 24;
// Marks at the edge of the plot are whole, and lines leave it a little.
const AROUND = 6;
const FAR = 20;

/** The drawing of a chart in pixels at 100 %; its frame scales it. */
export function drawChart(chart, book, size) {
    const series = seriesOf(chart, book);
    const definitions = svg("defs");
    const drawn = svg(
        "svg",
        { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", class: "sheet-chart-drawing" },
        [definitions],
    );
    const title = titleLines(chart, book, size);
    drawn.append(...title.drawn);
    const legend = legendOf(chart.legend, series, size, definitions);
    const frame = frameOf(size, title.height, legend);
    if (legend) drawn.append(...legend.draw(frame.legend));
    drawn.append(...plotted(chart, series, frame, definitions));
    return drawn;
}

/** The title in as many lines as it needs. */
function titleLines(chart, book, { width }) {
    const { title } = chart;
    const words = title && (title.text || textOf(title.source, book));
    if (!words) return { drawn: [], height: EDGE };
    const css = cssFont({ name: "Calibri", size: title.size, bold: title.bold }, 1);
    const line = Math.round(title.size * 1.7);
    const lines = [""];
    for (const word of words.split(" ")) {
        const longer = `${lines.at(-1)} ${word}`.trim();
        if (lines.at(-1) && textWidth(longer, css) > width - 4 * EDGE) lines.push(word);
        else lines[lines.length - 1] = longer;
    }
    const colour = both(textPair(title.colour));
    const drawn = lines.map((each, at) =>
        text(each, { x: width / 2, y: EDGE + (at + 0.8) * line, css, colour }),
    );
    return { drawn, height: EDGE + lines.length * line + 4 };
}

/** What title and legend leave for the plot. */
function frameOf({ width, height }, top, legend) {
    const plot = { x: EDGE, y: top, width: width - 2 * EDGE, height: height - top - EDGE };
    const box = { ...plot };
    if (legend?.side === "r" || legend?.side === "l") {
        plot.width -= legend.width + EDGE;
        box.x = legend.side === "r" ? plot.x + plot.width + EDGE : EDGE;
        if (legend.side === "l") plot.x += legend.width + EDGE;
    } else if (legend) {
        plot.height -= legend.height;
        box.y = legend.side === "b" ? height - legend.height - EDGE / 2 : top;
        if (legend.side === "t") plot.y += legend.height;
    }
    return { plot, legend: box };
}

function plotted(chart, series, { plot: frame }, definitions) {
    const columns = series.filter(({ kind }) => kind === "columns");
    const spans = spansOf(columns, chart.grouping);
    const up = upScale(chart, series, spans, frame);
    const across = acrossScale(chart, series);
    const labels = tickTexts(
        chart.up,
        up,
        chart.grouping === "percentStacked" && chart.up?.format === "General" ? "0%" : null,
    );
    const beside = roomOf(chart.up, labels, false);
    const below = roomOf(chart.across, [], true);
    const plot = plotOf(frame, { beside, below }, chart, series, { up, across });
    const names = across
        ? across.ticks.map((tick, at) => ({
              text: tickTexts(chart.across, across)[at],
              x: plot.xAt(tick),
          }))
        : bandNames(series, plot);
    return [
        ...drawUp(chart.up, up, labels, plot, frame.x + beside.title * 0.6),
        ...drawColumns(columns, spans, chart, plot, definitions),
        ...series.flatMap((each, at) => (each.kind === "areas" ? drawArea(each, at, plot) : [])),
        ...drawAcross(chart.across, names, plot, frame.y + frame.height - 4),
        inPlot(
            plot,
            series.flatMap((each, at) => (isLine(each) ? drawLine(each, at, plot) : [])),
        ),
    ];
}

const isLine = ({ kind }) => kind === "lines" || kind === "scatter";

/** What lies beyond the ends of the axes is not shown. */
function inPlot({ x, y, width, height }, drawn) {
    const box = [x - AROUND, y - AROUND, width + 2 * AROUND, height + 2 * AROUND];
    const [left, top, wide, high] = box;
    return svg(
        "svg",
        { x: left, y: top, width: wide, height: high, viewBox: box.join(" ") },
        drawn,
    );
}

function upScale(chart, series, spans, { height }) {
    const ends = spans.flat().filter(Boolean).flat();
    const points = series
        .filter(({ kind }) => kind !== "columns")
        .flatMap((each) => each.points.filter((value) => value !== null));
    const wanted = Math.max(2, Math.floor(height / PER_TICK));
    const bounds =
        chart.grouping === "percentStacked"
            ? { least: 0, most: 1, ...dropNulls(chart.up) }
            : chart.up;
    return scaleOf([...ends, ...points], bounds, { wanted, fromZero: ends.length > 0 });
}

const dropNulls = (axis) =>
    Object.fromEntries(Object.entries(axis ?? {}).filter(([, value]) => value !== null));

/** The scale of a chart whose points have numbers in both directions; null for categories. */
function acrossScale(chart, series) {
    if (!series.some(({ kind }) => kind === "scatter")) return null;
    const places = series.flatMap((each) => each.points.map((_, at) => each.places[at] ?? at + 1));
    return scaleOf(places, chart.across, {});
}

/** Where the plot lies, and where values and categories are in it. */
function plotOf(frame, { beside, below }, chart, series, { up, across }) {
    const left = beside.labels + beside.title;
    const plot = {
        x: frame.x + left,
        y: frame.y + 4,
        width: Math.max(10, frame.width - left - 4),
        height: Math.max(10, frame.height - below.labels - below.title - 8),
    };
    const count = Math.max(1, ...series.map(({ points }) => points.length));
    const bottom = plot.y + plot.height;
    plot.band = plot.width / count;
    plot.bandStart = (at) => plot.x + at * plot.band;
    plot.yOf = (value) => {
        const place = value === null ? NaN : Math.min(FAR, Math.max(-FAR, up.place(value)));
        return bottom - place * plot.height;
    };
    plot.xAt = (value) => plot.x + (across?.place(value) ?? 0) * plot.width;
    plot.xOf = (at, each) =>
        each.kind === "scatter"
            ? plot.xAt(each.places[at] ?? at + 1)
            : plot.bandStart(at) + plot.band / 2;
    const crossing =
        chart.across?.crosses === "min" || chart.up?.base
            ? up.least
            : Math.min(up.most, Math.max(up.least, 0));
    plot.zero = plot.yOf(crossing);
    return plot;
}

function bandNames(series, plot) {
    const names = series.find((each) => each.names.length)?.names ?? [];
    const count = Math.max(0, ...series.map(({ points }) => points.length));
    return Array.from({ length: count }, (_, at) => ({
        text: names[at] ?? String(at + 1),
        x: plot.bandStart(at) + plot.band / 2,
    }));
}
