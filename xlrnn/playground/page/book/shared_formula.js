/** A formula that cells share, as each of them has it: its references move with the cell. */

import { COLUMNS, ROWS, columnOf, letters } from "./cells.js";

// Texts, quoted sheets and what stands in brackets stay; so do names and functions such as LOG10(.
const TOKEN = new RegExp(
    [
        `"(?:[^"]|"")*"|'(?:[^']|'')*'|\\[[^\\]]*\\]`,
        String.raw`(?<colAbs>\$?)(?<col>[A-Za-z]{1,3})(?<rowAbs>\$?)(?<row>[1-9]\d{0,6})(?![\w.(!])`,
        String.raw`(?<cAbs>\$?)(?<c1>[A-Za-z]{1,3}):(?<dAbs>\$?)(?<c2>[A-Za-z]{1,3})(?![\w.(!$])`,
        String.raw`(?<rAbs>\$?)(?<r1>[1-9]\d{0,6}):(?<sAbs>\$?)(?<r2>[1-9]\d{0,6})(?![\w.(!])`,
        String.raw`[\p{L}_\\][\p{L}\p{N}_.\\?]*`,
        String.raw`\d+(?:\.\d*)?(?:[eE][+-]?\d+)?`,
    ].join("|"),
    "gu",
);

/** A formula written `down` rows lower and `right` columns further to the right. */
export function moved(formula, down, right) {
    if (!down && !right) return formula;
    const column = (fixed, text) => movedColumn(fixed, text, right);
    const row = (fixed, text) => movedRow(fixed, text, down);
    return formula.replace(TOKEN, (token, ...more) => {
        const found = more.at(-1);
        if (found.col) return column(found.colAbs, found.col) + row(found.rowAbs, found.row);
        if (found.c1) return `${column(found.cAbs, found.c1)}:${column(found.dAbs, found.c2)}`;
        if (found.r1) return `${row(found.rAbs, found.r1)}:${row(found.sAbs, found.r2)}`;
        return token;
    });
}

/** Past the edge of the sheet it goes on at the other, as in Excel. */
const movedColumn = (fixed, text, right) =>
    fixed ? fixed + text : letters(wrapped(columnOf(text) + right, COLUMNS));

const movedRow = (fixed, text, down) =>
    fixed ? fixed + text : String(wrapped(Number(text) + down, ROWS));

const wrapped = (number, most) => ((((number - 1) % most) + most) % most) + 1;
