/** One cell as an element: its look, its text, its borders, what it says to those who listen. */

import { a1, key } from "../book/cells.js";
import { TextPainter } from "./cell_text.js";
import { changedStyle, stronger } from "./look.js";
import { words } from "./words.js";

const OPPOSITE = { top: "bottom", left: "right", bottom: "top", right: "left" };

/** Draws cells of one sheet. `scene` is what they stand on: see scene.js. */
export class CellPainter {
    constructor(scene) {
        this.scene = scene;
        this.texts = new TextPainter(scene);
    }

    /** The element of a cell; `rules` are those that its row may need. */
    draw(row, column, rules) {
        const { scene } = this;
        const area = scene.areaOf(row, column);
        const cell = scene.sheet.cells.get(key(row, column));
        const base = scene.styleAt(row, column);
        const change = rules.length
            ? scene.conditional.change(row, column, cell?.value ?? null, rules)
            : null;
        const style = changedStyle(base, change);
        const element = scene.looks.element(base, style);
        const box = this.#place(element, area, style);
        const isFilled = cell && cell.value !== null;
        const at = { row, column, area };
        const text = isFilled ? this.texts.write(element, { cell, style, box, at }) : "";
        this.#mark(element, row, column, cell, text);
        return element;
    }

    /** Put an element where its cell is, with its borders; the box is what they leave. */
    #place(element, area, style) {
        const { rows, columns } = this.scene;
        const edges = this.#edges(area, style);
        const own = { left: edges.left ? 1 : 0, top: edges.top ? 1 : 0 };
        const width = columns.end(area.right) - columns.start(area.left);
        const height = rows.end(area.bottom) - rows.start(area.top);
        const at = element.style;
        at.left = `${columns.start(area.left) - own.left}px`;
        at.top = `${-own.top}px`;
        at.width = `${width + own.left}px`;
        at.height = `${height + own.top}px`;
        const lines = this.scene.looks.lines(edges);
        if (lines) element.classList.add(lines);
        if (this.scene.sheet.gridlines && !style.fill) element.classList.add("ruled");
        return { width, height };
    }

    /** The lines that a cell draws: those on the left and above only if no neighbour draws them. */
    #edges({ top, left, bottom, right }, style) {
        const edges = {
            right: this.#edge(style.border.right, bottom, right + 1, "right", top, right),
            bottom: this.#edge(style.border.bottom, bottom + 1, right, "bottom", bottom, left),
            left: null,
            top: null,
        };
        if (style.border.left && !this.scene.isDrawn(top, left - 1)) edges.left = style.border.left;
        if (style.border.top && !this.scene.isDrawn(top - 1, left)) edges.top = style.border.top;
        return edges;
    }

    /** The stronger of a cell's line (merged cells have it at their end) and its neighbour's. */
    #edge(own, row, column, side, lastRow, lastColumn) {
        const { scene } = this;
        const last = scene.styleAt(lastRow, lastColumn).border[side];
        const beside = scene.styleAt(row, column).border[OPPOSITE[side]];
        return stronger(own ?? last ?? null, beside ?? null);
    }

    #mark(element, row, column, cell, text) {
        const { scene } = this;
        const cellKey = key(row, column);
        const link = scene.sheet.links.get(cellKey);
        const note = scene.sheet.notes.get(cellKey);
        element.id = scene.idOf(row, column);
        element.shown = text;
        element.setAttribute("aria-colindex", column);
        element.setAttribute(
            "aria-label",
            words.cell(a1(row, column), text, cell?.formula ?? null, { link, note }),
        );
        if (link) {
            element.classList.add(link.external ? "leads-out" : "leads");
            element.title = link.external ? words.external(link.external) : link.tip;
        }
        if (note) element.classList.add("noted");
    }
}
