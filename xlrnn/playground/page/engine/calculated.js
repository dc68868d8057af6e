/** An open workbook and the results that were last told of it, so that only what changed is told. */

import { Refusal } from "./refusal.js";

export class Calculated {
    constructor(formulon) {
        this.formulon = formulon;
    }

    /**
     * Load a workbook and recalculate it.
     *
     * Returns its sheets, and the cells whose results differ from those stored in the file.
     */
    open(bytes) {
        this.formulon.open(bytes);
        const { sheets } = this.formulon;
        this.told = sheets.map(() => new Map());
        this.#changed();
        this.formulon.recalculate();
        return { sheets, cells: this.#changed() };
    }

    /**
     * Carry out changes, all or none, and recalculate.
     *
     * Returns what the cells held before, in the order in which that must be put back; the cells
     * whose results changed; and the areas that typed formulas fill.
     */
    change(changes) {
        const before = [];
        try {
            for (const { sheet, row, column, input } of this.#wholeArraysFirst(changes)) {
                this.#refusePartOfArray(sheet, row, column);
                const held = this.formulon.input(sheet, row, column);
                this.formulon.set(sheet, row, column, input);
                before.unshift({ sheet, row, column, input: held });
            }
        } catch (error) {
            this.#putBack(before);
            throw error;
        }
        this.formulon.recalculate();
        return { before, cells: this.#changed(), arrays: this.#arrays(changes) };
    }

    save() {
        return this.formulon.save();
    }

    /** An array's first cell lets go of the others, which take nothing before. */
    #wholeArraysFirst(changes) {
        const isFirst = ({ sheet, row, column }) => {
            const area = this.formulon.array(sheet, row, column);
            return area !== null && area.top === row && area.left === column;
        };
        const first = changes.filter(isFirst);
        return [...first, ...changes.filter((change) => !first.includes(change))];
    }

    /** Where an array's other cells stand, nothing else can: as in every spreadsheet. */
    #refusePartOfArray(sheet, row, column) {
        const area = this.formulon.array(sheet, row, column);
        if (area === null || (area.top === row && area.left === column)) return;
        throw new Refusal("this cell is a part of an array", "array");
    }

    #putBack(before) {
        for (const { sheet, row, column, input } of before) {
            this.formulon.set(sheet, row, column, input);
        }
    }

    #arrays(changes) {
        return changes
            .filter(({ input }) => input !== null && typeof input === "object" && "formula" in input)
            .map(({ sheet, row, column }) => ({
                sheet,
                row,
                column,
                array: this.formulon.array(sheet, row, column),
            }));
    }

    /** The cells whose values are not those that were told last. */
    #changed() {
        return this.told.flatMap((told, sheet) => {
            const cells = [];
            const now = new Map();
            this.formulon.eachCell(sheet, (row, column, value) => {
                const place = row * 16_384 + column;
                now.set(place, value);
                if (!same(told.get(place) ?? null, value)) cells.push({ sheet, row, column, value });
            });
            for (const place of told.keys()) {
                if (!now.has(place)) cells.push({ sheet, ...placeOf(place), value: null });
            }
            this.told[sheet] = now;
            return cells;
        });
    }
}

function placeOf(place) {
    return { row: Math.floor((place - 1) / 16_384), column: ((place - 1) % 16_384) + 1 };
}

/** Tell whether two values are the same; errors are by their names. */
function same(one, other) {
    if (one === other) return true;
    return one?.error !== undefined && one.error === other?.error;
}
