/**
 * The engine as the page knows it: promises over a Worker, each with a time limit.
 *
 * Whoever wants another engine writes another Worker that answers `start`, `open`, `change` and
 * `save`.
 */

import { Asked } from "../asked.js";
import { saying } from "../saying.js";
import { unpack } from "./packed.js";

const say = saying("frame");

const WORDS = {
    missing: "engineMissing",
    slow: "engineSlow",
    broken: "engineBroken",
    formula: "engineFormula",
    array: "engineArray",
    other: "engineOther",
};

/** Why the engine did not do what it was asked for, in words for whoever asked. */
export class EngineError extends Error {
    /**
     * `kind` is `missing` (the browser has no WebAssembly), `slow` (it took longer than its limit
     * and was ended), `broken` (it failed and was ended); or it goes on as before, and the kind is
     * `formula` (which cannot be read), `array` (a part of one cannot be changed) or `other`.
     */
    constructor(kind, detail = "") {
        super(say(WORDS[kind], { detail }));
        this.kind = kind;
    }

    /** Whether the engine is still there. */
    get goesOn() {
        return ["formula", "array", "other"].includes(this.kind);
    }
}

/**
 * Start an engine.
 *
 * `wasm` are the bytes of its module, `worker` is called to start its Worker, and `limit` is for
 * how many milliseconds a call may take.
 */
export async function startEngine({ wasm, worker, limit }) {
    if (typeof WebAssembly !== "object") throw new EngineError("missing");
    const engine = new Engine(started(worker), limit);
    try {
        await engine.ask("start", wasm);
    } catch (error) {
        engine.close();
        throw error;
    }
    return engine;
}

/** Start the Worker; browsers may forbid it. */
function started(worker) {
    try {
        return worker();
    } catch (error) {
        throw new EngineError("broken", error.message);
    }
}

class Engine {
    #asked;

    constructor(worker, limit) {
        this.limit = limit;
        this.#asked = new Asked(worker, (reason, detail) => new EngineError(reason, detail));
    }

    /** Load a workbook: `{sheets, cells}`, the sheets' names and the cells that changed. */
    async open(bytes) {
        const { sheets, cells } = await this.ask("open", bytes);
        return { sheets, cells: unpack(cells) };
    }

    /**
     * Change cells, all or none.
     *
     * Returns `{cells, before, arrays}`: the cells whose values changed; changes that take these
     * back; and for each formula the area that it fills, null if it is one cell.
     */
    async change(changes) {
        const answer = await this.ask("change", changes);
        return { ...answer, cells: unpack(answer.cells) };
    }

    /** Return the workbook as it now is, as an .xlsx file. */
    save() {
        return this.ask("save");
    }

    /** End the Worker; whoever waits is told. */
    close() {
        this.#asked.end(new EngineError("broken", "the engine was ended"));
    }

    ask(call, argument) {
        return this.#asked.ask(call, argument, this.limit);
    }
}
