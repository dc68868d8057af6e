/** A row as an element: its heading and the cells that stay, then those that are scrolled to. */

import { key } from "../book/cells.js";
import { CellPainter } from "./cell.js";

// How far texts from outside of what is seen may reach into it, in columns.
const REACH = { left: 40, right: 8 };

export class RowPainter {
    constructor(scene, foldsOfRows) {
        this.scene = scene;
        this.cells = new CellPainter(scene);
        this.folds = foldsOfRows;
    }

    /** The element of a row, with the cells of the columns from the first to the last. */
    draw(row, { first, last }) {
        const { rows, columns } = this.scene;
        const element = rowElement(row);
        const top = row <= rows.frozen ? rows.start(row) : rows.start(row) - rows.stays;
        element.style.top = `${top}px`;
        element.style.height = `${rows.size(row)}px`;
        const frozen = document.createElement("div");
        frozen.className = "sheet-frozen";
        frozen.style.width = `${columns.stays}px`;
        if (columns.before) frozen.append(this.#heading(row));
        element.append(frozen);
        const rules = this.scene.conditional.ofRow(row);
        for (const column of this.#drawn(row, 1, columns.frozen)) {
            this.#addFrozen(element, frozen, { row, column, rules });
        }
        for (const column of this.#drawn(row, first, last)) {
            if (column > columns.frozen) element.append(this.cells.draw(row, column, rules));
        }
        return element;
    }

    /** Add a cell to a row that is drawn, whatever stands there. */
    addTo(element, row, column) {
        const cell = this.cells.draw(row, column, this.scene.conditional.ofRow(row));
        const isFrozen = column <= this.scene.columns.frozen;
        (isFrozen ? element.querySelector(".sheet-frozen") : element).append(cell);
        return cell;
    }

    /** A text that leaves the columns that stay goes on in those that are scrolled. */
    #addFrozen(element, frozen, { row, column, rules }) {
        const { columns, merges } = this.scene;
        const cell = this.cells.draw(row, column, rules);
        frozen.append(cell);
        const area = merges.at(row, column);
        if (area && area.bottom > area.top) frozen.classList.add("tall");
        const end = columns.end(area?.right ?? column) + (cell.runs ?? 0);
        if (end <= columns.stays) return;
        const rest = this.cells.draw(row, column, rules);
        rest.removeAttribute("id");
        rest.removeAttribute("aria-label");
        rest.removeAttribute("role");
        rest.setAttribute("aria-hidden", "true");
        rest.classList.add("rest");
        element.append(rest);
    }

    #heading(row) {
        const heading = document.createElement("div");
        heading.className = "sheet-heading sheet-row-heading";
        heading.setAttribute("role", "rowheader");
        heading.style.width = `${this.scene.columns.before}px`;
        heading.textContent = row;
        heading.setAttribute("aria-rowindex", row);
        const button = this.folds.buttonAt(row);
        if (button) heading.prepend(button);
        return heading;
    }

    /** The columns in which something is drawn, with those whose texts reach into the others. */
    #drawn(row, first, last) {
        if (last < first) return [];
        const found = new Set();
        for (const column of this.#neighbours(row, first, last)) found.add(column);
        for (let column = first; column <= last; column++) this.#addDrawn(found, row, column);
        return [...found].sort((one, other) => one - other);
    }

    #addDrawn(found, row, column) {
        const { sheet, merges, columns } = this.scene;
        const area = merges.at(row, column);
        if (area) {
            if (area.top === row) found.add(area.left);
        } else if (
            columns.size(column) &&
            (sheet.gridlines || sheet.cells.has(key(row, column)) || this.#isFilled(row, column))
        ) {
            found.add(column);
        }
    }

    #isFilled(row, column) {
        return this.scene.styleAt(row, column).fill !== null;
    }

    #neighbours(row, first, last) {
        const { sheet, columns } = this.scene;
        const stands = (column) => typeof sheet.cells.get(key(row, column))?.value === "string";
        const found = [];
        for (
            let column = first - 1;
            column > columns.frozen && column >= first - REACH.left;
            column--
        ) {
            if (stands(column)) {
                found.push(column);
                break;
            }
        }
        for (
            let column = last + 1;
            column <= Math.min(last + REACH.right, columns.count);
            column++
        ) {
            if (stands(column) && last > columns.frozen) {
                found.push(column);
                break;
            }
        }
        return found;
    }
}

function rowElement(row) {
    const element = document.createElement("div");
    element.className = "sheet-row";
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", row);
    return element;
}
