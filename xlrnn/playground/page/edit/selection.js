/**
 * Which cells are selected, and which of them is active.
 *
 * `active` is where input goes, `cursor` the corner that Shift and an arrow move, `area` all that
 * is selected. Every sheet keeps its own. Dispatches "select".
 */

import {
    LAST_COLUMN,
    LAST_ROW,
    areaOf,
    around,
    columnsOf,
    common,
    covers,
    firstOf,
    rowsOf,
    sameArea,
} from "./areas.js";

const START = { row: 1, column: 1 };

export class Selection extends EventTarget {
    #book;
    #kept = new Map();

    constructor(book, sheet) {
        super();
        this.#book = book;
        this.sheet = sheet;
        this.#set(START, START, this.withMerges(areaOf(START)));
    }

    /** Select one cell, or the merged cells that it belongs to. */
    select(cell) {
        const area = this.withMerges(areaOf(cell));
        this.#set(firstOf(area), firstOf(area), area);
        this.#tell();
    }

    /** Select from the active cell to another. */
    extend(cell) {
        const area = this.withMerges(around(areaOf(this.active), areaOf(cell)));
        this.#set(this.active, cell, area);
        this.#tell();
    }

    /** Select an area; the cell that is active lies in it. */
    choose(area, active = firstOf(area), cursor = { row: area.bottom, column: area.right }) {
        this.#set(active, cursor, this.withMerges(area));
        this.#tell();
    }

    /** Make another cell of the selected area active. */
    activate(cell) {
        this.active = firstOf(this.withMerges(areaOf(cell)));
        this.cursor = this.active;
        this.#tell();
    }

    /** Go to another sheet, where what was selected there is selected again. */
    goTo(sheet) {
        if (sheet === this.sheet) {
            return;
        }
        this.#kept.set(this.sheet, [this.active, this.cursor, this.area]);
        this.sheet = sheet;
        const kept = this.#kept.get(sheet) ?? [START, START, this.withMerges(areaOf(START))];
        this.#set(...kept);
        this.#tell();
    }

    /**
     * The area with all merged cells that reach into it; whole rows and columns stay as they are.
     */
    withMerges(area) {
        if (rowsOf(area) === LAST_ROW || columnsOf(area) === LAST_COLUMN) {
            return area;
        }
        const { merges } = this.#book.sheets[this.sheet];
        let whole = area;
        let grown = true;
        while (grown) {
            const larger = merges
                .filter((merge) => common(merge, whole) && !covers(whole, merge))
                .reduce(around, whole);
            grown = !sameArea(larger, whole);
            whole = larger;
        }
        return whole;
    }

    /** Whether just one cell is selected, or the merged cells that are one. */
    get isSingle() {
        return sameArea(this.area, this.withMerges(areaOf(this.active)));
    }

    #set(active, cursor, area) {
        this.active = active;
        this.cursor = cursor;
        this.area = area;
    }

    #tell() {
        this.dispatchEvent(new Event("select"));
    }
}
