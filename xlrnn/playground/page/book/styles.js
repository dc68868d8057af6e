/** How cells look: fonts, fills, borders, alignment and number formats of a file. */

import { mix, readColour } from "./colours.js";
import { BUILT_IN } from "./number_formats.js";
import { attribute, child, children, flag, number, switchedOn } from "./xml.js";

// What Excel takes at most: points, steps.
const LARGEST = 409;
const MOST_INDENT = 250;

/** The look of a cell of which a file says nothing. */
export const PLAIN = Object.freeze({
    font: {
        name: "Calibri", size: 11, bold: false, italic: false, underline: false, strike: false,
        colour: null,
    },
    fill: null,
    border: {},
    align: { h: "general", v: "bottom", wrap: false, shrink: false, indent: 0, rotate: 0 },
    format: "General",
    locked: true,
});

/** The styles of cells, and the looks that rules give to cells, of a file. */
export function readStyles(root, palette) {
    const formats = new Map(
        children(child(root, "numFmts"), "numFmt").map((node) => [
            number(node, "numFmtId"),
            attribute(node, "formatCode") ?? "General",
        ]),
    );
    const parts = {
        fonts: children(child(root, "fonts")).map((node) => readFont(node, palette)),
        fills: children(child(root, "fills")).map((node) => readFill(node, palette)),
        borders: children(child(root, "borders")).map((node) => readBorder(node, palette)),
        formats,
    };
    const styles = children(child(root, "cellXfs"), "xf").map((node) => readStyle(node, parts));
    const looks = children(child(root, "dxfs"), "dxf").map((node) => readLook(node, palette));
    return { styles: styles.length ? styles : [PLAIN], looks };
}

function readStyle(node, { fonts, fills, borders, formats }) {
    const id = number(node, "numFmtId", 0);
    return {
        font: fonts[number(node, "fontId", 0)] ?? PLAIN.font,
        fill: fills[number(node, "fillId", 0)] ?? null,
        border: borders[number(node, "borderId", 0)] ?? {},
        align: readAlignment(child(node, "alignment")),
        format: formats.get(id) ?? BUILT_IN[id] ?? "General",
        locked: flag(child(node, "protection"), "locked", true),
    };
}

/** A font; of what it does not say, `otherwise` is taken. */
export function readFont(node, palette, otherwise = PLAIN.font) {
    const raised = attribute(child(node, "vertAlign"), "val");
    return {
        name: attribute(child(node, "name") ?? child(node, "rFont"), "val") ?? otherwise.name,
        size: Math.min(LARGEST, Math.max(1, number(child(node, "sz"), "val", otherwise.size))),
        bold: switchedOn(child(node, "b")),
        italic: switchedOn(child(node, "i")),
        strike: switchedOn(child(node, "strike")),
        underline: underlined(child(node, "u")),
        colour: readColour(child(node, "color"), palette),
        ...(raised === "superscript" || raised === "subscript" ? { raised } : {}),
    };
}

const underlined = (node) => node !== null && attribute(node, "val") !== "none";

function readFill(node, palette) {
    const gradient = children(child(node, "gradientFill"), "stop")[0];
    if (gradient) return readColour(child(gradient, "color"), palette);
    const pattern = child(node, "patternFill");
    const kind = attribute(pattern, "patternType") ?? "none";
    if (kind === "none") return null;
    const ink = readColour(child(pattern, "fgColor"), palette);
    if (kind === "solid") return ink;
    // A pattern is shown as the even colour that it looks like from afar.
    const paper = readColour(child(pattern, "bgColor"), palette) ?? "#ffffff";
    return mix(paper, ink ?? "#000000", PATTERNS[kind] ?? 0.3);
}

const PATTERNS = {
    __proto__: null,
    darkGray: 0.75,
    mediumGray: 0.5,
    lightGray: 0.25,
    gray125: 0.125,
    gray0625: 0.0625,
};

const EDGES = {
    __proto__: null,
    top: "top",
    bottom: "bottom",
    left: "left",
    right: "right",
    start: "left",
    end: "right",
};

function readBorder(node, palette) {
    const border = {};
    for (const edge of children(node)) {
        const style = attribute(edge, "style") ?? "none";
        if (style !== "none" && EDGES[edge.localName]) {
            const colour = readColour(child(edge, "color"), palette);
            border[EDGES[edge.localName]] = { style, colour };
        }
    }
    return border;
}

const ACROSS = ["left", "center", "right", "fill", "justify", "centerContinuous", "distributed"];
const DOWN = ["top", "center", "bottom", "justify", "distributed"];

function readAlignment(node) {
    const [across, down] = [attribute(node, "horizontal"), attribute(node, "vertical")];
    return {
        h: ACROSS.includes(across) ? across : "general",
        v: DOWN.includes(down) ? down : "bottom",
        wrap: flag(node, "wrapText"),
        shrink: flag(node, "shrinkToFit"),
        indent: Math.min(MOST_INDENT, Math.max(0, number(node, "indent", 0))),
        rotate: number(node, "textRotation", 0),
    };
}

/** What a rule changes of a cell's look: only what it says. */
function readLook(node, palette) {
    const look = {};
    const font = child(node, "font");
    if (font) look.font = changesOfFont(font, palette);
    const pattern = child(node, "fill", "patternFill");
    const fill = child(pattern, "bgColor") ?? child(pattern, "fgColor");
    if (fill) look.fill = readColour(fill, palette);
    const border = readBorder(child(node, "border"), palette);
    if (Object.keys(border).length) look.border = border;
    const format = attribute(child(node, "numFmt"), "formatCode");
    if (format !== null) look.format = format;
    return look;
}

function changesOfFont(node, palette) {
    const changes = {};
    for (const [tag, name] of [
        ["b", "bold"],
        ["i", "italic"],
        ["strike", "strike"],
    ]) {
        if (child(node, tag)) changes[name] = switchedOn(child(node, tag));
    }
    if (child(node, "u")) changes.underline = underlined(child(node, "u"));
    const colour = readColour(child(node, "color"), palette);
    if (colour) changes.colour = colour;
    return changes;
}
