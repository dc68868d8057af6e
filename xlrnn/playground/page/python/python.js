/** Python as the page knows it: started when it is first asked, and anew after it was ended. */

import { Asked } from "../asked.js";
import { heldResource, workerStarter } from "../resources.js";
import { LONG, START } from "./time_limits.js";
import { saying } from "../saying.js";

const say = saying("python");

const FOLDER = "python/runtime/";
const FILES = [
    "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "numpy.whl", "packages.zip",
];

/** Why Python did not answer, in words for whoever asked. */
export class PythonError extends Error {
    /** `reason` is `slow`, `broken` or `refused`; only after the last one Python is still there. */
    constructor(reason, detail) {
        super(say(reason, { detail }));
        this.reason = reason;
    }

    get goesOn() {
        return this.reason === "refused";
    }
}

export class Python {
    #started = null;

    /** Whether it was started and has not been ended since. */
    get isStarted() {
        return this.#started !== null;
    }

    /** Ask; `argument` is what JSON takes, `files` are bytes. Throws a `PythonError`. */
    async ask(question, argument = {}, files = [], limit = LONG) {
        const started = this.#start();
        const given = { question, argument: JSON.stringify(argument), files };
        try {
            const answer = JSON.parse(await (await started).ask("ask", given, limit));
            if (answer.error) throw new PythonError("refused", answer.error);
            return answer;
        } catch (error) {
            if (!error.goesOn && this.#started === started) this.#started = null;
            throw error;
        }
    }

    #start() {
        this.#started ??= startedPython();
        return this.#started;
    }
}

async function startedPython() {
    const [worker, wasm, ...held] = await Promise.all([
        workerStarter("python/worker.js"),
        heldResource("engine/formulon.wasm"),
        ...FILES.map((name) => heldResource(`${FOLDER}${name}`)),
    ]).catch((error) => {
        throw new PythonError("broken", error.message);
    });
    const files = Object.fromEntries(FILES.map((name, k) => [name, held[k]]));
    const asked = new Asked(begun(worker), (reason, detail) => new PythonError(reason, detail));
    const handed = held.filter((one) => one instanceof Uint8Array).map((one) => one.buffer);
    await asked.ask("start", { files, wasm }, START, handed);
    return asked;
}

/** Start the Worker; browsers may forbid it. */
function begun(worker) {
    try {
        return worker();
    } catch (error) {
        throw new PythonError("broken", error.message);
    }
}
