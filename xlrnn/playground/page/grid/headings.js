/** The letters above the columns, in the row that always stays. */

import { letters } from "../book/cells.js";

export class Headings {
    constructor(scene, foldsOfColumns) {
        this.scene = scene;
        this.folds = foldsOfColumns;
    }

    /** The row of the columns from the first to the last, and of those that stay. */
    draw({ first, last }) {
        const { rows, columns } = this.scene;
        const element = document.createElement("div");
        element.className = "sheet-row sheet-headings";
        element.setAttribute("role", "row");
        element.style.height = `${rows.before}px`;
        const frozen = document.createElement("div");
        frozen.className = "sheet-frozen";
        frozen.style.width = `${columns.stays}px`;
        frozen.append(this.#corner());
        element.append(frozen);
        for (let column = 1; column <= columns.frozen; column++) this.#add(frozen, column);
        for (let column = first; column <= last; column++) this.#add(element, column);
        return element;
    }

    #corner() {
        const corner = document.createElement("div");
        corner.className = "sheet-heading sheet-corner";
        corner.style.width = `${this.scene.columns.before}px`;
        return corner;
    }

    #add(parent, column) {
        const { columns } = this.scene;
        if (!columns.size(column)) return;
        const heading = document.createElement("div");
        heading.className = "sheet-heading sheet-column-heading";
        heading.setAttribute("role", "columnheader");
        heading.setAttribute("aria-colindex", column);
        heading.style.left = `${columns.start(column)}px`;
        heading.style.width = `${columns.size(column)}px`;
        const text = document.createElement("span");
        text.textContent = letters(column);
        heading.append(text);
        const button = this.folds.buttonAt(column);
        if (button) heading.prepend(button);
        parent.append(heading);
    }
}
