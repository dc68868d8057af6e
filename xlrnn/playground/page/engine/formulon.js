/**
 * The binding of formulon, Excel's calculation as a WebAssembly module. No other file knows it.
 *
 * Rows and columns count from 1 here, and from 0 in the module.
 */

import { Memory } from "./memory.js";
import { Refusal } from "./refusal.js";
import { systemImports } from "./system.js";

const [NUMBER, BOOLEAN, TEXT, ERROR] = [1, 2, 3, 4];
const SCRATCH_SIZE = 64; // more than any answer takes that a call writes
// By their numbers in the module; what a cell can hold, not all that a formula can give.
const ERRORS = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

/** Start the module; it is a promise of a `Formulon`. */
export async function startFormulon(wasm) {
    let instance = null;
    const imports = systemImports(() => instance.exports.memory);
    ({ instance } = await WebAssembly.instantiate(wasm, imports));
    instance.exports._initialize?.();
    return new Formulon(instance.exports);
}

/** One workbook in the module's memory. */
export class Formulon {
    constructor(exports) {
        this.fm = exports;
        this.memory = new Memory(exports);
        this.out = this.memory.allocate(SCRATCH_SIZE);
        this.book = 0;
    }

    open(bytes) {
        this.close();
        this.memory.withBytes(bytes, (pointer) =>
            this.#check(this.fm.fm_workbook_load(pointer, bytes.length, this.out), "read the file"),
        );
        this.book = this.memory.view.getUint32(this.out, true);
    }

    close() {
        if (this.book) this.fm.fm_workbook_destroy(this.book);
        this.book = 0;
    }

    /** The names of the sheets, in their order. */
    get sheets() {
        const count = this.fm.fm_workbook_sheet_count(this.book);
        return Array.from({ length: count }, (_, sheet) => {
            this.#check(this.fm.fm_workbook_sheet_name(this.book, sheet, this.out), "name a sheet");
            return this.memory.text(this.memory.view.getUint32(this.out, true));
        });
    }

    recalculate() {
        this.#check(this.fm.fm_workbook_recalc(this.book), "recalculate");
    }

    /** Put a number, a text, a boolean, nothing (null), `{error}` or `{formula}` into a cell. */
    set(sheet, row, column, input) {
        const at = [this.book, sheet, row - 1, column - 1];
        const isFormula = typeof input?.formula === "string";
        this.#check(this.#put(at, input), "take what was typed", isFormula ? "formula" : "other");
    }

    #put(at, input) {
        if (input === null) return this.fm.fm_workbook_set_blank(...at);
        if (typeof input === "number") return this.fm.fm_workbook_set_number(...at, input);
        if (typeof input === "boolean") return this.fm.fm_workbook_set_bool(...at, Number(input));
        if (input.error) return this.fm.fm_workbook_set_error(...at, ERRORS.indexOf(input.error));
        const [call, text] =
            typeof input === "string"
                ? [this.fm.fm_workbook_set_text, input]
                : [this.fm.fm_workbook_set_formula, `=${input.formula.replace(/^=/, "")}`];
        return this.memory.withText(text, (pointer) => call(...at, pointer));
    }

    /** What a cell was given: `{formula}`, or the value that was typed. */
    input(sheet, row, column) {
        const at = [this.book, sheet, row - 1, column - 1];
        this.#check(this.fm.fm_workbook_get_formula(...at, this.out), "read a formula");
        const formula = this.memory.text(this.memory.view.getUint32(this.out, true));
        return formula ? { formula: formula.replace(/^=/, "") } : this.value(sheet, row, column);
    }

    value(sheet, row, column) {
        const at = [this.book, sheet, row - 1, column - 1];
        this.#check(this.fm.fm_workbook_get_value(...at, this.out), "read a value");
        return this.#value(this.memory.view, this.out);
    }

    /** The cells that an array formula fills, null if the cell stands alone. */
    array(sheet, row, column) {
        const at = [this.book, sheet, row - 1, column - 1];
        this.#check(this.fm.fm_workbook_spill_info(...at, this.out), "read an array");
        const [top, left, rows, columns, engaged] = [0, 4, 8, 12, 16].map((offset) =>
            this.memory.view.getUint32(this.out + offset, true),
        );
        if (!engaged) return null;
        return { top: top + 1, left: left + 1, bottom: top + rows, right: left + columns };
    }

    /** Call `visit(row, column, value)` for each cell of a sheet that holds something. */
    eachCell(sheet, visit) {
        const count = this.#cellCount(sheet);
        const [row, column, formula, value] = [0, 4, 8, 16].map((offset) => this.out + offset);
        for (let k = 0; k < count; k += 1) {
            const at = [this.book, sheet, k];
            this.#check(this.fm.fm_workbook_cell_at(...at, row, column, formula, value), "read");
            const { view } = this.memory;
            visit(
                view.getUint32(row, true) + 1,
                view.getUint32(column, true) + 1,
                this.#value(view, value),
            );
        }
    }

    #cellCount(sheet) {
        this.#check(this.fm.fm_workbook_cell_count(this.book, sheet, this.out), "count its cells");
        return this.memory.view.getUint32(this.out, true);
    }

    #value(view, pointer) {
        const kind = view.getInt32(pointer, true);
        if (kind === NUMBER) return view.getFloat64(pointer + 8, true);
        const rest = view.getInt32(pointer + 8, true);
        if (kind === TEXT) return this.memory.text(rest);
        if (kind === BOOLEAN) return rest !== 0;
        if (kind === ERROR) return { error: this.memory.text(this.fm.fm_error_display_name(rest)) };
        return null;
    }

    save() {
        const [pointer, length] = [this.out, this.out + 4];
        this.#check(this.fm.fm_workbook_save(this.book, pointer, length), "write the file");
        const start = this.memory.view.getUint32(pointer, true);
        const size = this.memory.view.getUint32(length, true);
        const bytes = this.memory.copy(start, size);
        this.fm.fm_buffer_free(start);
        return bytes;
    }

    #check(status, doing, reason = "other") {
        if (status === 0) return;
        const said = this.memory.text(this.fm.fm_last_error_message());
        throw new Refusal(`the engine cannot ${doing}: ${said || `status ${status}`}`, reason);
    }
}
