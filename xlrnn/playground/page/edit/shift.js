/** A formula as it reads after filling it down and to the right, and F4's dollar signs. */

import { columnOf, letters } from "../book/cells.js";
import { LAST_COLUMN, LAST_ROW } from "./areas.js";
import { tokensOf } from "./tokens.js";

const GONE = "#REF!";
const CORNER = /^(\$?)([A-Za-z]*)(\$?)([0-9]*)$/;

/** The formula with its relative references so much further; `#REF!` where one leaves the sheet. */
export function shift(formula, rows, columns) {
    return mapReferences(formula, (corner) => shifted(corner, rows, columns));
}

/** Apply a change to each corner of each reference of a formula. */
function mapReferences(formula, change) {
    return tokensOf(formula)
        .map((token) => {
            const corners = token.kind === "area" ? cornersOf(token.word) : null;
            if (!corners) {
                return token.text;
            }
            const before = token.text.slice(0, token.text.length - token.word.length);
            return before + corners.map(change).join(":");
        })
        .join("");
}

/** The parts of a range's corners; null beyond the last column or row, where it is a name. */
function cornersOf(area) {
    const corners = area.split(":").map(cornerOf);
    return corners.every(isInSheet) ? corners : null;
}

function cornerOf(text) {
    let [, fixedColumn, column, fixedRow, row] = CORNER.exec(text);
    if (column === "") {
        [fixedColumn, fixedRow] = ["", fixedColumn];
    }
    return { fixedColumn, column, fixedRow, row };
}

function isInSheet({ column, row }) {
    const columnThere = column === "" || columnOf(column) <= LAST_COLUMN;
    return columnThere && (row === "" || (row[0] !== "0" && Number(row) <= LAST_ROW));
}

function shifted({ fixedColumn, column, fixedRow, row }, rows, columns) {
    let newColumn = column;
    let newRow = row;
    if (column !== "" && fixedColumn === "") {
        const number = columnOf(column) + columns;
        newColumn = number >= 1 && number <= LAST_COLUMN ? letters(number) : GONE;
    }
    if (row !== "" && fixedRow === "") {
        const number = Number(row) + rows;
        newRow = number >= 1 && number <= LAST_ROW ? String(number) : GONE;
    }
    const gone = newColumn === GONE || newRow === GONE;
    return gone ? GONE : `${fixedColumn}${newColumn}${fixedRow}${newRow}`;
}

/**
 * The reference at the caret with its next dollar signs: A1, $A$1, A$1, $A1, and A1 again.
 *
 * Returns {formula, caret}, or null if there is no reference at the caret.
 */
export function cycleDollars(formula, caret) {
    const token = tokensOf(formula).find(
        ({ kind, start, text }) =>
            kind === "area" && start <= caret && caret <= start + text.length,
    );
    const corners = token ? cornersOf(token.word) : null;
    if (!corners) {
        return null;
    }
    const end = token.start + token.text.length;
    const next = corners.map((corner) => withNextDollars(corner, corners[0])).join(":");
    const before = formula.slice(0, end - token.word.length) + next;
    return { formula: before + formula.slice(end), caret: before.length };
}

function withNextDollars({ column, row }, first) {
    if (column === "" || row === "") {
        return first.fixedColumn || first.fixedRow ? column + row : `$${column}${row}`;
    }
    const state = `${first.fixedColumn && "c"}${first.fixedRow && "r"}`;
    const [fixedColumn, fixedRow] = { "": "$$", cr: " $", r: "$ ", c: "  " }[state];
    return `${fixedColumn.trim()}${column}${fixedRow.trim()}${row}`;
}
