/** Where a key leads from a cell: one step, to the edge of what is filled, a page, home and end. */

import { LAST_COLUMN, LAST_ROW, areaOf, contains } from "./areas.js";

export const DIRECTIONS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/** The ways over one sheet. */
export class Ways {
    /**
     * @param document the open workbook
     * @param sheet the number of the sheet
     */
    constructor(document, sheet) {
        this.document = document;
        this.number = sheet;
        this.sheet = document.book.sheets[sheet];
    }

    /** The next cell that is seen in a direction; merged cells are one. */
    step(cell, [down, right]) {
        const from = this.merged(cell);
        let row = down > 0 ? from.bottom : from.top;
        let column = right > 0 ? from.right : from.left;
        row = down === 0 ? cell.row : row;
        column = right === 0 ? cell.column : column;
        do {
            row += down;
            column += right;
        } while (this.isInside(row, column) && this.isHidden(row, column));
        return this.isInside(row, column) ? { row, column } : { ...cell };
    }

    /**
     * The edge of what is filled, or the next cell that is, as Ctrl and an arrow go.
     *
     * Where nothing more comes, that is the edge of what the sheet holds.
     */
    jump(cell, direction) {
        let here = this.step(cell, direction);
        const runs = this.isFilled(cell) && this.isFilled(here);
        for (;;) {
            const next = this.step(here, direction);
            if (!this.isUsed(next) || (next.row === here.row && next.column === here.column)) {
                return this.isUsed(here) ? here : { ...cell };
            }
            if (runs ? !this.isFilled(next) : this.isFilled(here)) {
                return here;
            }
            here = next;
        }
    }

    /** The last cell that holds something in the row. */
    endOfRow({ row }) {
        for (let column = this.sheet.last.column; column > 1; column -= 1) {
            if (this.isFilled({ row, column })) {
                return { row, column };
            }
        }
        return { row, column: 1 };
    }

    /** The first cell that scrolls. */
    home() {
        const { rows, columns } = this.sheet.frozen ?? { rows: 0, columns: 0 };
        return { row: rows + 1, column: columns + 1 };
    }

    last() {
        return {
            row: Math.max(1, this.sheet.last.row),
            column: Math.max(1, this.sheet.last.column),
        };
    }

    /** All that holds something, from the first cell on. */
    used() {
        const { row, column } = this.last();
        return { top: 1, left: 1, bottom: row, right: column };
    }

    /** As many rows further as fit into so many pixels. */
    page({ row, column }, pixels, direction) {
        let target = row;
        let seen = 0;
        while (seen < pixels && this.isInside(target + direction, column)) {
            target += direction;
            seen += this.sheet.heights(target);
        }
        return { row: target, column };
    }

    /** The merged cells that a cell belongs to, or the cell itself. */
    merged(cell) {
        return this.sheet.merges.find((merge) => contains(merge, cell)) ?? areaOf(cell);
    }

    isInside(row, column) {
        return row >= 1 && row <= LAST_ROW && column >= 1 && column <= LAST_COLUMN;
    }

    isHidden(row, column) {
        return this.sheet.heights(row) === 0 || this.sheet.widths(column) === 0;
    }

    isUsed({ row, column }) {
        const last = this.last();
        return row <= last.row && column <= last.column;
    }

    isFilled(cell) {
        const { top, left } = this.merged(cell);
        const found = this.document.cell(this.number, top, left);
        return found !== undefined && (found.value !== null || Boolean(found.formula));
    }
}

/** The next cell within a selected area, as Tab (by rows) and Enter (by columns) go round in it. */
export function around(area, { row, column }, byRows, step) {
    const width = area.right - area.left + 1;
    const height = area.bottom - area.top + 1;
    const [across, along] = byRows ? [width, column - area.left] : [height, row - area.top];
    const lines = byRows ? row - area.top : column - area.left;
    const count = width * height;
    const place = (lines * across + along + step + count) % count;
    const [line, inLine] = [Math.floor(place / across), place % across];
    return byRows
        ? { row: area.top + line, column: area.left + inLine }
        : { row: area.top + inLine, column: area.left + line };
}
