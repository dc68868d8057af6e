/**
 * Fonts: what a browser has instead of a sheet's own, as large as the sheet was made for.
 *
 * Columns are as wide as Calibri needs. Where another font stands in, its size is changed so that
 * its digits are as wide; otherwise numbers would become ### and labels be cut.
 */

const SERIF = /cambria|times|georgia|garamond|book|palatino|roman|minion|caladea|century/i;
const FIXED = /courier|consolas|mono|menlo|typewriter/i;

// How wide a digit is, as a share of the size.
const DIGITS = {
    __proto__: null,
    calibri: 0.507,
    cambria: 0.554,
    consolas: 0.55,
    "courier new": 0.6,
    "times new roman": 0.5,
};
const USUAL = 0.507;
const SMALLEST = 0.75;
const ALIKE = {
    __proto__: null,
    calibri: "Carlito",
    cambria: "Caladea",
    arial: "Liberation Sans",
    "times new roman": "Liberation Serif",
};
const STANDING_IN = {
    sans: '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif',
    serif: '"Times New Roman", "Liberation Serif", serif',
    fixed: 'Consolas, Menlo, "Liberation Mono", monospace',
};

const context = document.createElement("canvas").getContext("2d");
const families = new Map();
const widths = new Map();
const MOST_WIDTHS = 5000;

/** {stack, scale} of a font: what to ask the browser for, and how much smaller it is. */
function family({ name, bold = false }) {
    const known = `${name} ${bold}`;
    if (!families.has(known)) families.set(known, find(name, bold));
    return families.get(known);
}

function find(name, bold) {
    const plain = name.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "Calibri";
    const lower = plain.toLowerCase();
    const kind = FIXED.test(lower) ? "fixed" : SERIF.test(lower) ? "serif" : "sans";
    const alike = ALIKE[lower] ? `"${ALIKE[lower]}", ` : "";
    const stack = `"${plain}", ${alike}${STANDING_IN[kind]}`;
    context.font = `${bold ? "bold " : ""}100px ${stack}`;
    const digit = context.measureText("0").width / 100;
    const scale = (DIGITS[lower] ?? (kind === "sans" ? USUAL : digit)) / digit;
    return { stack, scale: Math.min(1.1, Math.max(SMALLEST, scale)) };
}

/** Pixels of a size in points, as large as the font that stands in must be. */
export const pixels = (font, zoom) => ((font.size * 4) / 3) * family(font).scale * zoom;

/** A font as CSS writes it. */
export function cssFont(font, zoom) {
    const style = `${font.italic ? "italic " : ""}${font.bold ? "bold " : ""}`;
    return `${style}${pixels(font, zoom).toFixed(2)}px ${family(font).stack}`;
}

// A line of Calibri, in its size: what stands in for it takes as much.
const LINE = 1.22;

/** The height of a line at 100 %, in pixels. */
export const lineHeight = (font) => ((font.size * 4) / 3) * LINE;

const NUMBER = /^[-+.,%#E\d]*$/;

/** How wide a text is, in pixels; a number is as wide as its signs, of which there are few. */
export function textWidth(text, css) {
    if (!NUMBER.test(text)) return measured(text, css);
    let width = 0;
    for (const sign of text) width += measured(sign, css);
    return width;
}

function measured(text, css) {
    if (!widths.has(css)) widths.set(css, new Map());
    const known = widths.get(css);
    let width = known.get(text);
    if (width === undefined) {
        if (known.size > MOST_WIDTHS) known.clear();
        context.font = css;
        width = context.measureText(text).width;
        known.set(text, width);
    }
    return width;
}
