/**
 * The formula bar: where the cell is, what it holds, and the buttons that enter, cancel and
 * explain.
 */

import { areaOf, isOneCell, nameOf } from "./areas.js";
import { button, make } from "./elements.js";
import { nameFor } from "./names.js";
import { placeCalled } from "./references.js";
import { told } from "./told.js";

export class FormulaBar {
    constructor({ bar, ...parts }) {
        const { document, grid, selection, editor, arrays, notices, arrows, goTo } = parts;
        Object.assign(this, { document, grid, selection, editor, arrays, notices, arrows, goTo });
        this.name = make("input", "edit-name", {
            "aria-label": told("nameBox"),
            autocomplete: "off",
            spellcheck: "false",
            title: told("nameBox"),
        });
        this.sign = make("span", "edit-array-sign", { title: told("isArray") });
        const [inputs, ways] = [this.#inputButtons(), this.#arrowButtons(parts.actions)];
        bar.classList.add("edit-bar");
        bar.replaceChildren(this.name, inputs, this.sign, editor.barField.element, ways);
        this.#listen();
        this.refresh();
    }

    #inputButtons() {
        const { editor } = this;
        const asArray = () => editor.commit({ asArray: true });
        this.buttons = [
            button("edit-cancel", told("cancel"), "✕", () => editor.cancel()),
            button("edit-enter", told("enter"), "✓", () => editor.commit()),
            button("edit-enter-array", told("enterArray"), "{ }", asArray),
        ];
        return make("div", "edit-buttons", {}, ...this.buttons);
    }

    #arrowButtons({ reads, readBy, clearArrows }) {
        const clear = button("edit-clear-arrows", told("clearArrows"), "⌫", clearArrows);
        this.clearArrows = clear;
        const back = button("edit-reads", told("reads"), "↰", reads);
        const on = button("edit-read-by", told("readBy"), "↳", readBy);
        return make("div", "edit-buttons", {}, back, on, clear);
    }

    #listen() {
        const { editor, name } = this;
        editor.barField.area.addEventListener("focus", () => this.#focused());
        name.addEventListener("keydown", (event) => this.#nameKey(event));
        name.addEventListener("focus", () => name.select());
        name.addEventListener("blur", () => this.refresh());
        for (const type of ["begin", "end"]) {
            editor.addEventListener(type, () => this.refresh());
        }
    }

    /** Show the active cell. */
    refresh() {
        const { editor, selection } = this;
        const { sheet, active } = selection;
        for (const each of this.buttons) {
            each.disabled = !editor.isOpen;
        }
        this.clearArrows.disabled = !this.arrows.isShown;
        if (document.activeElement !== this.name) {
            this.name.value =
                nameFor(this.document.book, sheet, selection.area) || nameOf(this.#shown());
        }
        if (!editor.isOpen) {
            editor.barField.write(this.arrays.textAt(sheet, active));
            const block = this.arrays.at(sheet, active);
            this.sign.hidden = block === null;
            this.sign.textContent = block && !isOneCell(block) ? `{ } ${nameOf(block)}` : "{ }";
        }
    }

    #shown() {
        const { selection } = this;
        return selection.isSingle ? areaOf(selection.active) : selection.area;
    }

    /** A click into the bar begins editing there. */
    #focused() {
        const { editor } = this;
        if (!editor.begin({ mode: "edit", field: editor.barField })) {
            this.grid.element.focus({ preventScroll: true });
        }
    }

    #nameKey(event) {
        event.stopPropagation();
        if (event.key === "Escape") {
            this.grid.element.focus({ preventScroll: true });
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.#goTo(this.name.value);
        }
    }

    #goTo(text) {
        const place = placeCalled(text, this.document.book, this.selection.sheet);
        if (!place || this.document.book.sheets[place.sheet].hidden) {
            this.notices.say(told("unknownPlace", { text }), this.selection.active);
            return;
        }
        this.goTo(place.sheet, place.area);
    }
}
