/** Point mode: while a formula is typed, cells that are pointed at become references in it. */

import { areaOf, around, firstOf, isOneCell, nameOf, quoted } from "./areas.js";
import { told } from "./told.js";
import { tokensOf } from "./tokens.js";

const BEFORE_REFERENCE = new Set(["open", "call", "comma", "operator"]);

/**
 * Whether a reference can be put in at the end of a formula's beginning, which includes its `=`.
 */
function canPointAfter(beginning) {
    if (!beginning.startsWith("=")) {
        return false;
    }
    const last = tokensOf(beginning.slice(1)).findLast(({ kind }) => kind !== "space");
    if (!last) {
        return true;
    }
    return BEFORE_REFERENCE.has(last.kind) && !["%", "#"].includes(last.text);
}

export class Pointing {
    /**
     * What is pointed at now: {start, end, sheet, anchor, cursor}, its place in the text, or null.
     */
    #now = null;
    #writes = false;

    constructor({ document, grid, editor, stage, notices, selection }) {
        Object.assign(this, { document, grid, editor, stage, notices, selection });
        this.box = stage.box("edit-pointed");
        stage.add(() => this.#paint());
        editor.addEventListener("text", () => this.#writes || this.stop());
        editor.addEventListener("begin", () => this.stop());
        editor.addEventListener("end", () => this.stop());
    }

    /** Whether a click on a cell points at it rather than leaving the editor. */
    get isPossible() {
        const { editor } = this;
        if (!editor.isFormula) {
            return false;
        }
        return this.isPointing || canPointAfter(editor.text.slice(0, editor.caret));
    }

    /** Whether the reference that was pointed at last can still be changed by pointing. */
    get isPointing() {
        return this.#now !== null && this.editor.isOpen && this.editor.caret === this.#now.end;
    }

    /** Point at a cell, or with `extends` from the one before to it. */
    at(cell, { extend = false } = {}) {
        const { caret } = this.editor;
        const sheet = this.grid.sheet;
        const before = this.isPointing ? this.#now : { start: caret, end: caret };
        const anchor = extend && this.isPointing ? before.anchor : cell;
        this.#put({ ...before, sheet, anchor, cursor: cell });
    }

    /** Point at whole rows or columns. */
    atArea(area) {
        const { caret } = this.editor;
        const before = this.isPointing ? this.#now : { start: caret, end: caret };
        const last = { row: area.bottom, column: area.right };
        this.#put({ ...before, sheet: this.grid.sheet, anchor: firstOf(area), cursor: last });
    }

    /** Point at where a key leads from the cell that is pointed at, or from the edited one. */
    go(lead, { extend = false } = {}) {
        const from = this.isPointing ? this.#now.cursor : this.editor.place;
        this.at(lead(from), { extend });
        this.grid.scrollTo(this.#now.cursor.row, this.#now.cursor.column);
    }

    /** What was pointed at stays as it is written. */
    stop() {
        this.#now = null;
        this.stage.repaint();
    }

    #put({ start, end, sheet, anchor, cursor }) {
        const { editor } = this;
        const area = this.#whole(around(areaOf(anchor), areaOf(cursor)));
        const isHome = sheet === editor.place.sheet;
        const name = this.document.book.sheets[sheet].name;
        const text = (isHome ? "" : `${quoted(name)}!`) + nameOf(area);
        const whole = editor.text.slice(0, start) + text + editor.text.slice(end);
        this.#writes = true;
        editor.write(whole, start + text.length);
        this.#writes = false;
        this.#now = { start, end: start + text.length, sheet, anchor, cursor, area };
        editor.field.focus(this.#now.end);
        this.notices.announce(told("pointed", { area: text }));
        this.stage.repaint();
    }

    /** Merged cells that are pointed at by themselves are their first cell; in a range, all. */
    #whole(area) {
        const { merges } = this.document.book.sheets[this.grid.sheet];
        const merge = merges.find(({ top, left }) => top === area.top && left === area.left);
        return isOneCell(area) || !merge ? area : around(area, merge);
    }

    #paint() {
        const isSeen = this.isPointing && this.#now.sheet === this.stage.sheet;
        this.stage.cover(this.box, isSeen ? this.#now.area : null);
    }
}
