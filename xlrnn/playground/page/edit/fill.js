/** Fill down, right, and with the handle at the corner of what is selected. */

import {
    LAST_COLUMN,
    LAST_ROW,
    areaOf,
    around,
    cellsOf,
    columnsOf,
    common,
    nameOf,
    rowsOf,
} from "./areas.js";
import { contentsOf, repeated, sizeOf } from "./contents.js";
import { make, place } from "./elements.js";
import { continued } from "./series.js";
import { told } from "./told.js";

const HANDLE = 8;

export class Fill {
    /** The area that the handle would fill, while it is dragged. */
    #target = null;

    constructor({ document, selection, arrays, changes, notices, stage, editor, drag, ways }) {
        Object.assign(this, { document, selection, arrays, changes, notices, stage, editor, ways });
        this.handle = make("div", "edit-fill-handle", { title: told("handleFill") });
        this.box = stage.box("edit-filling");
        stage.layer.append(this.handle);
        stage.add(() => this.#paint());
        drag(this.handle, {
            over: (cell) => this.#aim(cell),
            end: () => this.#release(),
            cancel: () => this.#forget(),
        });
    }

    /** Ctrl+D: the first row of what is selected into all of it, or the row above into the cell. */
    down() {
        const area = this.#used();
        if (rowsOf(area) > 1) {
            this.#fill({ ...area, bottom: area.top }, { ...area, top: area.top + 1 });
        } else if (area.top > 1) {
            this.#fill({ ...area, top: area.top - 1, bottom: area.top - 1 }, area);
        }
    }

    /** Ctrl+R: the first column of what is selected into all of it, or the column on the left. */
    right() {
        const area = this.#used();
        if (columnsOf(area) > 1) {
            this.#fill({ ...area, right: area.left }, { ...area, left: area.left + 1 });
        } else if (area.left > 1) {
            this.#fill({ ...area, left: area.left - 1, right: area.left - 1 }, area);
        }
    }

    /** Fill from what is selected into the cells beside, as far as a cell. */
    async to(cell) {
        const source = this.selection.area;
        const target = beside(source, cell);
        if (target && (await this.#fill(source, target)) === "done") {
            this.selection.choose(around(source, target), this.selection.active);
        }
    }

    /** Whole rows and columns are filled as far as the sheet is. */
    #used() {
        const { area } = this.selection;
        const isWhole = rowsOf(area) === LAST_ROW || columnsOf(area) === LAST_COLUMN;
        return (isWhole && common(area, this.ways().used())) || area;
    }

    async #fill(source, target) {
        const { sheet } = this.selection;
        if (this.changes.isTooMuch(around(source, target))) {
            return "dropped";
        }
        const contents = contentsOf(this.document, this.arrays, sheet, source);
        const size = sizeOf(source);
        const whole = backwards(source, target) ? aligned(source, target) : target;
        const all = repeated(contents, size, source, sheet, whole);
        const changes = withSeries(
            all.filter((change) => isWithin(change, target)),
            contents,
            source,
            target,
        );
        const outcome = await this.changes.apply(changes);
        if (outcome === "done") {
            this.notices.announce(told("filled", { area: nameOf(target) }));
        }
        return outcome;
    }

    #aim(cell) {
        this.#target = beside(this.selection.area, cell);
        this.aim = cell;
        this.stage.repaint();
    }

    #release() {
        if (this.#target) {
            this.to(this.aim);
        }
        this.#forget();
    }

    #forget() {
        this.#target = null;
        this.stage.repaint();
    }

    #paint() {
        const { selection, stage } = this;
        const isSeen = selection.sheet === stage.sheet && !this.editor.isOpen;
        const { bottom, right } = selection.area;
        const rect = isSeen ? stage.rectOf(areaOf({ row: bottom, column: right })) : null;
        const [left, top] = rect ? [rect.left + rect.width, rect.top + rect.height] : [];
        place(
            this.handle,
            rect && {
                left: left - HANDLE / 2,
                top: top - HANDLE / 2,
                width: HANDLE,
                height: HANDLE,
            },
        );
        stage.cover(this.box, isSeen && this.#target ? around(selection.area, this.#target) : null);
    }
}

/** The cells beside an area as far as a cell, in the direction in which it is farther; or null. */
function beside(area, { row, column }) {
    const down = row > area.bottom ? row - area.bottom : Math.min(0, row - area.top);
    const right = column > area.right ? column - area.right : Math.min(0, column - area.left);
    if (down === 0 && right === 0) {
        return null;
    }
    if (Math.abs(down) >= Math.abs(right)) {
        return down > 0
            ? { ...area, top: area.bottom + 1, bottom: row }
            : { ...area, top: row, bottom: area.top - 1 };
    }
    return right > 0
        ? { ...area, left: area.right + 1, right: column }
        : { ...area, left: column, right: area.left - 1 };
}

const backwards = (source, target) => target.top < source.top || target.left < source.left;

/** A target before its source, made a multiple of it, so that what repeats ends beside it. */
function aligned(source, target) {
    const rows = Math.ceil(rowsOf(target) / rowsOf(source)) * rowsOf(source);
    const columns = Math.ceil(columnsOf(target) / columnsOf(source)) * columnsOf(source);
    return { ...target, top: target.bottom - rows + 1, left: target.right - columns + 1 };
}

function isWithin({ row, column, input }, target) {
    const area = input?.area ?? areaOf({ row, column });
    return [...cellsOf(area)].every((cell) => common(areaOf(cell), target));
}

/** Numbers with an even step go on, each row or column of the source by itself. */
function withSeries(changes, contents, source, target) {
    const isDown = target.left === source.left && target.right === source.right;
    const isBack = backwards(source, target);
    const along = isDown ? "row" : "column";
    const across = isDown ? "column" : "row";
    const [start, first] = isDown ? [source.left, target.top] : [source.top, target.left];
    const count = isDown ? rowsOf(target) : columnsOf(target);
    const inLine = (line) =>
        contents
            .filter((each) => each[across] === line)
            .sort((one, other) => one[along] - other[along]);
    return changes.map((change) => {
        const values = inLine(change[across] - start).map(({ input }) => input);
        const next = continued(isBack ? values.reverse() : values, count);
        const at = change[along] - first;
        return next ? { ...change, input: next[isBack ? count - 1 - at : at] } : change;
    });
}
