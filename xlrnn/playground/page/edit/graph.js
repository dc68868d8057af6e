/** What a cell reads, and what reads it: the way of a number through the workbook. */

import { place as placeOfKey } from "../book/cells.js";
import { areaOf, around, cellsOf, common, countOf, firstOf } from "./areas.js";
import { referencesOf } from "./references.js";

const MOST_CELLS = 400; // of one area that are asked what they read
const SLICE = 2000; // formulas read before the page may do something else

export class Graph {
    /**
     * For each sheet, who reads it: [top, left, bottom, right, sheet of the reader, row, column].
     */
    #readers = null;

    constructor({ document, arrays }) {
        Object.assign(this, { document, arrays });
        document.addEventListener("change", ({ detail }) => {
            if (detail.own.length > 0) {
                this.#readers = null; // formulas may have changed
            }
        });
    }

    /** The places that the formulas in an area read, [{sheet, area}], neighbours joined. */
    reads({ sheet, area }) {
        const found = [];
        const cells = countOf(area) > MOST_CELLS ? this.#filledIn(sheet, area) : [...cellsOf(area)];
        for (const cell of cells.slice(0, MOST_CELLS)) {
            const block = this.arrays.at(sheet, cell);
            const { row, column } = block ? firstOf(block) : cell;
            const formula = this.document.cell(sheet, row, column)?.formula;
            if (formula) {
                found.push(...referencesOf(formula, this.document.book, sheet));
            }
        }
        return joined(found.map((each) => ({ sheet: each.sheet, area: this.#within(each) })));
    }

    /** The places whose formulas read an area, neighbours joined. */
    async readBy({ sheet, area }) {
        this.#readers ??= await this.#index();
        const rows = this.#readers.get(sheet) ?? [];
        const found = [];
        for (const [top, left, bottom, right, reader, row, column] of rows) {
            if (common(area, { top, left, bottom, right })) {
                found.push({
                    sheet: reader,
                    area: this.arrays.at(reader, { row, column }) ?? areaOf({ row, column }),
                });
            }
        }
        return joined(found);
    }

    /** Whole rows and columns end where the sheet does. */
    #within({ sheet, area }) {
        const { last } = this.document.book.sheets[sheet];
        const used = {
            top: 1,
            left: 1,
            bottom: Math.max(1, last.row),
            right: Math.max(1, last.column),
        };
        return common(area, used) ?? area;
    }

    #filledIn(sheet, area) {
        return [...this.document.book.sheets[sheet].cells]
            .filter(([, { formula }]) => formula)
            .map(([key]) => placeOfKey(key))
            .filter((cell) => common(area, areaOf(cell)));
    }

    async #index() {
        const { book } = this.document;
        const readers = new Map();
        let count = 0;
        for (const [sheet, { cells }] of book.sheets.entries()) {
            for (const [key, { formula }] of cells) {
                if (!formula) {
                    continue;
                }
                const { row, column } = placeOfKey(key);
                for (const { sheet: target, area } of referencesOf(formula, book, sheet)) {
                    const { top, left, bottom, right } = area;
                    const rows = readers.get(target) ?? [];
                    rows.push([top, left, bottom, right, sheet, row, column]);
                    readers.set(target, rows);
                }
                count += 1;
                if (count % SLICE === 0) {
                    await new Promise((resolve) => setTimeout(resolve));
                }
            }
        }
        return readers;
    }
}

/** Places without doubles, neighbours that make up a rectangle joined to it. */
export function joined(places) {
    const bySheet = new Map();
    for (const { sheet, area } of places) {
        bySheet.set(sheet, bySheet.get(sheet) ?? []);
        bySheet.get(sheet).push(area);
    }
    return [...bySheet].flatMap(([sheet, areas]) =>
        stacked(
            stacked(distinct(areas), "left", "right", "top", "bottom"),
            "top",
            "bottom",
            "left",
            "right",
        ).map((area) => ({ sheet, area })),
    );
}

function distinct(areas) {
    const ids = new Map(
        areas.map((area) => [`${area.top} ${area.left} ${area.bottom} ${area.right}`, area]),
    );
    return [...ids.values()];
}

/** Join areas that are as wide as each other (`from`, `to`) and lie side by side or overlap. */
function stacked(areas, from, to, start, end) {
    const sorted = [...areas].sort(
        (one, other) => one[from] - other[from] || one[to] - other[to] || one[start] - other[start],
    );
    const found = [];
    for (const area of sorted) {
        const last = found.at(-1);
        const joins =
            last &&
            last[from] === area[from] &&
            last[to] === area[to] &&
            area[start] <= last[end] + 1;
        if (joins) {
            found[found.length - 1] = around(last, area);
        } else {
            found.push(area);
        }
    }
    return found;
}
