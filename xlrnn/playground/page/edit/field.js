/**
 * A field for formulas in which the references have colours.
 *
 * Colours cannot stand in a text area, so the same text lies behind it in a mirror of the same
 * font, and the text of the area itself is transparent. The mirror also gives the field its size.
 */

import { make } from "./elements.js";

export class Field {
    constructor(className, label) {
        this.mirror = make("div", "edit-mirror", { "aria-hidden": "true" });
        this.area = make("textarea", "edit-text", {
            "aria-label": label,
            autocapitalize: "off",
            autocomplete: "off",
            autocorrect: "off",
            rows: 1,
            spellcheck: "false",
        });
        this.element = make("div", `edit-field ${className}`, {}, this.mirror, this.area);
        this.area.addEventListener("scroll", () => {
            this.mirror.scrollTop = this.area.scrollTop;
            this.mirror.scrollLeft = this.area.scrollLeft;
        });
    }

    get text() {
        return this.area.value;
    }

    get caret() {
        return this.area.selectionEnd;
    }

    get hasFocus() {
        return document.activeElement === this.area;
    }

    /** Write a text; the caret goes behind it, or where it is told. */
    write(text, caret = text.length) {
        if (this.area.value !== text) {
            this.area.value = text;
        }
        if (this.hasFocus) {
            this.area.setSelectionRange(caret, caret);
        }
    }

    focus(caret = this.text.length) {
        this.area.focus({ preventScroll: true });
        this.area.setSelectionRange(caret, caret);
    }

    /** Colour the references: {start, end, colour}, in the order of the text. */
    colour(references) {
        const text = this.text;
        const pieces = [];
        let at = 0;
        for (const { start, end, colour } of references) {
            pieces.push(text.slice(at, start));
            pieces.push(make("span", `edit-reference-${colour}`, {}, text.slice(start, end)));
            at = end;
        }
        // A line that ends the text has a height only if something follows it.
        this.mirror.replaceChildren(...pieces, `${text.slice(at)}\u200b`);
    }
}
