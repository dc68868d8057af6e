/** One sheet as it is drawn: where rows and columns stand at a zoom, its merges, rules, looks. */

import { COLUMNS, ROWS, a1, key } from "../book/cells.js";
import { aboutColumn } from "../book/sizes.js";
import { PLAIN } from "../book/styles.js";
import { Axis } from "./axis.js";
import { Conditional } from "./conditional.js";
import { Looks } from "./look.js";
import { Merges } from "./merges.js";

// Empty cells that are shown behind the last one, and how many there are at least.
const BEHIND = { rows: 20, columns: 6 };
const HEADING = { height: 20, digit: 8, least: 3 };
// What stays must leave room for the rest.
const MOST_FROZEN = 0.66;

export class Scene {
    /** `size` is {width, height} of what is seen, `reach` the {row, column} that must exist. */
    constructor(book, number, { zoom, size, id, reach, rules }) {
        Object.assign(this, { book, number, zoom, id, date1904: book.date1904 });
        this.sheet = book.sheets[number];
        this.merges = new Merges(this.sheet.merges);
        this.conditional = new Conditional(book, number);
        this.looks = new Looks(zoom, rules);
        const end = this.#end(reach, size);
        this.rows = this.#axis(this.sheet.heights, end.row, "rows", HEADING.height, size.height);
        const digits = Math.max(HEADING.least, String(end.row).length);
        this.columns = this.#axis(
            this.sheet.widths,
            end.column,
            "columns",
            digits * HEADING.digit + 10,
            size.width,
        );
    }

    #axis(sizeOf, count, what, before, length) {
        const scaled = this.sheet.headings ? Math.round(before * Math.max(this.zoom, 0.8)) : 0;
        const made = (frozen) =>
            new Axis({ sizeOf, count, frozen, before: scaled, zoom: this.zoom });
        const wanted = Math.min(this.sheet.frozen[what], count - 1);
        const axis = made(wanted);
        return wanted && axis.stays > length * MOST_FROZEN ? made(0) : axis;
    }

    /** The last row and column that are shown. */
    #end(reach, size) {
        const { last, merges, charts, shapes } = this.sheet;
        const ends = [...charts, ...shapes].map(({ anchor }) => anchor.to ?? anchor.from);
        const most = (...numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);
        const row = most(
            last.row,
            ...ends.map((end) => end.row),
            ...merges.map((area) => area.bottom),
        );
        const column = most(
            last.column,
            ...ends.map((end) => end.column),
            ...merges.map((area) => area.right),
        );
        return {
            row: Math.min(
                ROWS,
                most(
                    row + BEHIND.rows,
                    filling(this.sheet.heights, size.height / this.zoom),
                    reach.row,
                ),
            ),
            column: Math.min(
                COLUMNS,
                most(
                    column + BEHIND.columns,
                    filling(this.sheet.widths, size.width / this.zoom),
                    reach.column,
                ),
            ),
        };
    }

    /** The merged area that a cell belongs to, or the cell alone. */
    areaOf(row, column) {
        const alone = { top: row, left: column, bottom: row, right: column };
        return this.merges.at(row, column) ?? alone;
    }

    /** The style of a cell, its column's if nothing stands there. */
    styleAt(row, column) {
        const style =
            this.sheet.cells.get(key(row, column))?.style ??
            aboutColumn(this.sheet.columns, column)?.style;
        return this.book.styles[style ?? 0] ?? PLAIN;
    }

    /** Whether a cell is drawn, and so the edge that it shares with the next. */
    isDrawn(row, column) {
        if (row < 1 || column < 1 || !this.rows.size(row) || !this.columns.size(column))
            return false;
        return this.sheet.cells.has(key(row, column)) || this.merges.at(row, column) !== undefined;
    }

    idOf(row, column) {
        return `${this.id}-${a1(row, column)}`;
    }

    /** Where a point of an anchor lies, in pixels of the whole sheet. */
    pointOf({ row, column, x, y }) {
        const within = (offset, axis, number) => Math.min(offset * this.zoom, axis.size(number));
        return {
            x: this.columns.start(column) + within(x, this.columns, column),
            y: this.rows.start(row) + within(y, this.rows, row),
        };
    }
}

/** How many rows or columns fill a window. */
function filling(sizeOf, length) {
    let [number, reached] = [0, 0];
    while (reached < length && number < COLUMNS) reached += sizeOf(++number);
    return number;
}
