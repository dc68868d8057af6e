/**
 * What is being typed into a cell, in the cell and in the formula bar at once.
 *
 * `mode` is "enter" where typing began on the cell (arrows then leave it) and "edit" after F2 or a
 * double click (arrows move the caret). Dispatches "begin", "text" and "end".
 */

import { areaOf } from "./areas.js";
import { inputOf } from "./input.js";
import { told } from "./told.js";

export class Editor extends EventTarget {
    constructor({ document, grid, selection, arrays, changes, notices, cellField, barField }) {
        super();
        Object.assign(this, { document, grid, selection, arrays, changes, notices });
        Object.assign(this, { cellField, barField, field: cellField });
        this.isOpen = false;
        this.mode = "enter";
        for (const field of [cellField, barField]) {
            field.area.addEventListener("input", () => this.#typed(field));
        }
    }

    get text() {
        return this.isOpen ? this.barField.text : "";
    }

    /** Where the caret stands in the field that has it. */
    get caret() {
        return this.field.caret;
    }

    get isFormula() {
        return this.isOpen && this.text.startsWith("=");
    }

    /** Begin: with what the cell holds, or with another text. */
    begin({ mode, text, field = this.cellField }) {
        if (this.isOpen) {
            this.field = field;
            return true;
        }
        const { sheet, active } = this.selection;
        if (!this.changes.mayBegin(sheet, active)) {
            return false;
        }
        this.place = { sheet, ...active };
        this.original = this.arrays.textAt(sheet, active);
        this.isOpen = true;
        this.mode = mode;
        this.field = field;
        this.notices.clear();
        this.write(text ?? this.original);
        this.dispatchEvent(new Event("begin"));
        if (!field.hasFocus) {
            field.focus();
        }
        return true;
    }

    /** Replace the text, as pointing at cells does. */
    write(text, caret = text.length) {
        this.cellField.write(text, caret);
        this.barField.write(text, caret);
        this.dispatchEvent(new Event("text"));
    }

    cancel() {
        if (this.isOpen) {
            this.#close();
        }
    }

    /**
     * Put what was typed into the cell.
     *
     * @param asArray an array formula over the selected cells
     * @param everywhere into every selected cell
     * @returns whether the editor is closed now
     */
    async commit({ asArray = false, everywhere = false } = {}) {
        if (!this.isOpen || this.isWaiting) {
            return !this.isOpen;
        }
        const text = this.text;
        if (text === this.original && !asArray && !everywhere) {
            this.#close();
            return true;
        }
        const meaning = inputOf(text, this.document.book);
        if (meaning.fault) {
            this.#show(meaning.fault);
            return false;
        }
        this.isWaiting = true;
        const outcome = await this.changes.typed(this.place, meaning.input, this.#area(), {
            asArray,
            everywhere,
        });
        this.isWaiting = false;
        if (outcome === "again") {
            this.field.focus();
            this.field.area.select();
            return false;
        }
        this.#close();
        if (meaning.hint && outcome === "done") {
            this.notices.say(told(meaning.hint), this.selection.active);
        }
        return true;
    }

    /** The selected cells if the edited one is among them, or that one. */
    #area() {
        return this.selection.sheet === this.place.sheet ? this.selection.area : areaOf(this.place);
    }

    #show({ what, at, piece }) {
        const sheets = this.document.book.sheets
            .filter(({ hidden }) => !hidden)
            .map(({ name }) => name);
        this.notices.say(told(what, { piece, sheets: sheets.join(", ") }), this.place);
        this.field.focus();
        this.field.area.setSelectionRange(at, Math.min(at + piece.length, this.text.length));
    }

    #typed(field) {
        if (!this.isOpen && !this.begin({ mode: "edit", text: field.text, field })) {
            return;
        }
        this.field = field;
        const other = field === this.cellField ? this.barField : this.cellField;
        other.write(field.text);
        this.notices.clear();
        this.dispatchEvent(new Event("text"));
    }

    #close() {
        this.isOpen = false;
        if (this.grid.sheet !== this.place.sheet) {
            this.grid.show(this.place.sheet);
        }
        this.grid.element.focus({ preventScroll: true });
        this.dispatchEvent(new Event("end"));
    }
}
