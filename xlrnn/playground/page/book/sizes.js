/** How wide columns and how high rows are, in pixels at 100 %, as spreadsheets show them. */

import { attribute, child, children, flag, number } from "./xml.js";

// The widest digit of Calibri 11, in which widths are counted, has 7 pixels.
const DIGIT = 7;
const PADDING = 5;
// What Excel takes at most: digits, points, folds in folds.
const MOST = { width: 255, height: 409.5, level: 7 };

/** Pixels of a width in digits, padding included. */
export function pixelsOfWidth(width) {
    const digits = Math.min(MOST.width, Math.max(0, width));
    return Math.trunc(((256 * digits + Math.trunc(128 / DIGIT)) / 256) * DIGIT);
}

/** Pixels of a height in points. */
export const pixelsOfHeight = (points) =>
    Math.round((Math.min(MOST.height, Math.max(0, points)) * 4) / 3);

/** How deep a row or column is folded. */
export const levelOf = (level) => Math.min(MOST.level, Math.max(0, Math.trunc(level) || 0));

/** What a sheet's tree says of columns: {first, last, width, hidden, level, collapsed} in order. */
export function readColumns(root) {
    return children(child(root, "cols"), "col")
        .map((node) => ({
            first: number(node, "min", 1),
            last: number(node, "max", 1),
            width:
                attribute(node, "width") === null ? null : pixelsOfWidth(number(node, "width", 0)),
            hidden: flag(node, "hidden"),
            level: levelOf(number(node, "outlineLevel", 0)),
            collapsed: flag(node, "collapsed"),
            style: number(node, "style"),
        }))
        .sort((one, other) => one.first - other.first);
}

/** The width of every column, hidden ones having 0; `columns` may be folded later. */
export function widthsOf(root, columns) {
    const format = child(root, "sheetFormatPr");
    const digits = number(format, "baseColWidth", 8);
    const usual = number(format, "defaultColWidth");
    const otherwise =
        usual === null ? Math.ceil((digits * DIGIT + PADDING) / 8) * 8 : pixelsOfWidth(usual);
    return (column) => {
        const about = aboutColumn(columns, column);
        return about?.hidden ? 0 : (about?.width ?? otherwise);
    };
}

/** What is said of a column; undefined if nothing is. */
export const aboutColumn = (columns, column) =>
    columns.find(({ first, last }) => first <= column && column <= last);

/** The height of every row, hidden ones having 0. */
export function heightsOf(root, rows, tallest) {
    const format = child(root, "sheetFormatPr");
    const otherwise = pixelsOfHeight(number(format, "defaultRowHeight", 15));
    const allHidden = flag(format, "zeroHeight");
    return (row) => {
        const about = rows.get(row);
        if (about ? about.hidden : allHidden) return 0;
        if (about?.height !== null && about?.height !== undefined)
            return pixelsOfHeight(about.height);
        return Math.max(otherwise, tallest.get(row) ?? 0);
    };
}

/** How high rows must be for their largest letters; those that a file sets are not asked. */
export function tallestOf(cells, styles, placeOf) {
    const heights = styles.map(({ font }) => (font.size > 11 ? Math.ceil(font.size * 1.75) : 0));
    const tallest = new Map();
    for (const [cellKey, { style, value }] of cells) {
        const height = heights[style];
        if (!height || value === null) continue;
        const { row } = placeOf(cellKey);
        tallest.set(row, Math.max(height, tallest.get(row) ?? 0));
    }
    return tallest;
}
