/** The bar that always shows what the workbook's own check says; a click leads to the cell. */

import { button } from "../frame/elements.js";
import { saying } from "../saying.js";
import { isOurs, readCheck } from "./check.js";

const say = saying("frame");

const SIGNS = { agrees: "✓", differs: "✗", stale: "↻", notCalculated: "…", unclear: "?", open: "…" };

export class ProofBar {
    #shown = "";

    /** `go` is called with a place when the reader wants to see it. */
    constructor(element, go) {
        this.element = element;
        this.go = go;
        element.setAttribute("aria-label", say("proof"));
    }

    /** Show what the check of a book says now; only what differs is written anew. */
    show(book) {
        const found = readCheck(book);
        const shown = JSON.stringify([isOurs(book), found]);
        if (shown === this.#shown) return;
        this.#shown = shown;
        this.element.replaceChildren(...(found.length ? found.map((one) => this.#entry(one)) : [none(book)]));
    }

    #entry(one) {
        const text = `${SIGNS[one.state]} ${say(one.kind)}: ${words(one)}`;
        const entry = button(text, say("showCheck", { what: say(one.kind) }), () => this.go(one.place));
        entry.className = `verdict ${one.state}`;
        if (one.state === "stale") entry.title = say("staleHelp");
        return entry;
    }
}

function none(book) {
    return say(isOurs(book) ? "noCheck" : "foreign");
}

function words({ kind, state, count, all }) {
    if (kind === "self") return say("holding", { count, all });
    if (kind === "filled") return say("filledOf", { count, all });
    if (state === "differs" && count > 0) return say("differing", { count, all });
    return say(state);
}
