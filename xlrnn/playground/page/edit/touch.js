/** Fingers on the sheet: a tap selects, a second one edits, a long one opens the menu. */

const LONG = 500; // milliseconds
const TWICE = 500;
const STILL = 10; // pixels

export class Touch {
    #start = null;
    #lastTap = null;

    constructor({ grid, pointer, editor, view, menu }) {
        Object.assign(this, { grid, pointer, editor, view, menu });
        const { element } = grid;
        element.addEventListener("pointerdown", (event) => this.#down(event));
        element.addEventListener("pointermove", (event) => this.#move(event));
        element.addEventListener("pointerup", (event) => this.#up(event));
        element.addEventListener("pointercancel", () => this.#stop());
    }

    #down(event) {
        if (
            event.pointerType !== "touch" ||
            event.target.closest("button, a, .edit-list, .edit-menu")
        ) {
            return;
        }
        this.#stop();
        const { clientX, clientY, target, timeStamp } = event;
        const timer = setTimeout(() => this.#long(), LONG);
        this.#start = { clientX, clientY, target, timeStamp, timer };
    }

    #move({ clientX, clientY }) {
        const start = this.#start;
        if (start && Math.hypot(clientX - start.clientX, clientY - start.clientY) > STILL) {
            this.#stop(); // the sheet is being scrolled
        }
    }

    async #up(event) {
        const start = this.#start;
        this.#stop();
        if (!start) {
            return;
        }
        const cell = this.grid.at(event);
        const before = this.#lastTap;
        this.#lastTap = cell && { ...cell, timeStamp: event.timeStamp };
        const isSecond =
            before?.row === cell?.row &&
            before?.column === cell?.column &&
            event.timeStamp - before.timeStamp < TWICE;
        this.view.showGrips(true);
        if (cell && isSecond && !this.editor.isOpen) {
            this.editor.begin({ mode: "edit" });
        } else {
            await this.pointer.touch(event);
        }
    }

    #long() {
        const { clientX, clientY, target } = this.#start;
        this.#stop();
        const cell = this.grid.at({ clientX, clientY, target });
        if (cell && !this.editor.isOpen) {
            this.view.showGrips(true);
            this.menu.openAt(cell);
        }
    }

    #stop() {
        clearTimeout(this.#start?.timer);
        this.#start = null;
    }
}
