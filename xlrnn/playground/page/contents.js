/**
 * The cells of a book, kept true: what was typed is shown at once, what the engine finds when it has
 * calculated. Sheets are counted as in the book here, and as in the engine on the way there and
 * back: other programs' workbooks have sheets that are charts, which only one of them counts.
 */

import { contains, key, place, sheetNumber } from "./book/cells.js";

export class Contents {
    constructor(book) {
        this.sheets = book.sheets;
        this.matchSheets(book.sheets.map(({ name }) => name));
    }

    /** Take the names of the engine's sheets, by which those of the book are found. */
    matchSheets(names) {
        this.toEngine = this.sheets.map(({ name }) => names.indexOf(name));
        this.toBook = names.map((name) => sheetNumber(this.sheets, name));
    }

    cell(sheet, row, column) {
        return this.sheets[sheet].cells.get(key(row, column));
    }

    forEngine(changes) {
        return changes.map((change) => ({ ...change, sheet: this.toEngine[change.sheet] }));
    }

    fromEngine(places) {
        return places
            .map((place) => ({ ...place, sheet: this.toBook[place.sheet] }))
            .filter(({ sheet }) => sheet >= 0);
    }

    /** Add what an array formula needs: that the rest of the area that it was typed for is free. */
    withArraysWhole(changes) {
        return changes.flatMap((change) => {
            const area = change.input?.area;
            if (!area) return [change];
            const { sheet, input } = change;
            const first = { sheet, row: area.top, column: area.left, input };
            return [...this.#filledBehind(sheet, area), first];
        });
    }

    #filledBehind(sheet, area) {
        const found = [];
        for (const [row, column] of placesOf(area)) {
            const cell = this.cell(sheet, row, column);
            const isFirst = row === area.top && column === area.left;
            if (cell && cell.value !== null && !cell.array && !isFirst) {
                found.push({ sheet, row, column, input: null });
            }
        }
        return found;
    }

    /**
     * Show what was typed, before anything is calculated.
     *
     * Returns the places, and a function that takes it back and returns the places again.
     */
    show(changes) {
        const cells = changes.map(({ sheet, row, column }) => ({ sheet, row, column }));
        const before = changes.map((change) => this.#put(change));
        const takeBack = () => {
            for (const old of before.toReversed()) {
                const { sheet, row, column, cell } = old;
                Object.assign(this.#made(sheet, row, column), cell);
                if (cell.array) this.#mark(sheet, cell.array, cell.array);
            }
            return cells;
        };
        return { cells, takeBack };
    }

    /** Put what was typed into a cell; returns what it was before. An array ends with its first. */
    #put({ sheet, row, column, input }) {
        const cell = this.#made(sheet, row, column);
        const before = { sheet, row, column, cell: { ...cell } };
        if (cell.array) this.#mark(sheet, cell.array, null);
        const isFormula = typeof input?.formula === "string";
        cell.formula = isFormula ? input.formula.replace(/^=/, "") : null;
        if (!isFormula) cell.value = input;
        return before;
    }

    /** Say of all cells of an area that they belong to an array, or to none. */
    #mark(sheet, area, array) {
        for (const cell of this.#cellsIn(sheet, area)) cell.array = array;
    }

    /** The cells of an area that hold something; a file may claim an array as large as a sheet. */
    *#cellsIn(sheet, area) {
        const { cells } = this.sheets[sheet];
        const { top, left, bottom, right } = area;
        const isLarge = (bottom - top + 1) * (right - left + 1) > cells.size;
        const keys = isLarge ? cells.keys() : [...placesOf(area)].map(([row, column]) => key(row, column));
        for (const one of keys) {
            const at = place(one);
            if (contains(area, at.row, at.column) && cells.has(one)) yield cells.get(one);
        }
    }

    /** Take what the engine found; returns the places whose values changed. */
    take({ cells, arrays = [] }) {
        const taken = this.fromEngine(cells);
        for (const { sheet, row, column, value } of taken) {
            this.#made(sheet, row, column).value = value;
        }
        for (const { sheet, row, column, array } of this.fromEngine(arrays)) {
            if (array) this.#mark(sheet, array, array);
            else this.#made(sheet, row, column).array = null;
        }
        return taken.map(({ sheet, row, column }) => ({ sheet, row, column }));
    }

    #made(sheet, row, column) {
        const { cells, last } = this.sheets[sheet];
        const at = key(row, column);
        if (!cells.has(at)) {
            cells.set(at, { value: null, formula: null, array: null, style: 0 });
            last.row = Math.max(last.row, row);
            last.column = Math.max(last.column, column);
        }
        return cells.get(at);
    }
}

function* placesOf({ top, left, bottom, right }) {
    for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) yield [row, column];
    }
}
