/**
 * Cells and rectangles of cells: the arithmetic that selecting, filling and pasting share.
 *
 * A cell is {row, column}, an area {top, left, bottom, right}; both count from 1, as the sheet
 * does.
 */

import { COLUMNS, ROWS, areaName, contains as holds, letters, meet } from "../book/cells.js";

export const LAST_ROW = ROWS;
export const LAST_COLUMN = COLUMNS;

/** The address of a cell, as H29. */
export function addressOf({ row, column }) {
    return `${letters(column)}${row}`;
}

/** The address of an area: H29, H29:K31, whole columns as C:D, whole rows as 3:4. */
export function nameOf(area) {
    if (area.top === 1 && area.bottom === LAST_ROW) {
        return `${letters(area.left)}:${letters(area.right)}`;
    }
    if (area.left === 1 && area.right === LAST_COLUMN) {
        return `${area.top}:${area.bottom}`;
    }
    return areaName(area);
}

/** A sheet's name as it stands in a formula, in quotes where it needs them. */
export function quoted(sheet) {
    const plain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) && !looksLikeAddress(sheet);
    return plain ? sheet : `'${sheet.replaceAll("'", "''")}'`;
}

function looksLikeAddress(text) {
    return /^([A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*|TRUE|FALSE)$/i.test(text);
}

export const areaOf = ({ row, column }) => ({ top: row, left: column, bottom: row, right: column });

export const firstOf = (area) => ({ row: area.top, column: area.left });

/** The smallest area that holds both. */
export function around(one, other) {
    return {
        top: Math.min(one.top, other.top),
        left: Math.min(one.left, other.left),
        bottom: Math.max(one.bottom, other.bottom),
        right: Math.max(one.right, other.right),
    };
}

/** What two areas have in common, or null. */
export function common(one, other) {
    if (!meet(one, other)) {
        return null;
    }
    const top = Math.max(one.top, other.top);
    const left = Math.max(one.left, other.left);
    const bottom = Math.min(one.bottom, other.bottom);
    const right = Math.min(one.right, other.right);
    return { top, left, bottom, right };
}

export function contains(area, { row, column }) {
    return holds(area, row, column);
}

export function covers(outer, inner) {
    return (
        outer.top <= inner.top &&
        outer.left <= inner.left &&
        outer.bottom >= inner.bottom &&
        outer.right >= inner.right
    );
}

export function sameArea(one, other) {
    return covers(one, other) && covers(other, one);
}

export const rowsOf = (area) => area.bottom - area.top + 1;

export const columnsOf = (area) => area.right - area.left + 1;

export const countOf = (area) => rowsOf(area) * columnsOf(area);

export const isOneCell = (area) => countOf(area) === 1;

/** An area so much further down and to the right. */
export function moved(area, rows, columns) {
    return {
        top: area.top + rows,
        left: area.left + columns,
        bottom: area.bottom + rows,
        right: area.right + columns,
    };
}

/** Every cell of an area, row by row. */
export function* cellsOf(area) {
    for (let row = area.top; row <= area.bottom; row += 1) {
        for (let column = area.left; column <= area.right; column += 1) {
            yield { row, column };
        }
    }
}
