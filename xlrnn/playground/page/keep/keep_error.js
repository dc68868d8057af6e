/** Why something cannot be kept, in words for the reader. */

import { saying } from "../saying.js";

const say = saying("keeping");

const WORDS = { QuotaExceededError: "full", SecurityError: "forbidden", InvalidStateError: "closed" };

export class KeepError extends Error {
    /** `kind` is the name of a text that says why. */
    constructor(kind, detail = "") {
        super(say(kind, { detail }));
    }

    /** The same in our words, whatever the browser threw. */
    static of(error) {
        if (error instanceof KeepError) return error;
        return new KeepError(WORDS[error?.name] ?? "otherwise", error?.message ?? String(error));
    }
}
