/** Frames around the cells that a stop of the tour is about; they stay with the sheet. */

import { sheetNumber } from "../book/cells.js";

export class Lights {
    #grid;
    #lit = [];
    #frames = [];

    /** `grid` shows the sheet, `book` says which number a sheet has. */
    constructor(grid, book) {
        this.#grid = grid;
        this.book = book;
        this.draw = this.draw.bind(this);
        grid.element.addEventListener("view", this.draw);
        grid.element.addEventListener("show", this.draw);
    }

    /** Light up these areas, and no others. */
    on(areas) {
        this.#lit = areas.map((area) => ({ ...area, sheet: sheetNumber(this.book.sheets, area.sheet) }));
        this.draw();
    }

    /** Take all frames away, and stop to follow the sheet. */
    off() {
        this.on([]);
        this.#grid.element.removeEventListener("view", this.draw);
        this.#grid.element.removeEventListener("show", this.draw);
    }

    draw() {
        for (const frame of this.#frames) frame.remove();
        const here = this.#lit.filter(({ sheet }) => sheet === this.#grid.sheet);
        this.#frames = here.map((area, index) => framed(this.#grid.rect(area), index === 0));
        this.#grid.overlay.append(...this.#frames);
    }
}

function framed({ left, top, width, height }, first) {
    const frame = document.createElement("div");
    frame.className = first ? "tour-light first" : "tour-light";
    frame.hidden = !(width && height); // out of sight
    Object.assign(frame.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
    });
    return frame;
}
