/** The cells of a sheet: their values, formulas and styles, and how high its rows are. */

import { COLUMNS, ROWS, columnOf, count, key, readArea } from "./cells.js";
import { attributesOf, scan } from "./scan.js";
import { moved } from "./shared_formula.js";
import { levelOf } from "./sizes.js";
import { unescapeText } from "./xml.js";

// Areas of array formulas that overlap and fill whole sheets would take hours.
const MOST_MARKED = 5_000_000;
const PLACE = /^([A-Z]{1,3})(\d+)$/;

/** Read rows into {cells, rows, dataTables}; `rows` holds what the file says of a row. */
export function readRows(text, part, strings) {
    const reading = new Reading(strings);
    if (text) {
        scan(text, part, {
            open: (name, about) => reading.open(name, about),
            close: (name, content) => reading.close(name, content),
        });
        reading.markArrays();
    }
    return reading;
}

class Reading {
    constructor(strings) {
        this.strings = strings;
        this.cells = new Map();
        this.rows = new Map();
        this.arrays = [];
        this.dataTables = false;
        this.last = { row: 0, column: 0 };
        this.shared = new Map();
        this.row = this.column = 0;
        this.about = this.formula = this.value = this.inline = null;
    }

    open(name, text) {
        if (name === "c") this.#openCell(attributesOf(text));
        else if (name === "f") this.formula = { about: attributesOf(text), text: "" };
        else if (name === "row") this.#openRow(attributesOf(text));
        else if (name === "is") this.inline = "";
        else if (name === "rPh") this.spoken = true;
    }

    close(name, content) {
        if (name === "v") this.value = content;
        else if (name === "f") this.formula.text = content;
        else if (name === "t" && this.inline !== null && !this.spoken) this.inline += content;
        else if (name === "rPh") this.spoken = false;
        else if (name === "c") this.#closeCell();
    }

    /** A row or a cell that does not say where it is stands after the one before. */
    #openRow(about) {
        this.row = Number(about.r ?? this.row + 1);
        this.column = 0;
        const hidden = about.hidden === "1" || about.hidden === "true";
        const told = Number(about.ht);
        const height = Number.isFinite(told) ? told : null;
        const level = levelOf(about.outlineLevel);
        const collapsed = about.collapsed === "1" || about.collapsed === "true";
        if (hidden || height !== null || level || collapsed) {
            this.rows.set(this.row, { hidden, height, level, collapsed });
        }
    }

    #openCell(about) {
        const found = about.r === undefined ? null : PLACE.exec(about.r);
        this.column = found ? columnOf(found[1]) : this.column + 1;
        if (found) this.row = Number(found[2]);
        this.about = about;
        this.formula = this.value = this.inline = null;
        this.spoken = false;
    }

    #closeCell() {
        const { row, column, about } = this;
        if (row < 1 || row > ROWS || column > COLUMNS) return;
        const { value, rich } = this.#valueOf(about.t ?? "n");
        const cell = { value, formula: null, array: null, style: Number(about.s ?? 0) };
        if (rich) cell.rich = rich;
        if (this.formula) this.#setFormula(cell);
        this.cells.set(key(row, column), cell);
        this.last.row = Math.max(this.last.row, row);
        this.last.column = Math.max(this.last.column, column);
    }

    #valueOf(type) {
        const text = this.value;
        if (type === "inlineStr") return { value: unescapeText(this.inline ?? "") };
        if (text === null) return { value: null };
        if (type === "s") {
            const shared = this.strings[Number(text)];
            return { value: shared?.text ?? "", rich: shared?.rich };
        }
        if (type === "str") return { value: unescapeText(text) };
        if (type === "b") return { value: text.trim() === "1" || text.trim() === "true" };
        if (type === "e") return { value: { error: text.trim() } };
        if (type === "d") return { value: dayOf(text) };
        const number = Number(text);
        return { value: text.trim() === "" || Number.isNaN(number) ? null : number };
    }

    #setFormula(cell) {
        const { about, text } = this.formula;
        if (about.t === "dataTable") {
            this.dataTables = true;
            return;
        }
        cell.formula = about.t === "shared" ? this.#sharedText(about.si, text) : text;
        if (cell.formula === "") cell.formula = null;
        cell.array = about.t === "array" ? readArea(about.ref ?? "") : null;
        if (cell.array) this.arrays.push(cell.array);
    }

    #sharedText(id, text) {
        if (text) this.shared.set(id, { text, row: this.row, column: this.column });
        const first = this.shared.get(id);
        return first ? moved(first.text, this.row - first.row, this.column - first.column) : "";
    }

    /** Cells inside an array formula say so, too: none of them can be changed alone. */
    markArrays() {
        let left = MOST_MARKED;
        for (const area of this.arrays) {
            const bottom = Math.min(area.bottom, this.last.row);
            const right = Math.min(area.right, this.last.column);
            left -= count({ ...area, bottom, right });
            if (left < 0) return;
            for (let row = area.top; row <= bottom; row++) {
                for (let column = area.left; column <= right; column++) {
                    const cell = this.cells.get(key(row, column));
                    if (cell) cell.array = area;
                }
            }
        }
    }
}

const DAY = 86_400_000;

/** The number of a day that a file writes as 2026-11-28T12:00:00. */
function dayOf(text) {
    const time = Date.parse(
        /Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text.length > 10 ? text : `${text}T00:00:00`}Z`,
    );
    return Number.isNaN(time) ? text : time / DAY + 25_569;
}
