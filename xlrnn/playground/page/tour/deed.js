/** What "do it for me" does to the cells, and how it is taken back. */

import { key, sheetNumber } from "../book/cells.js";

/** The changes that a stop of the tour makes in a workbook. */
export function changesOf({ puts }, book) {
    return puts.map(({ sheet, ...put }) => ({ ...put, sheet: sheetNumber(book.sheets, sheet) }));
}

/** The changes that would give the same cells what they hold now. */
export function takenBack(changes, book) {
    return changes.map(({ sheet, row, column }) => {
        const cell = book.sheets[sheet].cells.get(key(row, column));
        const input = cell?.formula ? { formula: cell.formula } : (cell?.value ?? null);
        return { sheet, row, column, input };
    });
}
