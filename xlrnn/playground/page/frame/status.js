/** The line at the bottom: who calculates, and what was refused; it is read out, too. */

import { saying } from "../saying.js";

const say = saying("frame");

const LONG = 250; // milliseconds after which the reader should know why nothing happens

export class Status {
    #timer = 0;
    #text = "";

    constructor(line) {
        this.line = line;
    }

    /** Say something; `kind` is "", "warning" or "failure". */
    say(text, kind = "") {
        this.#text = text;
        this.line.className = `status ${kind}`;
        this.line.textContent = text;
    }

    /** Show that something is calculated, if it takes long enough to be seen. */
    busy(isBusy) {
        clearTimeout(this.#timer);
        document.body.classList.toggle("busy", false);
        this.line.textContent = this.#text;
        if (!isBusy) return;
        this.#timer = setTimeout(() => {
            document.body.classList.toggle("busy", true);
            this.line.textContent = say("calculating");
        }, LONG);
    }
}
