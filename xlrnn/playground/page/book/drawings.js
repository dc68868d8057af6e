/** What lies over the cells of a sheet: charts, boxes with words, arrows. */

import { readDrawnColour } from "./colours.js";
import { attribute, child, children, descendants, flag, number } from "./xml.js";

// English Metric Units in a pixel.
const UNITS = 9525;
const LONGEST = 10_000;

/**
 * The things of a drawing part: {kind: chart | box | line | other, anchor, about, …}.
 *
 * An anchor is {from: {row, column, x, y}, to} or {from, size}, x and y being pixels in the cell.
 */
export function readDrawing(root, palette) {
    return children(root)
        .filter((anchor) => /Anchor$/.test(anchor.localName))
        .map((anchor) => readThing(anchor, palette))
        .filter(Boolean);
}

function readThing(node, palette) {
    const anchor = readAnchor(node);
    const about = descendants(node, "cNvPr")[0];
    if (!anchor || flag(about, "hidden")) return null;
    const thing = {
        anchor,
        about: attribute(about, "descr") ?? "",
        decorative: isDecorative(node),
    };
    const chart = descendants(node, "chart")[0];
    if (chart) return { ...thing, kind: "chart", id: attribute(chart, "id") };
    const line = child(node, "cxnSp");
    if (line) return { ...thing, kind: "line", ...readLine(line, palette) };
    const box = child(node, "sp");
    return box ? { ...thing, kind: "box", ...readBox(box, palette) } : { ...thing, kind: "other" };
}

function readAnchor(node) {
    const corner = (name) => {
        const found = child(node, name);
        const at = (tag) => Number(child(found, tag)?.textContent ?? 0);
        if (!found) return null;
        return {
            row: at("row") + 1,
            column: at("col") + 1,
            x: at("colOff") / UNITS,
            y: at("rowOff") / UNITS,
        };
    };
    const [from, to, extent] = [corner("from"), corner("to"), child(node, "ext")];
    if (from && to) return { from, to };
    const size = { width: lengthOf(extent, "cx"), height: lengthOf(extent, "cy") };
    if (from && extent) return { from, size };
    const position = child(node, "pos");
    if (!position || !extent) return null;
    const [x, y] = [number(position, "x", 0) / UNITS, number(position, "y", 0) / UNITS];
    return { from: { row: 1, column: 1, x, y }, size };
}

const lengthOf = (extent, name) => Math.min(LONGEST, Math.max(0, number(extent, name, 0) / UNITS));

const isDecorative = (node) => descendants(node, "decorative").some((found) => flag(found, "val"));

/** How a thing is painted: its fill and its line, each {colour, alpha} or null. */
export function readPaint(properties, palette) {
    const line = child(properties, "ln");
    return {
        fill: readDrawnColour(child(properties, "solidFill"), palette),
        line: readDrawnColour(child(line, "solidFill"), palette),
        noLine: child(line, "noFill") !== null,
        width: number(line, "w") === null ? null : number(line, "w") / UNITS,
        dash: attribute(child(line, "prstDash"), "val") ?? "solid",
    };
}

function readLine(node, palette) {
    const properties = child(node, "spPr");
    const placed = child(properties, "xfrm");
    const ends = child(properties, "ln");
    const pointed = (name) => !["none", null].includes(attribute(child(ends, name), "type"));
    return {
        paint: readPaint(properties, palette),
        leftwards: flag(placed, "flipH"),
        upwards: flag(placed, "flipV"),
        heads: { start: pointed("headEnd"), end: pointed("tailEnd") },
    };
}

const SIDES = { __proto__: null, l: "left", ctr: "center", r: "right" };
const DEPTHS = { __proto__: null, t: "top", ctr: "center", b: "bottom" };

function readBox(node, palette) {
    const body = child(node, "txBody");
    const run = descendants(body, "rPr")[0];
    const text = children(body, "p")
        .map((paragraph) =>
            descendants(paragraph, "t")
                .map((part) => part.textContent)
                .join(""),
        )
        .join("\n");
    return {
        paint: readPaint(child(node, "spPr"), palette),
        text,
        font: {
            size: number(run, "sz", 1100) / 100,
            bold: flag(run, "b"),
            italic: flag(run, "i"),
            colour: readDrawnColour(child(run, "solidFill"), palette)?.colour ?? null,
        },
        align: readAlignment(body),
    };
}

function readAlignment(body) {
    const properties = child(body, "bodyPr");
    const side = SIDES[attribute(child(body, "p", "pPr"), "algn")] ?? "left";
    return {
        h: flag(properties, "anchorCtr") ? "center" : side,
        v: DEPTHS[attribute(properties, "anchor")] ?? "top",
    };
}
