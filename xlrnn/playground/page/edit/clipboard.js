/**
 * Copy, cut and paste, within the page and from and to other programs.
 *
 * Other programs get the values in full. What is pasted within the page comes with its formulas,
 * shifted as far as it was carried; what comes from elsewhere is taken as if it had been typed.
 */

import { LAST_COLUMN, LAST_ROW, addressOf, cellsOf, common, nameOf } from "./areas.js";
import { areaAt, contentsOf, repeated, sizeOf } from "./contents.js";
import { inputOf } from "./input.js";
import { redirected } from "./redirect.js";
import { markOf, readHtml, readText, writeHtml, writeText } from "./tables.js";
import { told } from "./told.js";
import { valueText } from "./values.js";

export class Clipboard {
    /** What was copied last: {mark, sheet, area, contents, isCut, text}, or null. */
    #copied = null;
    #count = 0;

    /** It needs the parts `grid`, `selection`, `editor`, `arrays`, `changes`, `notices`, `ways`. */
    constructor({ document: book, stage, signal, ...parts }) {
        Object.assign(this, { ...parts, book, stage });
        this.box = stage.box("edit-copied");
        stage.add(() => this.#paint());
        for (const type of ["copy", "cut", "paste"]) {
            document.addEventListener(type, (event) => this.#event(type, event), { signal });
        }
        book.addEventListener("change", () => this.#forgetCut());
    }

    /** Take away the marks of what was copied; false if there are none. */
    forget() {
        const had = this.#copied !== null;
        this.#copied = null;
        this.stage.repaint();
        return had;
    }

    /** Copy or cut from a menu, where there is no event of the browser. */
    async copy(isCut) {
        const taken = this.#take(isCut);
        if (!taken) {
            return;
        }
        try {
            await navigator.clipboard.write([
                new ClipboardItem({
                    "text/plain": new Blob([taken.text], { type: "text/plain" }),
                    "text/html": new Blob([taken.html], { type: "text/html" }),
                }),
            ]);
        } catch {
            // Within the page, what was taken can be pasted all the same.
        }
    }

    /** Paste from a menu. */
    async paste() {
        try {
            const [item] = await navigator.clipboard.read();
            const read = async (type) =>
                item.types.includes(type) ? (await item.getType(type)).text() : "";
            this.#put(await read("text/plain"), await read("text/html"));
        } catch {
            if (this.#copied) {
                this.#putOwn();
            } else {
                this.notices.say(told("noClipboard"), this.selection.active);
            }
        }
    }

    #event(type, event) {
        if (this.editor.isOpen || document.activeElement !== this.grid.element) {
            return;
        }
        event.preventDefault();
        if (type === "paste") {
            const { clipboardData } = event;
            this.#put(clipboardData.getData("text/plain"), clipboardData.getData("text/html"));
            return;
        }
        const taken = this.#take(type === "cut");
        if (taken) {
            event.clipboardData.setData("text/plain", taken.text);
            event.clipboardData.setData("text/html", taken.html);
        }
    }

    #take(isCut) {
        const { sheet } = this.selection;
        const used = this.ways().used();
        const area = common(this.selection.area, used) ?? this.selection.area;
        if (this.changes.isTooMuch(area)) {
            return null;
        }
        const cut = isCut && this.arrays.cutBy(sheet, area);
        if (cut) {
            this.notices.say(told("overlapsArray", { area: nameOf(cut) }), this.selection.active);
            return null;
        }
        const rows = [];
        for (const { row, column } of cellsOf(area)) {
            rows[row - area.top] ??= [];
            rows[row - area.top].push(valueText(this.book.cell(sheet, row, column)?.value));
        }
        this.#count += 1;
        const mark = `${this.#count}-${Math.random().toString(36).slice(2)}`;
        const contents = contentsOf(this.book, this.arrays, sheet, area);
        const text = writeText(rows);
        this.#copied = { mark, sheet, area, contents, isCut, text };
        this.notices.announce(told(isCut ? "cut" : "copied", { area: nameOf(area) }));
        this.stage.repaint();
        return { text, html: writeHtml(rows, mark) };
    }

    #put(text, html) {
        const own = this.#copied;
        const isOwn = own && (html === "" ? text === own.text : markOf(html) === own.mark);
        if (isOwn) {
            this.#putOwn();
            return;
        }
        this.#putForeign((html && readHtml(html)) || readText(text));
    }

    #putOwn() {
        const { sheet, area, contents, isCut } = this.#copied;
        const target = this.#target(sizeOf(area), isCut);
        if (!target) {
            return;
        }
        const to = this.selection.sheet;
        const changes = repeated(contents, sizeOf(area), area, to, target, { shifts: !isCut });
        if (isCut) {
            const by = { rows: target.top - area.top, columns: target.left - area.left, sheet: to };
            this.#finish(redirected(this.book, changes, { sheet, area }, by), target);
            this.#copied = null;
            return;
        }
        this.#finish(changes, target);
    }

    /** Texts from elsewhere, taken as if they were typed; a formula that has a fault is said. */
    #putForeign(rows) {
        const size = { rows: rows.length, columns: Math.max(0, ...rows.map((row) => row.length)) };
        if (size.rows === 0 || size.columns === 0) {
            return;
        }
        const target = this.#target(size, false);
        if (!target) {
            return;
        }
        const contents = [];
        for (const [row, texts] of rows.entries()) {
            for (let column = 0; column < size.columns; column += 1) {
                const { input, fault } = inputOf(texts[column] ?? "", this.book.book);
                if (fault) {
                    const place = { row: target.top + row, column: target.left + column };
                    const words = told(fault.what, { piece: fault.piece, sheets: this.#sheets() });
                    this.notices.say(`${addressOf(place)}: ${words}`, place);
                    return;
                }
                contents.push({ row, column, input });
            }
        }
        const changes = repeated(contents, size, target, this.selection.sheet, target, {
            shifts: false,
        });
        this.#finish(changes, target);
    }

    #sheets() {
        return this.book.book.sheets
            .filter(({ hidden }) => !hidden)
            .map(({ name }) => name)
            .join(", ");
    }

    /**
     * Where so much goes: once from the active cell on, or as often as it fits what is selected.
     */
    #target(size, isOnce) {
        const { area } = this.selection;
        const chosen = sizeOf(area);
        const first = { row: area.top, column: area.left };
        const fits = chosen.rows % size.rows === 0 && chosen.columns % size.columns === 0;
        const target = fits && !isOnce && !this.selection.isSingle ? area : areaAt(first, size);
        if (target.bottom > LAST_ROW || target.right > LAST_COLUMN) {
            this.notices.say(told("doesNotFit", { ...size, cell: addressOf(first) }), first);
            return null;
        }
        return this.changes.isTooMuch(target) ? null : target;
    }

    async #finish(changes, target) {
        if ((await this.changes.apply(changes)) === "done") {
            this.selection.choose(target);
            this.notices.announce(told("pasted", { area: nameOf(target) }));
        }
    }

    /** What was cut cannot be moved any more once it has changed. */
    #forgetCut() {
        if (this.#copied?.isCut) {
            const { sheet, area, contents } = this.#copied;
            const now = contentsOf(this.book, this.arrays, sheet, area);
            if (JSON.stringify(now.map(written)) !== JSON.stringify(contents.map(written))) {
                this.forget();
            }
        }
    }

    #paint() {
        const isSeen = this.#copied?.sheet === this.stage.sheet;
        this.stage.cover(this.box, isSeen ? this.#copied.area : null);
    }
}

const written = ({ input }) => input?.formula ?? input;
