/**
 * The live proof of an open workbook: after each change Python is told what has changed, and says
 * what NumPy finds for it. Never twice at once, and never while something is being calculated.
 *
 * Dispatches `proof` with `{state, answer, error}`: `loading`, `proving`, `proved` with the answer
 * of `xlrnn.browser.calls`, or `failed` with the error.
 */

import { key, place } from "../book/cells.js";
import { PROOF } from "./time_limits.js";
import { PythonError } from "./python.js";
import { saying } from "../saying.js";

const say = saying("python");

/** So many milliseconds after the last change. */
const SOON = 250;

export class LiveProof extends EventTarget {
    #changed = new Map(); // places, by name
    #typed = new Set(); // names of those that somebody typed into
    #timer = 0;
    #isAsking = false;
    #isFollowed = false; // whether Python knows the workbook
    #isOver = false;

    /** `engine` is who calculates `open`, as `{name, version}`. */
    constructor(python, open, name, engine) {
        super();
        Object.assign(this, { python, open, name, engine });
        this.heard = (event) => this.#note(event.detail);
        this.heardOfEngine = ({ detail }) => detail.state === "failed" && this.#fail(detail.error);
        open.addEventListener("change", this.heard);
        open.addEventListener("engine", this.heardOfEngine);
        this.#soon(0);
    }

    end() {
        this.#isOver = true;
        clearTimeout(this.#timer);
        this.open.removeEventListener("change", this.heard);
        this.open.removeEventListener("engine", this.heardOfEngine);
    }

    /** Ask once more, after Python was ended. */
    again() {
        this.#isFollowed = false;
        this.#soon(0);
    }

    #note({ cells, own }) {
        for (const place of cells) this.#changed.set(nameOf(place), place);
        for (const place of own) this.#typed.add(nameOf(place));
        this.#soon(SOON);
    }

    #soon(wait) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#ask(), wait);
    }

    async #ask() {
        if (this.#isOver || this.#isAsking) return; // whoever asks now looks again afterwards
        if (!this.open.engineReady) {
            if (this.open.failure) this.#fail(this.open.failure);
            return; // an engine that takes over changes cells
        }
        if (this.open.isBusy) {
            this.#soon(SOON);
            return;
        }
        this.#isAsking = true;
        this.#tell({ state: this.python.isStarted ? "proving" : "loading" });
        try {
            const answer = await this.#answer();
            if (this.#changed.size === 0) this.#tell({ state: "proved", answer });
        } catch (error) {
            this.#fail(error);
        } finally {
            this.#isAsking = false;
            if (this.#changed.size > 0) this.#soon(SOON);
        }
    }

    #fail(error) {
        this.#isFollowed = false;
        this.#tell({ state: "failed", error });
    }

    async #answer() {
        // Another Python than the one that was told knows nothing of it.
        if (this.#isFollowed && this.python.isStarted) {
            const cells = this.#taken();
            const answer = await this.python.ask("prove", cells, [], PROOF);
            if (!answer.again) return answer;
        }
        return this.#follow();
    }

    /** Tell Python the workbook as it would be saved, with all that it shows. */
    async #follow() {
        const bytes = await this.open.copy().catch((error) => {
            throw new PythonError("refused", say("notSaved", { detail: error.message }));
        });
        this.#taken();
        const { name, engine } = this;
        const cells = allCells(this.open.book);
        const answer = await this.python.ask("open", { name, engine, cells }, [bytes]);
        this.#isFollowed = true;
        return answer;
    }

    /** What has changed since it was last told, from now on told. */
    #taken() {
        const { book } = this.open;
        const told = (place) => cellAt(book, place);
        const typed = [...this.#typed].map((name) => this.#changed.get(name)).filter(Boolean);
        const found = { cells: [...this.#changed.values()].map(told), typed: typed.map(told) };
        this.#changed.clear();
        this.#typed.clear();
        return found;
    }

    #tell(detail) {
        if (!this.#isOver) this.dispatchEvent(new CustomEvent("proof", { detail }));
    }
}

const nameOf = ({ sheet, row, column }) => `${sheet} ${row} ${column}`;

function cellAt({ sheets }, { sheet, row, column }) {
    const { name, cells } = sheets[sheet];
    const { value = null, formula = null } = cells.get(key(row, column)) ?? {};
    return { sheet: name, row, column, value, formula };
}

function allCells({ sheets }) {
    return sheets.flatMap(({ name, cells }) =>
        [...cells]
            .filter(([, { value }]) => value !== null)
            .map(([at, { value }]) => ({ sheet: name, ...place(at), value })),
    );
}
