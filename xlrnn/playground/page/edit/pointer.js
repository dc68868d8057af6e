/**
 * Mouse and pen on the sheet: selecting, dragging, headings, double click, and pointing at cells.
 */

import { LAST_COLUMN, LAST_ROW } from "./areas.js";

export class Pointer {
    constructor({ grid, stage, selection, editor, pointing, drags, view, notices, menu }) {
        Object.assign(this, {
            grid,
            stage,
            selection,
            editor,
            pointing,
            drags,
            view,
            notices,
            menu,
        });
        grid.element.addEventListener("pointerdown", (event) => this.#down(event));
        grid.element.addEventListener("dblclick", (event) => this.#double(event));
        grid.element.addEventListener("contextmenu", (event) => this.#menu(event));
        grid.element.addEventListener("mousedown", (event) => this.#keepFocus(event));
    }

    /** Select or point at what an event is on; false if it is on nothing. */
    async touch(event, { extend = false } = {}) {
        const heading = this.stage.headingOf(event);
        const cell = heading ? null : this.grid.at(event);
        if (!heading && !cell) {
            return false;
        }
        this.notices.clear();
        if (this.pointing.isPossible) {
            if (heading) {
                this.pointing.atArea(areaOfHeading(heading, heading));
            } else {
                this.pointing.at(cell, { extend });
            }
            return true;
        }
        if (!(await this.editor.commit())) {
            return false;
        }
        this.grid.element.focus({ preventScroll: true });
        this.#select(heading, cell, extend);
        return true;
    }

    #select(heading, cell, extend) {
        const { selection } = this;
        if (heading) {
            const first = extend ? headingLike(heading, selection.active) : heading;
            selection.choose(areaOfHeading(first, heading), extend ? selection.active : undefined);
        } else if (extend) {
            selection.extend(cell);
        } else {
            selection.select(cell);
        }
    }

    async #down(event) {
        if (event.pointerType === "touch" || event.button !== 0 || this.#isForeign(event)) {
            return;
        }
        this.view.showGrips(false);
        const heading = this.stage.headingOf(event);
        if (!(await this.touch(event, { extend: event.shiftKey }))) {
            return;
        }
        if (event.buttons === 0) {
            return;
        }
        const isPointing = this.pointing.isPointing;
        this.drags.begin(event, {
            over: (cell) => {
                if (heading) {
                    this.#dragHeading(heading, cell, isPointing);
                } else if (isPointing) {
                    this.pointing.at(cell, { extend: true });
                } else {
                    this.selection.extend(cell);
                }
            },
        });
    }

    #dragHeading(heading, cell, isPointing) {
        const area = areaOfHeading(heading, headingLike(heading, cell));
        if (isPointing) {
            this.pointing.atArea(area);
        } else {
            this.selection.choose(area, this.selection.active);
        }
    }

    /** The focus stays in the editor while it points at cells, and text is not selected. */
    #keepFocus(event) {
        if (!this.#isForeign(event) && (this.stage.headingOf(event) || this.grid.at(event))) {
            event.preventDefault();
        }
    }

    #double(event) {
        if (!this.editor.isOpen && !this.#isForeign(event) && this.grid.at(event)) {
            this.editor.begin({ mode: "edit" });
        }
    }

    #menu(event) {
        const cell = this.grid.at(event);
        if (this.editor.isOpen || this.#isForeign(event) || !cell) {
            return;
        }
        event.preventDefault();
        this.menu.openAt(cell);
    }

    /** What lies above the cells has its own meaning: links, buttons, fields. */
    #isForeign({ target }) {
        return (
            target.closest?.("button, a, input, textarea, select, .edit-list, .edit-menu") !== null
        );
    }
}

function areaOfHeading(one, other) {
    if (!one.row && !one.column) {
        return { top: 1, left: 1, bottom: LAST_ROW, right: LAST_COLUMN }; // the corner
    }
    if (one.row) {
        const [top, bottom] = [one.row, other.row].sort((a, b) => a - b);
        return { top, bottom, left: 1, right: LAST_COLUMN };
    }
    const [left, right] = [one.column, other.column].sort((a, b) => a - b);
    return { top: 1, bottom: LAST_ROW, left, right };
}

/** The heading of the same kind for a cell. */
function headingLike(heading, { row, column }) {
    return heading.row ? { row } : heading.column ? { column } : {};
}
