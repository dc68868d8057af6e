/** The list of workbooks: those of the page, and one from the reader's disk. */

import { saying } from "../saying.js";
import { element } from "./elements.js";

const say = saying("frame");

const OWN = "\0"; // no name of a workbook of the page

export class Chooser extends EventTarget {
    /** Dispatches `choose`; `chosen` is then the entry. */
    constructor(select) {
        super();
        this.select = select;
        this.books = [];
        select.setAttribute("aria-label", say("workbook"));
        select.addEventListener("change", () => this.dispatchEvent(new Event("choose")));
    }

    /** Offer the workbooks of the page's index. */
    offer(books) {
        this.books = books;
        for (const [kind, heading] of [["lesson", "lessons"], ["exercise", "exercises"]]) {
            const entries = books.filter((book) => book.kind === kind).map(option);
            if (entries.length) this.select.append(group(heading, entries));
        }
    }

    /** The chosen entry; null if it is the reader's own. */
    get chosen() {
        return this.books.find(({ name }) => name === this.select.value) ?? null;
    }

    /** Show that a workbook of the page is open. */
    show(name) {
        this.#removeOwn();
        this.shown = name;
        this.restore();
    }

    /** Show that a file of the reader's is open. */
    showOwn(title) {
        this.#removeOwn();
        const own = group("own", [element("option", { value: OWN }, title)]);
        own.dataset.own = "";
        this.select.append(own);
        this.shown = OWN;
        this.restore();
    }

    /** Show what is open, whatever was chosen. */
    restore() {
        this.select.value = this.shown;
    }

    #removeOwn() {
        this.select.querySelector("[data-own]")?.remove();
    }
}

const option = (book) => element("option", { value: book.name, title: book.about }, book.title);

const group = (heading, entries) =>
    element("optgroup", { label: say(heading) }, ...entries);
