/** What is seen of a workbook: the sheet, its tabs, the formula bar; and the hands on it. */

import { sheetNumber } from "../book/cells.js";
import { areaOf } from "../edit/areas.js";
import { connectEditing } from "../edit/edit.js";
import { createGrid } from "../grid/grid.js";
import { createTabs } from "../grid/tabs.js";

export class View {
    #editing = null;

    /** `places` are the elements in which it is shown: sheet, tabs, bar, and live for what is said. */
    constructor(places) {
        this.places = places;
    }

    /** Show another workbook. */
    show(open) {
        const { sheet, tabs, bar, live } = this.places;
        this.#editing?.disconnect();
        this.grid = createGrid(open);
        sheet.replaceChildren(this.grid.element);
        tabs.replaceChildren(createTabs(this.grid));
        this.#editing = connectEditing({ grid: this.grid, document: open, bar, live });
    }

    /** Show new values. */
    draw({ cells }) {
        this.grid.draw(cells);
    }

    /** Show a place and select it. */
    go({ sheet, row, column }) {
        this.#editing.goTo(sheet, areaOf({ row, column }));
    }

    /** Show an area and select it: {sheet, top, left, bottom, right}, the sheet by its name. */
    goTo({ sheet, ...area }) {
        this.#editing.goTo(sheetNumber(this.grid.book.sheets, sheet), area);
    }

    undo() {
        return this.#editing.actions.undo();
    }

    redo() {
        return this.#editing.actions.redo();
    }
}
