/**
 * The open workbook: what is seen of it (the book), who calculates it (the engine), and what was
 * typed, as steps that can be undone.
 *
 * Stored results stand in the book from the start; the engine takes over when it is there. What is
 * typed before that waits. An engine that does not come back is ended and started anew, with all
 * that had been typed before.
 *
 * Events: `change` with `{cells, own}`, places whose values changed and those that were typed;
 * `typed` when `typed` is another; `engine` with `{state}` (`ready`, `stopped` or `failed`, then
 * with the `error`); `busy` with `{busy}`.
 */

import { Contents } from "./contents.js";
import { EngineError } from "./engine/engine.js";
import { signed } from "./signed.js";
import { Typed } from "./typed.js";

// Within so many milliseconds what follows is seen together with what was typed, and drawn once.
const SOON = 40;

export class OpenWorkbook extends EventTarget {
    #contents;
    #engine = null;
    #start = null;
    #bytes;
    #typed = new Typed(); // also to tell a new engine
    #done = [];
    #undone = [];
    #queue = Promise.resolve();
    #waiting = 0;
    #failure = null;
    #isClosed = false;
    #isChanged = false;
    #changing = 0;

    /** `book` is what was read of the file whose `bytes` these are. */
    constructor(book, bytes) {
        super();
        this.book = book;
        this.#bytes = bytes;
        this.#contents = new Contents(book);
    }

    get engineReady() {
        return this.#engine !== null;
    }

    /** Whether something was changed that was not saved since. */
    get isChanged() {
        return this.#isChanged;
    }

    /** Whether something that was typed is still being calculated, and may yet be refused. */
    get isChanging() {
        return this.#changing > 0;
    }

    /** Why nothing is calculated; null while an engine is there or being started. */
    get failure() {
        return this.#engine === null ? this.#failure : null;
    }

    /** Whether the engine has something to do, so that what is seen may be of before. */
    get isBusy() {
        return this.#waiting > 0;
    }

    get canUndo() {
        return this.#done.length > 0;
    }

    get canRedo() {
        return this.#undone.length > 0;
    }

    /** What was typed, as changes for `resume`; none if the workbook is again as its file is. */
    get typed() {
        return this.#typed.isTakenBack ? [] : this.#typed.changes;
    }

    /** What a cell holds; undefined if the file has none there. */
    cell(sheet, row, column) {
        return this.#contents.cell(sheet, row, column);
    }

    /** Let an engine calculate: `start` is a function that promises one. */
    connect(start) {
        this.#start = start;
        return this.#inTurn(() => this.#takeOver());
    }

    /**
     * Change cells, all or none: `[{sheet, row, column, input}]`, as one step of undo.
     *
     * Throws an `EngineError` if the engine refuses, or none is there; the book is as it was then.
     */
    edit(changes) {
        return this.#change(async () => {
            const redo = this.#contents.withArraysWhole(changes);
            const undo = await this.#carryOut(redo);
            this.#done.push({ undo, redo });
            this.#undone = [];
            this.#tell("typed");
        });
    }

    /** Go on where `typed` was handed out, all or nothing; that is no step of undo. */
    resume(typed) {
        return this.#inTurn(() => this.#carryOut(typed));
    }

    undo() {
        return this.#change(() => this.#move(this.#done, this.#undone, "undo"));
    }

    redo() {
        return this.#change(() => this.#move(this.#undone, this.#done, "redo"));
    }

    /** Return the workbook as it now is, as the bytes of an .xlsx file. */
    save() {
        return this.#inTurn(async () => {
            const bytes = await this.#written();
            this.#isChanged = false;
            return bytes;
        });
    }

    /** Return the same for the page's own use: what was typed is not taken for saved. */
    copy() {
        return this.#inTurn(() => this.#written());
    }

    close() {
        this.#isClosed = true;
        this.#engine?.close();
        this.#engine = null;
        this.#failure = new EngineError("broken", "closed");
    }

    async #written() {
        if (this.#engine === null && this.#typed.isEmpty) return this.#bytes;
        return signed(await this.#calculating().save());
    }

    #change(task) {
        this.#changing += 1;
        return this.#inTurn(task).finally(() => {
            this.#changing -= 1;
        });
    }

    async #move(from, to, way) {
        const step = from.at(-1);
        if (step === undefined) return;
        await this.#carryOut(step[way]);
        to.push(from.pop());
        this.#tell("typed");
    }

    /** Do one thing after the other; what fails does not keep the next one from its turn. */
    #inTurn(task) {
        this.#count(1);
        const done = this.#queue.then(task).finally(() => this.#count(-1));
        this.#queue = done.catch(() => {});
        return done;
    }

    #count(more) {
        const before = this.#waiting > 0;
        this.#waiting += more;
        const busy = this.#waiting > 0;
        if (busy !== before) this.#tell("busy", { busy });
    }

    /** Change cells; returns the changes that take these back. */
    async #carryOut(changes) {
        const engine = this.#calculating();
        const shown = this.#contents.show(changes);
        const own = shown.cells;
        const early = setTimeout(() => this.#tell("change", { cells: own, own }), SOON);
        try {
            const answer = await engine.change(this.#contents.forEngine(changes));
            const before = this.#contents.fromEngine(answer.before);
            this.#typed.remember(changes, before);
            this.#isChanged = true;
            this.#tell("change", { cells: withOwn(this.#contents.take(answer), own), own });
            return before;
        } catch (error) {
            this.#tell("change", { cells: shown.takeBack(), own: [] });
            if (!error.goesOn) await this.#startAnew(error);
            throw error;
        } finally {
            clearTimeout(early);
        }
    }

    #calculating() {
        if (this.#engine === null) {
            throw this.#failure ?? new EngineError("broken", "not started");
        }
        return this.#engine;
    }

    /** Start an engine and tell it all; the book's results are its own from then on. */
    async #takeOver() {
        let engine = null;
        try {
            engine = await this.#start();
            if (this.#isClosed) throw this.#failure;
            const opened = await engine.open(this.#bytes);
            this.#contents.matchSheets(opened.sheets);
            let cells = this.#contents.take(opened);
            if (!this.#typed.isEmpty) {
                const typed = this.#contents.forEngine(this.#typed.changes);
                cells = cells.concat(this.#contents.take(await engine.change(typed)));
            }
            this.#engine = engine;
            this.#tell("change", { cells, own: [] });
            this.#tell("engine", { state: "ready" });
        } catch (error) {
            engine?.close();
            this.#failure = error;
            this.#tell("engine", { state: "failed", error });
        }
    }

    async #startAnew(error) {
        this.#engine = null;
        if (this.#isClosed) return;
        this.#tell("engine", { state: "stopped", error });
        await this.#takeOver();
    }

    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

/** The places that changed, and among them once each those that were typed. */
function withOwn(cells, own) {
    const name = ({ sheet, row, column }) => `${sheet} ${row} ${column}`;
    const changed = new Set(cells.map(name));
    return [...own.filter((place) => !changed.has(name(place))), ...cells];
}
