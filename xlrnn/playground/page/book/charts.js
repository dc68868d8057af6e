/** A chart as data: its series, axes, legend and words. */

import { readDrawnColour } from "./colours.js";
import { readPaint } from "./drawings.js";
import { attribute, child, children, descendants, flag, number } from "./xml.js";

const KINDS = {
    __proto__: null,
    barChart: "columns",
    lineChart: "lines",
    scatterChart: "scatter",
    areaChart: "areas",
};

/** Read a chart part: {series, across, up, title, legend}; null if it is of an unknown kind. */
export function readChart(root, palette) {
    const chart = child(root, "chart");
    const plot = child(chart, "plotArea");
    const groups = children(plot).filter((node) => node.localName in KINDS);
    const drawable = children(plot).filter((node) => /Chart$/.test(node.localName));
    if (groups.length === 0 || groups.length !== drawable.length) return null;
    const bars = child(groups[0], "barDir");
    const series = groups.flatMap((group) =>
        children(group, "ser").map((node) => readSeries(node, group, palette)),
    );
    return {
        title: readTitle(child(chart, "title"), palette),
        series: series.sort((one, other) => one.order - other.order),
        sideways: attribute(bars, "val") === "bar",
        grouping: attribute(child(groups[0], "grouping"), "val") ?? "standard",
        gap: number(child(groups[0], "gapWidth"), "val", 150),
        overlap: number(child(groups[0], "overlap"), "val", 0),
        ...readAxes(plot, palette),
        legend: readLegend(child(chart, "legend"), palette),
    };
}

function readSeries(node, group, palette) {
    const kind = KINDS[group.localName];
    const properties = child(node, "spPr");
    return {
        kind,
        order: number(child(node, "order"), "val", 0),
        name: readSource(child(node, "tx")),
        categories: readSource(child(node, "cat") ?? child(node, "xVal")),
        values: readSource(child(node, "val") ?? child(node, "yVal")),
        paint: readPaint(properties, palette),
        hatch: readHatch(child(properties, "pattFill"), palette),
        marker: readMarker(child(node, "marker"), group, palette),
        smooth: flag(child(node, "smooth"), "val"),
        joined: kind !== "scatter" || attribute(child(group, "scatterStyle"), "val") !== "marker",
    };
}

/** Where numbers or texts come from: a formula, and what the file last saw there. */
function readSource(node) {
    if (!node) return null;
    const source = children(node)[0];
    const formula = child(source, "f")?.textContent ?? null;
    const points = descendants(source, "pt");
    const length = number(descendants(source, "ptCount")[0], "val", points.length);
    if (formula === null && points.length === 0) {
        const text = child(node, "v")?.textContent;
        return text === undefined ? null : { formula: null, stored: [text] };
    }
    const stored = Array.from({ length: Math.min(length, 100_000) }, () => null);
    for (const point of points)
        stored[number(point, "idx", 0)] = child(point, "v")?.textContent ?? null;
    return { formula, stored };
}

function readHatch(node, palette) {
    if (!node) return null;
    return {
        pattern: attribute(node, "prst") ?? "",
        ink: readDrawnColour(child(node, "fgClr"), palette)?.colour ?? "#000000",
        paper: readDrawnColour(child(node, "bgClr"), palette)?.colour ?? "#ffffff",
    };
}

/** {shape, size, paint}; shape null means that points have no mark, "auto" that any will do. */
function readMarker(node, group, palette) {
    const shape = attribute(child(node, "symbol"), "val");
    const usual =
        group.localName === "scatterChart" || flag(child(group, "marker"), "val") ? "auto" : null;
    return {
        shape: shape === "none" ? null : (shape ?? usual),
        size: number(child(node, "size"), "val", 5),
        paint: readPaint(child(node, "spPr"), palette),
    };
}

/** Words with their look: {text, source, size, bold, colour}, or null. */
function readTitle(node, palette) {
    if (!node) return null;
    const text = descendants(child(node, "tx", "rich"), "t")
        .map((part) => part.textContent)
        .join("");
    const source = child(node, "tx", "strRef") ? readSource(child(node, "tx")) : null;
    return { text, source, ...readWordsLook(node, palette) };
}

function readWordsLook(node, palette) {
    const look = descendants(node, "rPr")[0] ?? descendants(node, "defRPr")[0];
    return {
        size: number(look, "sz", 1000) / 100,
        bold: flag(look, "b", node?.localName === "title"),
        colour: readDrawnColour(child(look, "solidFill"), palette)?.colour ?? null,
    };
}

function readAxes(plot, palette) {
    const named = (...names) => children(plot).filter((node) => names.includes(node.localName));
    const [category] = named("catAx", "dateAx");
    const values = named("valAx");
    const isAcross = (node) => ["b", "t"].includes(attribute(child(node, "axPos"), "val"));
    const across = category ?? values.find(isAcross) ?? values[0];
    const up = values.find((node) => node !== across) ?? null;
    return { across: readAxis(across, palette), up: readAxis(up, palette) };
}

function readAxis(node, palette) {
    if (!node) return null;
    const scaling = child(node, "scaling");
    const grid = child(node, "majorGridlines");
    return {
        title: readTitle(child(node, "title"), palette),
        least: number(child(scaling, "min"), "val"),
        most: number(child(scaling, "max"), "val"),
        base: number(child(scaling, "logBase"), "val"),
        backwards: attribute(child(scaling, "orientation"), "val") === "maxMin",
        unit: number(child(node, "majorUnit"), "val"),
        skip: number(child(node, "tickLblSkip"), "val"),
        format: attribute(child(node, "numFmt"), "formatCode") ?? "General",
        labels: attribute(child(node, "tickLblPos"), "val") ?? "nextTo",
        crosses: attribute(child(node, "crosses"), "val") ?? "autoZero",
        gone: flag(child(node, "delete"), "val"),
        grid: grid ? (readPaint(child(grid, "spPr"), palette).line?.colour ?? "#d9d9d9") : null,
        look: readWordsLook(child(node, "txPr"), palette),
    };
}

function readLegend(node, palette) {
    if (!node) return null;
    const side = attribute(child(node, "legendPos"), "val") ?? "r";
    return { side, ...readWordsLook(child(node, "txPr"), palette) };
}
