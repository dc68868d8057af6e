/** Which rows are drawn: those that are seen and as many around them, and no others. */

import { Headings } from "./headings.js";
import { RowPainter } from "./row.js";

// How much is drawn beyond what is seen on each side, as a share of it.
const BEYOND = { rows: 0.5, columns: 0.2 };

export class Window {
    constructor(panes, scene, folds) {
        Object.assign(this, { panes, scene });
        this.painter = new RowPainter(scene, folds.rows);
        this.headings = new Headings(scene, folds.columns);
        this.drawn = new Map();
        this.range = null;
    }

    /** Draw what has come into sight; `anew` draws everything again. */
    draw({ anew = false } = {}) {
        const seen = this.#seen();
        if (!anew && this.range && covers(this.range, seen)) return;
        const wider = this.#wider(seen);
        const sameColumns = this.range && same(this.range.columns, wider.columns);
        if (anew || !sameColumns) this.#drawAll(wider);
        else this.#drawMissing(wider);
        this.range = wider;
    }

    /** The element of a cell; null if it is out of sight. One where nothing stands is made now. */
    element(row, column) {
        const element = this.drawn.get(row);
        const { columns } = this.scene;
        const isSeen = column <= columns.frozen || isWithin(this.range.columns, column);
        if (!element || !isSeen || !columns.size(column)) return null;
        const id = CSS.escape(this.scene.idOf(row, column));
        return element.querySelector(`#${id}`) ?? this.painter.addTo(element, row, column);
    }

    /** The elements of all cells that are drawn. */
    *elements() {
        for (const row of this.drawn.values())
            yield* row.querySelectorAll(".sheet-cell:not(.rest)");
    }

    #seen() {
        const { scrollTop, scrollLeft, clientWidth, clientHeight } = this.panes.element;
        return {
            rows: this.scene.rows.seen(scrollTop, clientHeight),
            columns: this.scene.columns.seen(scrollLeft, clientWidth),
        };
    }

    #wider({ rows, columns }) {
        const grown = ({ first, last }, axis, share) => {
            const more = Math.ceil((last - first + 1) * share);
            return {
                first: Math.max(axis.frozen + 1, first - more),
                last: Math.min(axis.count, last + more),
            };
        };
        return {
            rows: grown(rows, this.scene.rows, BEYOND.rows),
            columns: grown(columns, this.scene.columns, BEYOND.columns),
        };
    }

    #drawAll(range) {
        const { head, body } = this.panes;
        const { rows, sheet } = this.scene;
        this.drawn.clear();
        const frozen = [];
        if (sheet.headings) frozen.push(this.headings.draw(range.columns));
        for (let row = 1; row <= rows.frozen; row++)
            if (rows.size(row)) frozen.push(this.#make(row, range));
        head.replaceChildren(...frozen);
        body.replaceChildren(...this.#numbers(range).map((row) => this.#make(row, range)));
    }

    /** Throw away the rows that are out of sight, and put the others in their order. */
    #drawMissing(range) {
        const wanted = this.#numbers(range);
        const kept = new Set(wanted);
        for (const [row, element] of this.drawn) {
            if (row > this.scene.rows.frozen && !kept.has(row)) {
                element.remove();
                this.drawn.delete(row);
            }
        }
        let next = null;
        for (const row of wanted.reverse()) {
            const element = this.drawn.get(row) ?? this.#make(row, range);
            if (element.parentNode !== this.panes.body) this.panes.body.insertBefore(element, next);
            next = element;
        }
    }

    #make(row, range) {
        const element = this.painter.draw(row, range.columns);
        this.drawn.set(row, element);
        return element;
    }

    /** The rows of a range, less hidden ones, and those above whose merged cells reach into it. */
    #numbers({ rows: { first, last } }) {
        const { rows, merges } = this.scene;
        const found = new Set(merges.rowsAbove(first).filter((row) => row > rows.frozen));
        for (let row = first; row <= last; row++) if (rows.size(row)) found.add(row);
        return [...found].sort((one, other) => one - other);
    }
}

const same = (one, other) => one.first === other.first && one.last === other.last;

const isWithin = ({ first, last }, number) => first <= number && number <= last;

const holds = (outer, inner) => outer.first <= inner.first && inner.last <= outer.last;

const covers = (outer, inner) =>
    holds(outer.rows, inner.rows) && holds(outer.columns, inner.columns);
