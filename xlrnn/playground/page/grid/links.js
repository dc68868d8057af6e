/** Links: those inside the workbook are followed, those that lead out of it are only shown. */

import { key } from "../book/cells.js";

export class Links {
    constructor(grid) {
        this.grid = grid;
    }

    /** The link of a cell; null if it has none that can be followed. */
    at(row, column) {
        const link = this.grid.book.sheets[this.grid.sheet].links.get(key(row, column));
        return link?.location ? link : null;
    }

    /** Follow the link that was clicked on; Shift and Ctrl are for selecting. */
    click(event) {
        if (event.shiftKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
        // A long text is clicked on where it runs over other cells, too.
        const text = event.target.closest?.(".leads > span, .leads.plain");
        const cell = text?.closest(".leads");
        if (!cell) return;
        const row = cell.closest("[aria-rowindex]").getAttribute("aria-rowindex");
        const link = this.at(Number(row), Number(cell.getAttribute("aria-colindex")));
        if (link) this.grid.follow(link.location);
    }
}
