/** The field that lies over the cell while it is being edited. */

import { areaOf } from "./areas.js";

const MARGIN = 6; // pixels to the edge of the screen
const LEAST_ROOM = 320;

export class CellEditor {
    constructor({ stage, editor, selection }) {
        Object.assign(this, { stage, editor, selection });
        const { element } = editor.cellField;
        element.hidden = true;
        stage.popups.append(element);
        for (const type of ["begin", "text", "end"]) {
            editor.addEventListener(type, () => this.paint());
        }
        stage.add(() => this.paint());
    }

    paint() {
        const { editor, stage } = this;
        const { element } = editor.cellField;
        const isHere = editor.isOpen && editor.place.sheet === stage.sheet;
        const rect = isHere ? stage.onScreen(this.#area()) : null;
        // Hidden, it would lose the focus; out of sight, it keeps it.
        element.hidden = !editor.isOpen;
        element.classList.toggle("edit-astray", editor.isOpen && !rect);
        if (rect) {
            this.#lay(element, rect);
        }
    }

    /** Over the cell, as wide as the text; on a small screen, as far to the left as it needs. */
    #lay(element, rect) {
        const room = innerWidth - rect.left - MARGIN;
        element.style.minWidth = `${rect.width}px`;
        element.style.minHeight = `${rect.height}px`;
        const least = Math.min(LEAST_ROOM, innerWidth - 2 * MARGIN);
        element.style.maxWidth = `${Math.max(room, least)}px`;
        const { offsetWidth, offsetHeight } = element;
        element.style.left = `${Math.min(rect.left, innerWidth - offsetWidth - MARGIN)}px`;
        element.style.top = `${Math.min(rect.top, innerHeight - offsetHeight - MARGIN)}px`;
    }

    #area() {
        const { row, column } = this.editor.place;
        return this.selection.sheet === this.editor.place.sheet
            ? this.selection.withMerges(areaOf({ row, column }))
            : areaOf({ row, column });
    }
}
