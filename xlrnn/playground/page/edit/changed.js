/** What follows from an input is read out; the grid itself lights up the cells that changed. */

import { addressOf } from "./areas.js";
import { told } from "./told.js";
import { shortText } from "./values.js";

const MOST_TOLD = 4;

export class Changed {
    constructor({ document, grid, notices }) {
        Object.assign(this, { document, grid, notices });
        document.addEventListener("change", ({ detail }) => this.#tell(detail));
    }

    #tell({ cells, own }) {
        const isOwn = new Set(own.map(idOf));
        const followed = cells.filter((cell) => !isOwn.has(idOf(cell)));
        if (own.length === 0 || followed.length === 0) {
            return; // nobody's doing, or nothing follows
        }
        const list = this.#first(followed).map(
            (cell) => `${addressOf(cell)} ${shortText(this.#valueOf(cell))}`,
        );
        const text = list.join(", ");
        const all = followed.length > MOST_TOLD ? told("andMore", { list: text }) : text;
        const words = { count: followed.length, list: all };
        this.notices.announce(
            told(followed.length === 1 ? "changedOne" : "changed", words),
            "changed",
        );
    }

    /** The first few, numbers of the page that is seen before everything else. */
    #first(cells) {
        const isNear = (cell) =>
            cell.sheet === this.grid.sheet && typeof this.#valueOf(cell) === "number";
        const near = cells.filter(isNear);
        return [...near, ...cells.filter((cell) => !isNear(cell))].slice(0, MOST_TOLD);
    }

    #valueOf({ sheet, row, column }) {
        return this.document.cell(sheet, row, column)?.value;
    }
}

const idOf = ({ sheet, row, column }) => `${sheet} ${row} ${column}`;
