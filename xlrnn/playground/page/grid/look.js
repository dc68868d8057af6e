/** How a style looks: classes that are made once, for all cells that share them. */

import { cssFont, lineHeight, pixels } from "./fonts.js";
import { both, fillPair, linePair, PAPER, textPair } from "./shades.js";

const LINES = {
    __proto__: null,
    thin: [1, "solid"], hair: [1, "dotted"], dotted: [1, "dotted"], dashed: [1, "dashed"],
    dashDot: [1, "dashed"], dashDotDot: [1, "dashed"], medium: [2, "solid"],
    mediumDashed: [2, "dashed"], mediumDashDot: [2, "dashed"], mediumDashDotDot: [2, "dashed"],
    slantDashDot: [2, "dashed"], thick: [3, "solid"], double: [3, "double"],
};

/** The width of a line, in pixels; 0 if there is none. */
export const lineWidth = (line) => (line ? (LINES[line.style]?.[0] ?? 1) : 0);

/** A line as CSS writes it. */
function cssLine(line) {
    const [width, style] = LINES[line.style] ?? LINES.thin;
    return `${width}px ${style} ${both(linePair(line.colour))}`;
}

/** Of two lines on one edge the stronger is seen. */
export const stronger = (one, other) => (lineWidth(other) > lineWidth(one) ? other : one);

/** A style with what rules change of it. */
export function changedStyle(style, change) {
    if (!change) return style;
    return {
        ...style,
        font: { ...style.font, ...change.font },
        fill: "fill" in change ? change.fill : style.fill,
        border: change.border ? { ...style.border, ...change.border } : style.border,
        format: change.format ?? style.format,
    };
}

const DOWN = { top: "flex-start", center: "center", bottom: "flex-end" };

/**
 * The looks of a book's styles at a zoom, each a class in a style sheet of the grid's own. The
 * page's policy allows no styles in the text of elements, and copies of elements carry such.
 */
export class Looks {
    constructor(zoom, rules) {
        this.zoom = zoom;
        this.rules = rules;
        this.classes = new Map();
        this.fonts = new Map();
        rules.clear();
    }

    /** A new element of a style, without borders; `changed` is the style after all rules. */
    element(style, changed = style) {
        const element = document.createElement("div");
        element.className = `sheet-cell ${this.#class(style)}`;
        element.setAttribute("role", "gridcell");
        if (changed.fill !== style.fill || changed.font !== style.font)
            this.#override(element.style, changed);
        if (style.align.wrap) element.classList.add("wraps");
        return element;
    }

    /** The size of a style's letters, and the height of a line of them, in pixels. */
    size({ font }) {
        return pixels(font, this.zoom);
    }

    line({ font }) {
        return lineHeight(font) * this.zoom;
    }

    /** The class of what many cells share, by a key; `paint` sets its declarations once. */
    shared(name, paint) {
        if (!this.classes.has(name)) this.classes.set(name, this.rules.add(paint));
        return this.classes.get(name);
    }

    /** The class of the lines of a cell: {top, left, bottom, right}, each a line or null. */
    lines(edges) {
        const drawn = Object.entries(edges).filter(([, line]) => line);
        if (drawn.length === 0) return null;
        const name = drawn.map(([side, { style, colour }]) => `${side} ${style} ${colour}`).join();
        return this.shared(name, (to) => {
            for (const [side, line] of drawn) to.setProperty(`border-${side}`, cssLine(line));
        });
    }

    /** The font of a style as CSS writes it. */
    font({ font }) {
        if (!this.fonts.has(font)) this.fonts.set(font, cssFont(font, this.zoom));
        return this.fonts.get(font);
    }

    #class(style) {
        return this.shared(style, (to) => this.#paint(to, style));
    }

    #paint(to, style) {
        this.#override(to, style);
        to.alignItems = DOWN[style.align.v] ?? "center";
    }

    #override(to, { fill, font }) {
        const pair = fill ? fillPair(fill) : null;
        to.backgroundColor = pair ? both(pair) : "";
        to.color = both(textPair(font.colour, pair ?? PAPER));
        to.font = cssFont(font, this.zoom);
        to.lineHeight = `${this.line({ font }).toFixed(2)}px`;
        const lines = [font.underline && "underline", font.strike && "line-through"].filter(
            Boolean,
        );
        if (lines.length) to.textDecoration = lines.join(" ");
    }
}
