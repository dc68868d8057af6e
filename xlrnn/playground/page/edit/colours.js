/** The references of a formula in colour, in the fields and over the cells that they lead to. */

import { referencesOf } from "./references.js";

const MOST_BOXES = 60;

export class Colours {
    #boxes = [];
    #references = [];

    constructor({ document, stage, selection, editor }) {
        Object.assign(this, { document, stage, selection, editor });
        stage.add(() => this.#paint());
        editor.addEventListener("text", () => this.refresh());
        editor.addEventListener("end", () => this.refresh());
    }

    /** Read the references anew, from what is typed or from the formula of the active cell. */
    refresh() {
        const { editor, selection } = this;
        const text = editor.barField.text;
        const sheet = editor.isOpen ? editor.place.sheet : selection.sheet;
        const isFormula = text.startsWith("=");
        this.#references = isFormula ? referencesOf(text.slice(1), this.document.book, sheet) : [];
        const inText = this.#references.map(({ start, end, colour }) => ({
            start: start + 1,
            end: end + 1,
            colour,
        }));
        editor.barField.colour(inText);
        editor.cellField.colour(editor.isOpen ? inText : []);
        this.stage.repaint();
    }

    #paint() {
        const seen = this.#references
            .filter(({ sheet }) => sheet === this.stage.sheet)
            .slice(0, MOST_BOXES);
        while (this.#boxes.length < seen.length) {
            this.#boxes.push(this.stage.box(""));
        }
        this.#boxes.forEach((box, at) => {
            const reference = seen[at];
            if (reference) {
                const state = this.editor.isOpen ? "edit-live" : "edit-quiet";
                box.className = `edit-box edit-target edit-reference-${reference.colour} ${state}`;
            }
            this.stage.cover(box, reference?.area ?? null);
        });
    }
}
