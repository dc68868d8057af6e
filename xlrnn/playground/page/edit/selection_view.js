/** The selection as it is seen and as it is told: frame, headings, handles for fingers, labels. */

import { addressOf, areaOf, countOf, isOneCell, nameOf } from "./areas.js";
import { make, place } from "./elements.js";
import { told } from "./told.js";

const GRIP = 26;

export class SelectionView {
    constructor({ grid, stage, selection, editor, notices, drag }) {
        Object.assign(this, { grid, stage, selection, editor, notices });
        this.area = stage.box("edit-selected");
        this.active = stage.box("edit-active");
        this.grips = ["Start", "End"].map((end) => this.#grip(end, drag));
        this.isTouched = false;
        stage.add(() => this.#paint());
        selection.addEventListener("select", () => this.#selected());
    }

    /** Handles are shown where fingers select. */
    showGrips(isTouched) {
        if (this.isTouched !== isTouched) {
            this.isTouched = isTouched;
            this.stage.layer.classList.toggle("edit-touched", isTouched);
            this.stage.repaint();
        }
    }

    #grip(end, drag) {
        const grip = make("div", `edit-grip edit-grip-${end.toLowerCase()}`, {
            title: told(`handle${end}`),
        });
        this.stage.layer.append(grip);
        const { selection } = this;
        drag(grip, {
            start: () => {
                const { top, left, bottom, right } = selection.area;
                const [fixed, moving] = [
                    { row: top, column: left },
                    { row: bottom, column: right },
                ];
                const [active, cursor] = end === "End" ? [fixed, moving] : [moving, fixed];
                selection.choose(selection.area, active, cursor);
            },
            over: (cell) => selection.extend(cell),
        });
        return grip;
    }

    #selected() {
        const { selection, grid } = this;
        const { cursor, active, area, isSingle } = selection;
        if (selection.sheet === grid.sheet) {
            const seen = isSingle || !isWhole(area) ? cursor : active;
            grid.scrollTo(seen.row, seen.column);
        }
        this.#announce(active, area, isSingle);
        this.stage.repaint();
    }

    #announce(active, area, isSingle) {
        if (!isSingle && !isOneCell(area)) {
            this.notices.announce(
                told("selected", { area: nameOf(area), count: countOf(area) }),
                "cell",
            );
            return;
        }
        // A cell that is drawn is the grid's active descendant, and its label is read.
        if (!this.grid.cellElement(active.row, active.column)) {
            this.notices.announce(told("emptyCell", { cell: addressOf(active) }), "cell");
        }
    }

    #paint() {
        const { selection, stage } = this;
        const isSeen = selection.sheet === stage.sheet;
        stage.cover(this.area, isSeen ? selection.area : null);
        stage.cover(this.active, isSeen ? selection.withMerges(areaOf(selection.active)) : null);
        this.area.classList.toggle("edit-single", selection.isSingle);
        const rect =
            isSeen && this.isTouched && !this.editor.isOpen ? stage.rectOf(selection.area) : null;
        const [start, end] = this.grips;
        place(
            start,
            rect && {
                left: rect.left - GRIP / 2,
                top: rect.top - GRIP / 2,
                width: GRIP,
                height: GRIP,
            },
        );
        const [right, bottom] = rect ? [rect.left + rect.width, rect.top + rect.height] : [];
        place(
            end,
            rect && { left: right - GRIP / 2, top: bottom - GRIP / 2, width: GRIP, height: GRIP },
        );
        stage.mark(selection, isSeen);
    }
}

const isWhole = ({ top, left, bottom, right }) => bottom - top > 100000 || right - left > 10000;
