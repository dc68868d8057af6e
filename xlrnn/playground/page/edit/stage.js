/**
 * What lies above the cells: selection, colours of references, arrows, handles; and above the page,
 * where nothing cuts it off, what can be clicked on or typed into: lists, menus, words, the field.
 *
 * Everything that is painted there is a painter, a function called before the next frame whenever
 * cells, scrolling or the selection have changed. This is the one file that measures the grid.
 */

import { contains } from "./areas.js";
import { make, place } from "./elements.js";

export class Stage {
    #grid;
    #painters = [];
    #frame = 0;

    constructor(grid, signal) {
        this.#grid = grid;
        this.layer = make("div", "edit-layer", { "aria-hidden": "true" });
        this.popups = make("div", "edit-popups");
        grid.overlay.append(this.layer);
        document.body.append(this.popups);
        addEventListener("resize", () => this.repaint(), { signal });
        addEventListener("scroll", () => this.repaint(), { signal, passive: true });
        signal.addEventListener("abort", () => this.#remove());
        grid.element.addEventListener("view", () => this.paint());
        grid.element.addEventListener("show", () => this.repaint());
    }

    #remove() {
        cancelAnimationFrame(this.#frame);
        this.#painters = [];
        this.layer.remove();
        this.popups.remove();
    }

    /** Call a function at every repaint from now on. */
    add(painter) {
        this.#painters.push(painter);
        this.repaint();
    }

    /** Paint anew before the next frame. */
    repaint() {
        if (this.#frame === 0) {
            this.#frame = requestAnimationFrame(() => this.paint());
        }
    }

    /** Paint anew now. */
    paint() {
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        for (const painter of this.#painters) {
            painter();
        }
    }

    /** The number of the sheet that is seen. */
    get sheet() {
        return this.#grid.sheet;
    }

    /** Where an area is seen, in the layer's coordinates; null if it is out of sight. */
    rectOf(area) {
        const rect = this.#grid.rect(area);
        return rect && rect.width > 0 && rect.height > 0 ? rect : null;
    }

    /** Where an area is seen on the screen; null if it is out of sight. */
    onScreen(area) {
        const rect = this.rectOf(area);
        const { left, top } = this.layer.getBoundingClientRect();
        return rect && new DOMRect(rect.left + left, rect.top + top, rect.width, rect.height);
    }

    /** Where the sheet is on the screen. */
    get frame() {
        return this.#grid.element.getBoundingClientRect();
    }

    /** The heading that an event is on, {row} or {column}, or null; the corner is {}. */
    headingOf(event) {
        return this.#grid.headingAt(event);
    }

    /** Call a function whenever another sheet is shown. */
    onSheet(act) {
        this.#grid.element.addEventListener("show", act);
    }

    /** Tell programs that read the screen which cells are selected, and mark their headings. */
    mark({ active, area }, isSeen) {
        const { element } = this.#grid;
        for (const marked of element.querySelectorAll("[aria-selected=true]")) {
            marked.removeAttribute("aria-selected");
        }
        const cell = isSeen ? this.#grid.cellElement(active.row, active.column) : null;
        element.toggleAttribute("aria-activedescendant", Boolean(cell));
        if (cell) {
            element.setAttribute("aria-activedescendant", cell.id);
        }
        for (const each of isSeen ? this.#drawnIn(area) : []) {
            each.setAttribute("aria-selected", "true");
        }
        this.#markHeadings("columnheader", "aria-colindex", isSeen, area.left, area.right);
        this.#markHeadings("rowheader", "aria-rowindex", isSeen, area.top, area.bottom);
    }

    /** The elements of the cells of an area that are drawn. */
    *#drawnIn(area) {
        for (const row of this.#grid.element.querySelectorAll("[role=row][aria-rowindex]")) {
            const number = Number(row.getAttribute("aria-rowindex"));
            for (const cell of row.querySelectorAll("[role=gridcell]")) {
                if (
                    contains(area, {
                        row: number,
                        column: Number(cell.getAttribute("aria-colindex")),
                    })
                ) {
                    yield cell;
                }
            }
        }
    }

    #markHeadings(role, index, isSeen, first, last) {
        for (const heading of this.#grid.element.querySelectorAll(`[role=${role}]`)) {
            const number = Number(heading.getAttribute(index));
            heading.classList.toggle(
                "edit-in-heading",
                isSeen && first <= number && number <= last,
            );
        }
    }

    /** A box that a painter lays over areas. */
    box(className, attributes = {}) {
        const box = make("div", `edit-box ${className}`, { "aria-hidden": "true", ...attributes });
        box.hidden = true;
        this.layer.append(box);
        return box;
    }

    /** Lay a box over an area of the sheet that is seen; hide it where there is none. */
    cover(box, area) {
        place(box, area ? this.rectOf(area) : null);
    }
}
