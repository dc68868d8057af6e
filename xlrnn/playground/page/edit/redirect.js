/** Cells that are moved take what is read of them with them: formulas elsewhere follow. */

import { place as placeOfKey } from "../book/cells.js";
import { cellsOf, covers, moved, nameOf, quoted } from "./areas.js";
import { referencesOf } from "./references.js";

/**
 * The changes of a move: what is emptied at the old place, what is put at the new one, and the
 * formulas that read the moved cells, which now read them where they are.
 *
 * @param changes what is put at the new place
 * @param from {sheet, area}: where it was
 * @param by {rows, columns, sheet}: how far it goes, and to which sheet
 */
export function redirected({ book }, changes, from, by) {
    const put = changes.map((change) => {
        const { input } = change;
        const isFormula = input !== null && typeof input === "object";
        const formula = isFormula && following(input.formula, book, from.sheet, by.sheet, from, by);
        return isFormula ? { ...change, input: { ...input, formula } } : change;
    });
    const taken = new Set(put.flatMap(idsOf));
    const emptied = [...cellsOf(from.area)]
        .map((cell) => ({ sheet: from.sheet, ...cell, input: null }))
        .filter((change) => !taken.has(idsOf(change)[0]));
    emptied.flatMap(idsOf).forEach((id) => taken.add(id));
    return [...emptied, ...put, ...readersOf(book, taken, from, by)];
}

function idsOf({ sheet, row, column, input }) {
    const cells = input?.area ? [...cellsOf(input.area)] : [{ row, column }];
    return cells.map((cell) => `${sheet} ${cell.row} ${cell.column}`);
}

/** The formulas elsewhere that have to follow; they do not count as changed by hand. */
function readersOf(book, taken, from, by) {
    const changes = [];
    book.sheets.forEach(({ cells }, sheet) => {
        for (const [key, { formula, array }] of cells) {
            const changed = formula ? following(formula, book, sheet, sheet, from, by) : formula;
            const place = { sheet, ...placeOfKey(key) };
            if (changed !== formula && !taken.has(idsOf(place)[0])) {
                const input = array ? { formula: changed, area: array } : { formula: changed };
                changes.push({ ...place, input, follows: true });
            }
        }
    });
    return changes;
}

/**
 * A formula that stood on one sheet as it reads at `home` after the move: what lay whole in the
 * moved area is led to where it is now, and everything else to where it was.
 */
function following(formula, book, sheet, home, from, by) {
    let text = formula;
    for (const { start, end, isName, ...place } of referencesOf(formula, book, sheet).reverse()) {
        const goes = place.sheet === from.sheet && covers(from.area, place.area);
        if (isName || (!goes && sheet === home)) {
            continue;
        }
        const piece = formula.slice(start, end);
        const target = goes ? by.sheet : place.sheet;
        const area = goes ? moved(place.area, by.rows, by.columns) : place.area;
        const prefix = target === home ? "" : `${quoted(book.sheets[target].name)}!`;
        text = text.slice(0, start) + prefix + withDollarsOf(piece, nameOf(area)) + text.slice(end);
    }
    return text;
}

/** An address with the dollar signs of another one. */
function withDollarsOf(piece, address) {
    const corners = piece.slice(piece.lastIndexOf("!") + 1).split(":");
    return address
        .split(":")
        .map((corner, at) => {
            const like = corners[at] ?? corners[0];
            const [, column, row] = /^([A-Z]*)([0-9]*)$/.exec(corner);
            const fixed = [/^\$[A-Za-z]/.test(like), /\$[0-9]/.test(like)];
            return `${fixed[0] ? "$" : ""}${column}${fixed[1] ? "$" : ""}${row}`;
        })
        .join(":");
}
