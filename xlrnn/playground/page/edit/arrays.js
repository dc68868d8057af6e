/** Where array formulas stand: the cells of one change together or not at all. */

import { common, contains, covers } from "./areas.js";
import { editText } from "./input.js";

export class ArrayBlocks {
    #document;
    #blocks = new Map();

    constructor(document) {
        this.#document = document;
        document.addEventListener("change", () => this.#blocks.clear());
    }

    /** The area of the array formula that a cell belongs to; null if it belongs to none. */
    at(sheet, cell) {
        return this.#of(sheet).find((block) => contains(block, cell)) ?? null;
    }

    /** The areas of the array formulas that reach into an area. */
    meeting(sheet, area) {
        return this.#of(sheet).filter((block) => common(block, area));
    }

    /** An array formula that lies in an area with some of its cells only; null if there is none. */
    cutBy(sheet, area) {
        return this.meeting(sheet, area).find((block) => !covers(area, block)) ?? null;
    }

    /** What the editor shows of a cell; in an array formula, every cell shows it. */
    textAt(sheet, cell) {
        const block = this.at(sheet, cell);
        const { row, column } = block ? { row: block.top, column: block.left } : cell;
        return editText(this.#document.cell(sheet, row, column));
    }

    #of(sheet) {
        if (!this.#blocks.has(sheet)) {
            const found = new Map();
            for (const { array } of this.#document.book.sheets[sheet].cells.values()) {
                if (array) {
                    found.set(`${array.top},${array.left}`, array);
                }
            }
            this.#blocks.set(sheet, [...found.values()]);
        }
        return this.#blocks.get(sheet);
    }
}
