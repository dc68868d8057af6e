/** The keys while a cell is being edited, in the cell and in the formula bar. */

import { DIRECTIONS } from "./moving.js";
import { cycleDollars } from "./shift.js";

export class EditorKeys {
    constructor({ editor, pointing, keyboard, ways, selection }) {
        Object.assign(this, { editor, pointing, keyboard, ways, selection });
        for (const field of [editor.cellField, editor.barField]) {
            field.area.addEventListener("keydown", (event) => this.#key(event));
            field.area.addEventListener("pointerdown", () => this.#clicked());
        }
    }

    #key(event) {
        event.stopPropagation();
        if (!this.editor.isOpen || event.isComposing) {
            return;
        }
        const act = this.#meaning(event);
        if (act) {
            event.preventDefault();
            act();
        }
    }

    #meaning(event) {
        const { key, altKey, shiftKey } = event;
        const control = event.ctrlKey || event.metaKey;
        if (key === "Escape") {
            return () => this.editor.cancel();
        }
        if (key === "Enter") {
            return this.#enter(control, altKey, shiftKey);
        }
        if (key === "Tab") {
            return () => this.#commit({}, () => this.keyboard.leave("Tab", shiftKey ? -1 : 1));
        }
        if (key === "F4") {
            return () => this.#cycle();
        }
        if (key === "F2") {
            return () => this.#changeMode();
        }
        return altKey ? null : this.#arrow(event, control);
    }

    #enter(control, altKey, shiftKey) {
        if (altKey) {
            return () => this.#insert("\n");
        }
        if (control) {
            return () =>
                this.#commit(shiftKey ? { asArray: true } : { everywhere: true }, () => {});
        }
        return () => this.#commit({}, () => this.keyboard.leave("Enter", shiftKey ? -1 : 1));
    }

    /**
     * Arrows point where a reference can stand; else, where typing began on the cell, they leave
     * it.
     */
    #arrow({ key, shiftKey }, control) {
        if (!(key in DIRECTIONS) || this.editor.mode !== "enter") {
            return null;
        }
        const lead = (cell) => {
            const ways = this.ways();
            return control ? ways.jump(cell, DIRECTIONS[key]) : ways.step(cell, DIRECTIONS[key]);
        };
        if (this.pointing.isPossible) {
            return () => this.pointing.go(lead, { extend: shiftKey });
        }
        if (this.editor.isFormula || shiftKey) {
            return null;
        }
        return () => this.#commit({}, () => this.selection.select(lead(this.selection.active)));
    }

    async #commit(how, goOn) {
        if (await this.editor.commit(how)) {
            goOn();
        }
    }

    #insert(text) {
        const { area } = this.editor.field;
        area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
        area.dispatchEvent(new Event("input"));
    }

    #cycle() {
        const { editor } = this;
        const changed =
            editor.isFormula && cycleDollars(editor.text.slice(1), Math.max(0, editor.caret - 1));
        if (changed) {
            editor.write(`=${changed.formula}`, changed.caret + 1);
            editor.field.focus(changed.caret + 1);
        }
    }

    #changeMode() {
        this.editor.mode = this.editor.mode === "enter" ? "edit" : "enter";
    }

    /** A click into the text moves the caret: arrows belong to it from now on. */
    #clicked() {
        if (this.editor.isOpen) {
            this.editor.mode = "edit";
            this.pointing.stop();
        }
    }
}
