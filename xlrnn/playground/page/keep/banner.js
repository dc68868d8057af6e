/** A line above the sheet that says what is kept of the workbook; it can be closed. */

import { button, element } from "../frame/elements.js";
import { saying } from "../saying.js";

const say = saying("keeping");

export class Banner {
    /** `anew` is called when the reader wants to begin anew. */
    constructor(line, anew) {
        this.line = line;
        this.anew = anew;
        this.clear();
    }

    clear() {
        this.line.hidden = true;
        this.line.replaceChildren();
    }

    resumed(at) {
        this.#show("", say("resumed", { at: said(at) }), this.#anewButton());
    }

    held(at, error) {
        const text = say("held", { at: said(at), why: error.message });
        this.#show("warning", text, this.#anewButton());
    }

    overtaken() {
        this.#show("warning", say("overtaken"));
    }

    failed(error) {
        this.#show("warning", say("notKept", { why: error.message }));
    }

    /** Ask whether what is kept may go. */
    isSure() {
        return confirm(say("sure"));
    }

    #anewButton() {
        return button(say("anew"), say("anewHelp"), this.anew);
    }

    #show(kind, text, ...buttons) {
        const close = button("×", say("close"), () => this.clear());
        close.setAttribute("aria-label", say("close"));
        this.line.className = `kept ${kind}`;
        this.line.hidden = false;
        this.line.replaceChildren(element("span", {}, text), ...buttons, close);
    }
}

/** A time in the words of the page's language. */
const said = (at) =>
    at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
