/**
 * The line in which NumPy speaks: the live proof of a lesson, and what may be told of an exercise.
 *
 * It is there where Python lies in the page, and Python is loaded when it is opened.
 */

import { sheetNumber } from "../book/cells.js";
import { button, element } from "../frame/elements.js";
import { readExercise } from "../exercise/read.js";
import { isOurs } from "../proof/check.js";
import { LiveProof } from "./live.js";
import { showReport } from "./report.js";
import { saying } from "../saying.js";

const say = saying("python");

export class PythonPanel {
    #live = null;
    #python;

    /** `line` is where it speaks, `go` is called with a place that the reader wants to see. */
    constructor(line, go, python) {
        this.#python = python;
        this.line = line;
        this.go = go;
        this.line.hidden = true;
        line.setAttribute("aria-label", say("python"));
    }

    get isOpen() {
        return !this.line.hidden;
    }

    /** Take another workbook: itself, its file's name, and who calculates it. */
    take(open, fileName, engine) {
        this.#live?.end();
        this.#live = null;
        Object.assign(this, { open, fileName, engine });
        if (this.isOpen) this.#begin();
    }

    /** Open or close it. */
    toggle() {
        if (this.isOpen) this.close();
        else this.#begin();
    }

    close() {
        this.#live?.end();
        this.#live = null;
        this.line.hidden = true;
    }

    #begin() {
        this.line.hidden = false;
        const { book } = this.open;
        if (!isOurs(book)) this.#say("unknown", [say("foreign")]);
        else if (readExercise(book)) this.#check();
        else this.#prove();
    }

    #prove() {
        this.#say("waiting", [say("waiting")]);
        this.#live = new LiveProof(this.#python, this.open, this.fileName, this.engine);
        this.#live.addEventListener("proof", ({ detail }) => this.#showProof(detail));
    }

    #showProof({ state, answer, error }) {
        const report = this.#reportButton();
        if (state === "failed") this.#say("unknown", [error.message], report);
        else if (state !== "proved") this.#say("waiting", [say(state)], report);
        else this.#say(answer.outcome, verdict(answer, this.#place(answer.first)), report);
    }

    /** A button that leads to a cell; null if there is none. */
    #place(cell) {
        if (!cell?.sheet) return null;
        const { row, column } = cell;
        const sheet = sheetNumber(this.open.book.sheets, cell.sheet);
        const made = button(cell.words, say("goTo"), () => this.go({ sheet, row, column }));
        made.className = "python-cell";
        return made;
    }

    #reportButton() {
        return button(say("report"), say("reportHelp"), () => this.#report());
    }

    async #report() {
        const found = await this.#asked("reporting", "verify");
        if (found) showReport(found, this.fileName.replace(/\.xls[xm]$/i, ""));
        this.#live?.again();
    }

    async #check() {
        const found = await this.#asked("checking", "check");
        if (!found) return;
        const outcome = ["agree", "open"][found.code] ?? "unknown"; // not yet is no mistake
        const lines = element("span", { className: "python-lines" }, found.lines.join("\n"));
        this.#say(outcome, [lines], this.#checkButton());
    }

    #checkButton() {
        return button(say("check"), say("checkHelp"), () => this.#check());
    }

    /** Ask for something about the workbook as it now is; null if it failed, which is said. */
    async #asked(waiting, question) {
        const { open, fileName } = this;
        const isStill = () => this.isOpen && open === this.open;
        this.#say("waiting", [say(this.#python.isStarted ? waiting : "loading")]);
        try {
            const answer = await this.#python.ask(question, { name: fileName }, [await open.copy()]);
            return isStill() ? answer : null;
        } catch (error) {
            if (isStill()) this.#say("unknown", [error.message], this.#again(question));
            return null;
        }
    }

    #again(question) {
        return question === "check" ? this.#checkButton() : this.#reportButton();
    }

    /** Say something: `outcome` is `agree`, `differ`, `open`, `unknown` or `waiting`. */
    #say(outcome, parts, ...buttons) {
        this.line.className = `python ${outcome}`;
        const words = element("div", { className: "python-words", role: "status" }, ...parts);
        const close = button("✕", say("close"), () => this.close());
        close.className = "python-close";
        this.line.replaceChildren(words, ...buttons, close);
    }
}

/** What a proof says: that all agrees, or where the first cell differs. */
function verdict({ outcome, verified, total, first, lines }, place) {
    if (outcome === "agree" && verified === total) return [say("agree", { verified, total })];
    if (outcome === "agree") return [say("agreeSoFar", { words: lines.join("; ") })];
    if (place) return [say(outcome), " ", place];
    return [say(outcome), " ", first?.words ?? lines.join("; ")];
}
