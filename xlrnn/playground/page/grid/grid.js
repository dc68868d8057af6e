/**
 * The sheet as it is seen. Only the rows and columns in sight are drawn.
 *
 * `createGrid(workbook)` needs of a workbook its `book`. Events of the element: `show` when another
 * sheet is shown, `view` when what is seen has moved or changed its size, `follow` with
 * `{location}` before a link inside the workbook is followed.
 */

import { readPlace, sheetNumber } from "../book/cells.js";
import { foldsOfColumns, foldsOfRows } from "./folds.js";
import { Links } from "./links.js";
import { Notes } from "./notes.js";
import { Objects } from "./objects.js";
import { OwnRules } from "./own_rules.js";
import { Panes } from "./panes.js";
import { Scene } from "./scene.js";
import { Window } from "./window.js";
import { words } from "./words.js";
import { BOUNDS, comfortableZoom } from "./zoom.js";

// The window, as long as the grid is in no page.
const USUAL = { width: 1200, height: 700 };
const MARGIN = 4;
let grids = 0;

export const createGrid = (workbook) => new Grid(workbook);

class Grid {
    #panes;
    #scene = null;
    #window = null;
    #objects = null;
    #zoom = null;
    #frame = 0;
    #reach = { row: 0, column: 0 };
    #kept = new Map();
    #rules;

    constructor(workbook) {
        this.workbook = workbook;
        this.id = `sheet-${++grids}`;
        this.#panes = new Panes(this.id);
        this.#rules = new OwnRules(this.element);
        this.links = new Links(this);
        this.notes = new Notes(this);
        this.sheet = workbook.book.active;
        this.element.addEventListener("scroll", () => this.#moved(), { passive: true });
        this.element.addEventListener("click", (event) => this.links.click(event));
        new ResizeObserver(() => this.#resized()).observe(this.element);
        this.#build();
    }

    get element() {
        return this.#panes.element;
    }

    get overlay() {
        return this.#panes.overlay;
    }

    get book() {
        return this.workbook.book;
    }

    /** How large the sheet is shown, 1 being 100 %; null lets it follow sheet and window again. */
    get zoom() {
        return (
            this.#zoom ??
            comfortableZoom(this.book.sheets[this.sheet], this.element.clientWidth || USUAL.width)
        );
    }

    set zoom(zoom) {
        this.#zoom = zoom === null ? null : Math.min(BOUNDS.most, Math.max(BOUNDS.least, zoom));
        this.#rebuild();
    }

    /** Show a sheet, where it was left. */
    show(number) {
        if (number === this.sheet || !this.book.sheets[number]) return;
        this.#kept.set(this.sheet, { left: this.element.scrollLeft, top: this.element.scrollTop });
        this.sheet = number;
        this.#reach = { row: 0, column: 0 };
        this.notes.hide();
        this.#build();
        this.element.scrollTo({ left: 0, top: 0, ...this.#kept.get(number), behavior: "instant" });
        this.#window.draw();
        this.#tell("show");
    }

    /** Draw values anew. Of the cells given (or of all), those that show another text flash. */
    draw(cells = null) {
        const before = new Map();
        if (cells)
            for (const element of this.#window.elements()) before.set(element.id, element.shown);
        this.#scene.conditional.refresh();
        this.#window.draw({ anew: true });
        this.#objects.draw();
        if (cells) this.#flash(before);
        this.#tell("view");
    }

    #flash(before) {
        for (const element of this.#window.elements()) {
            if (before.has(element.id) && before.get(element.id) !== element.shown)
                element.classList.add("changed");
        }
    }

    /** Bring a cell into sight. */
    scrollTo(row, column) {
        const { rows, columns } = this.#scene;
        if (row > rows.count || column > columns.count) {
            this.#reach = {
                row: Math.max(row + 20, rows.count),
                column: Math.max(column + 6, columns.count),
            };
            this.#build();
        }
        const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
        const left = nearest(this.#scene.columns, column, scrollLeft, clientWidth);
        const top = nearest(this.#scene.rows, row, scrollTop, clientHeight);
        this.element.scrollTo({ left, top, behavior: "instant" });
        this.#window.draw();
    }

    /** The cell under a pointer: {row, column}; null over headings and beside the sheet. */
    at(event) {
        const { x, y, isOutside } = this.#point(event);
        const { rows, columns } = this.#scene;
        if (isOutside || x < columns.before || y < rows.before) return null;
        return { row: this.#rowAt(y), column: this.#columnAt(x) };
    }

    /** The heading under a pointer: {row}, {column} or {} for the corner; null if there is none. */
    headingAt(event) {
        const { x, y, isOutside } = this.#point(event);
        const { rows, columns } = this.#scene;
        const [beside, above] = [x < columns.before, y < rows.before];
        if (isOutside || !(beside || above)) return null;
        if (beside && above) return {};
        return beside ? { row: this.#rowAt(y) } : { column: this.#columnAt(x) };
    }

    #point({ clientX, clientY }) {
        const frame = this.element.getBoundingClientRect();
        const [x, y] = [
            clientX - frame.left - this.element.clientLeft,
            clientY - frame.top - this.element.clientTop,
        ];
        return {
            x,
            y,
            isOutside:
                x < 0 || y < 0 || x > this.element.clientWidth || y > this.element.clientHeight,
        };
    }

    #rowAt(y) {
        const { rows } = this.#scene;
        return rows.at(y < rows.stays ? y : y + this.element.scrollTop);
    }

    #columnAt(x) {
        const { columns } = this.#scene;
        return columns.at(x < columns.stays ? x : x + this.element.scrollLeft);
    }

    /** Where the seen part of an area lies, in the coordinates of `overlay`. */
    rect({ top, left, bottom, right }) {
        const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
        const { rows, columns } = this.#scene;
        // The far edges of what goes on out of sight are out of sight, too.
        const [x, endX] = columns.visible(left, right, scrollLeft, clientWidth + MARGIN);
        const [y, endY] = rows.visible(top, bottom, scrollTop, clientHeight + MARGIN);
        return new DOMRect(x, y, Math.max(0, endX - x), Math.max(0, endY - y));
    }

    /** The element of a cell, for `aria-activedescendant`; null if it is out of sight. */
    cellElement(row, column) {
        const area = this.#scene.merges.at(row, column);
        return this.#window.element(area?.top ?? row, area?.left ?? column);
    }

    /** Go where a location such as `'my page'!A1` or a defined name leads; tell if it could. */
    follow(location) {
        const place = readPlace(location) ?? this.#placeOfName(location);
        const { sheets } = this.book;
        const number = place?.sheet
            ? sheetNumber(sheets, place.sheet)
            : this.sheet;
        if (!place || number < 0 || sheets[number].hidden) return false;
        this.show(number);
        this.scrollTo(place.area.top, place.area.left);
        this.element.dispatchEvent(
            new CustomEvent("follow", { detail: { location, sheet: number, area: place.area } }),
        );
        return true;
    }

    #placeOfName(name) {
        const found = this.book.names.find(
            (each) => each.name.toLowerCase() === name.toLowerCase(),
        );
        return found ? readPlace(found.formula) : null;
    }

    /** The merged area that a cell belongs to, or the cell alone. */
    areaOf(row, column) {
        return this.#scene.areaOf(row, column);
    }

    #build() {
        const { clientWidth, clientHeight } = this.element;
        const sheet = this.book.sheets[this.sheet];
        this.#scene = new Scene(this.book, this.sheet, {
            zoom: this.zoom,
            size: { width: clientWidth || USUAL.width, height: clientHeight || USUAL.height },
            id: this.id,
            rules: this.#rules,
            reach: this.#reach,
        });
        const toggled = () => this.#rebuild();
        const folds = {
            columns: foldsOfColumns(sheet, toggled),
            rows: foldsOfRows(sheet, toggled),
        };
        this.element.setAttribute("aria-label", words.sheet(sheet.name));
        this.#panes.fit(this.#scene);
        this.#window = new Window(this.#panes, this.#scene, folds);
        this.#objects = new Objects(this.#panes, this.#scene);
        this.#window.draw({ anew: true });
        this.#objects.draw();
    }

    /** Build again what stands at the same place: zoom, size or folds have changed. */
    #rebuild() {
        const { rows, columns } = this.#scene;
        const first = {
            row: rows.at(this.element.scrollTop + rows.stays),
            column: columns.at(this.element.scrollLeft + columns.stays),
        };
        this.#build();
        const left = this.#scene.columns.start(first.column) - this.#scene.columns.stays;
        const top = this.#scene.rows.start(first.row) - this.#scene.rows.stays;
        this.element.scrollTo({ left, top, behavior: "instant" });
        this.#window.draw();
        this.#tell("view");
    }

    #moved() {
        this.notes.hide();
        this.#frame ||= requestAnimationFrame(() => {
            this.#frame = 0;
            this.#window.draw();
            this.#tell("view");
        });
    }

    #resized() {
        const { clientWidth, clientHeight } = this.element;
        const size = `${clientWidth} ${clientHeight}`;
        if (!clientWidth || size === this.size) return;
        this.size = size;
        this.#rebuild();
    }

    #tell(name) {
        this.element.dispatchEvent(new CustomEvent(name));
    }
}

/** The scroll that shows a row or column whole, as near to the present one as can be. */
function nearest(axis, number, scroll, length) {
    if (number <= axis.frozen) return scroll;
    const before = axis.start(number) - axis.stays;
    if (before < scroll) return before;
    return Math.max(scroll, Math.min(before, axis.end(number) - length));
}
