/** Notes of cells: a mark in the corner, and words when pointer or selection is there. */

import { a1, key } from "../book/cells.js";
import { words } from "./words.js";

const APART = 6;

export class Notes {
    constructor(grid) {
        this.grid = grid;
        this.popup = document.createElement("div");
        this.popup.className = "sheet-note";
        this.popup.id = `${grid.id}-note`;
        this.popup.hidden = true;
        this.popup.setAttribute("role", "tooltip");
        const { element } = grid;
        // Whoever goes by keyboard sees the note of the cell that is active.
        const follow = new MutationObserver(() => this.#showActive());
        follow.observe(element, { attributeFilter: ["aria-activedescendant"] });
        element.addEventListener("pointerover", (event) => this.#over(event));
        element.addEventListener("pointerleave", () => this.hide());
        element.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.hide();
        });
    }

    /** Show the note of a cell, for instance of the active one; hide it if there is none. */
    show(row, column) {
        const text = this.grid.book.sheets[this.grid.sheet].notes.get(key(row, column));
        if (text === undefined) {
            this.hide();
            return;
        }
        this.popup.textContent = text;
        this.popup.setAttribute("aria-label", words.noteOf(a1(row, column)));
        document.body.append(this.popup);
        this.popup.hidden = false;
        this.#place(this.grid.rect(this.grid.areaOf(row, column)));
    }

    /** Beside its cell, where there is room. */
    #place(cell) {
        const layer = this.grid.overlay.getBoundingClientRect();
        const { width, height } = this.popup.getBoundingClientRect();
        const right = layer.left + cell.right + APART;
        const left = right + width <= innerWidth ? right : layer.left + cell.left - width - APART;
        const top = Math.min(layer.top + cell.top, innerHeight - height - APART);
        this.popup.style.left = `${Math.max(left, 0)}px`;
        this.popup.style.top = `${Math.max(top, 0)}px`;
    }

    hide() {
        this.popup.hidden = true;
        this.popup.remove();
    }

    #showActive() {
        const id = this.grid.element.getAttribute("aria-activedescendant");
        const cell = id ? document.getElementById(id) : null;
        if (!cell) return;
        const row = cell.closest("[aria-rowindex]").getAttribute("aria-rowindex");
        this.show(Number(row), Number(cell.getAttribute("aria-colindex")));
    }

    #over(event) {
        if (!event.target.closest?.(".noted")) {
            this.hide();
            return;
        }
        const place = this.grid.at(event);
        if (place) this.show(place.row, place.column);
    }
}
