/** Which merged area a cell belongs to. */

import { key } from "../book/cells.js";

const MOST_KEYS = 200_000;

export class Merges {
    constructor(areas) {
        this.large = [];
        this.byCell = new Map();
        for (const area of areas) this.#add(area);
        this.tall = areas.filter(({ top, bottom }) => bottom > top);
    }

    #add(area) {
        const cells = (area.bottom - area.top + 1) * (area.right - area.left + 1);
        if (this.byCell.size + cells > MOST_KEYS) {
            this.large.push(area);
            return;
        }
        for (let row = area.top; row <= area.bottom; row++) {
            for (let column = area.left; column <= area.right; column++) {
                this.byCell.set(key(row, column), area);
            }
        }
    }

    /** The merged area of a cell; undefined if it stands alone. */
    at(row, column) {
        return (
            this.byCell.get(key(row, column)) ??
            this.large.find(
                ({ top, left, bottom, right }) =>
                    top <= row && row <= bottom && left <= column && column <= right,
            )
        );
    }

    /** The rows above some rows in which merged cells begin that reach into them. */
    rowsAbove(first) {
        return this.tall
            .filter(({ top, bottom }) => top < first && bottom >= first)
            .map(({ top }) => top);
    }
}
