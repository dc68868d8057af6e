/**
 * What is kept of a workbook: `{fingerprint, at, typed}`, the time in milliseconds and the changes.
 *
 * Another page of the same web server can write into the same storage, so nothing is taken for what
 * it should be.
 */

import { COLUMNS, ROWS } from "../book/cells.js";

export const recordOf = (fingerprint, typed) => ({ fingerprint, at: Date.now(), typed });

/** Whether a record is one that can be put into a book. */
export function isRecord(record, book) {
    const { at, typed } = record ?? {};
    const isDated = Number.isFinite(at) && Math.abs(at) <= 8.64e15; // what a Date can say
    return isDated && Array.isArray(typed) && typed.length > 0 && typed.every(isChange(book));
}

const isChange = (book) => (change) =>
    isWithin(change?.sheet, 0, book.sheets.length - 1) && isCell(change) && isInput(change.input);

const isCell = (cell) => isWithin(cell.row, 1, ROWS) && isWithin(cell.column, 1, COLUMNS);

const isWithin = (number, least, most) =>
    Number.isInteger(number) && number >= least && number <= most;

function isInput(input) {
    if (input === null || ["number", "string", "boolean"].includes(typeof input)) return true;
    if (typeof input?.error === "string") return true;
    return typeof input?.formula === "string" && (input.area === undefined || isArea(input.area));
}

function isArea(area) {
    const { top, left, bottom, right } = area ?? {};
    const areCells = isCell({ row: top, column: left }) && isCell({ row: bottom, column: right });
    return areCells && top <= bottom && left <= right;
}
