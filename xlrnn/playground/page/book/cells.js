/** Cells and areas: how they are called, and what lies in what. Rows and columns count from 1. */

export const ROWS = 1_048_576;
export const COLUMNS = 16_384;

/** Where a cell stands in a `Map` of cells. */
export const key = (row, column) => row * COLUMNS + column;

/** The row and the column of a key. */
export function place(cellKey) {
    const column = cellKey % COLUMNS || COLUMNS;
    return { row: (cellKey - column) / COLUMNS, column };
}

/** The letters of a column: 28 is AB. */
export function letters(column) {
    let text = "";
    for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
        text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
    }
    return text;
}

/** The column of some letters: AB is 28. */
export function columnOf(text) {
    let column = 0;
    for (const letter of text.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    return column;
}

export const a1 = (row, column) => letters(column) + row;

/** How an area is written: A1, or A1:B3. */
export function areaName({ top, left, bottom, right }) {
    const first = a1(top, left);
    return top === bottom && left === right ? first : `${first}:${a1(bottom, right)}`;
}

const END = /^\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,6})?$/;

/** The area that a text names: A1, $A$1:B3, whole columns A:C, whole rows 2:5; null if none. */
export function readArea(text) {
    const [one, other, ...more] = text.split(":");
    const first = END.exec(one);
    const last = other === undefined ? first : END.exec(other);
    if (more.length || !one || other === "" || !first || !last) return null;
    const whole = !first[1] || !first[2];
    if (whole && (other === undefined || !first[1] !== !last[1] || !first[2] !== !last[2])) {
        return null;
    }
    const columns = [first, last].map((end) => (end[1] ? columnOf(end[1]) : null));
    const rows = [first, last].map((end) => (end[2] ? Number(end[2]) : null));
    return inside({
        top: Math.min(rows[0] ?? 1, rows[1] ?? 1),
        left: Math.min(columns[0] ?? 1, columns[1] ?? 1),
        bottom: Math.max(rows[0] ?? ROWS, rows[1] ?? ROWS),
        right: Math.max(columns[0] ?? COLUMNS, columns[1] ?? COLUMNS),
    });
}

function inside(area) {
    return area.bottom <= ROWS && area.right <= COLUMNS ? area : null;
}

/** The areas of a list such as "A1 B2:C3"; what is none is left out. */
export function readAreas(text) {
    return (text ?? "").split(/\s+/).filter(Boolean).map(readArea).filter(Boolean);
}

const PLACE = /^=?(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/;

/** The sheet's name (or null) and the area of a text such as `'my page'!$A$1:$B$2`. */
export function readPlace(text) {
    const found = PLACE.exec(text);
    const area = readArea(found ? found[3] : text.replace(/^=/, ""));
    if (!area) return null;
    return { sheet: found ? (found[1]?.replaceAll("''", "'") ?? found[2]) : null, area };
}

export const contains = (area, row, column) =>
    row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;

export const meet = (one, other) =>
    one.top <= other.bottom &&
    other.top <= one.bottom &&
    one.left <= other.right &&
    other.left <= one.right;

/** How many cells an area has. */
export const count = ({ top, left, bottom, right }) => (bottom - top + 1) * (right - left + 1);

/** The number of a sheet by its name, which spreadsheets compare without case; -1 if there is none. */
export function sheetNumber(sheets, name) {
    const wanted = name.toLowerCase();
    return sheets.findIndex((sheet) => sheet.name.toLowerCase() === wanted);
}
