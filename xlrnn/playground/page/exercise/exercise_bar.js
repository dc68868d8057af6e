/** The line that says what an exercise asks; a click on a block leads to it. */

import { button, element } from "../frame/elements.js";
import { readExercise } from "./read.js";
import { saying } from "../saying.js";

const say = saying("exercise");

export class ExerciseBar {
    #shown = "";

    /** `go` is called with a place when the reader wants to see it. */
    constructor(line, go) {
        this.line = line;
        this.go = go;
        line.setAttribute("aria-label", say("exercise"));
        line.hidden = true;
    }

    /** Show what a book asks now, if it is an exercise; tells whether it is one. */
    show(book) {
        const exercise = readExercise(book);
        const shown = JSON.stringify(exercise);
        if (shown !== this.#shown) {
            this.#shown = shown;
            this.line.hidden = exercise === null;
            this.line.replaceChildren(...(exercise ? this.#parts(exercise) : []));
        }
        return exercise !== null;
    }

    #parts({ whose, level, blocks }) {
        const words = [whose && say("whose", { whose }), level].filter(Boolean);
        const told = words.map((text) => element("span", {}, text));
        return [...told, ...blocks.map((block) => this.#block(block))];
    }

    #block({ name, about, count, all, place }) {
        const sign = count === all ? "✓" : "…";
        const text = `${sign} ${say("filledOf", { name, count, all })}`;
        const made = button(text, about, () => this.go(place));
        made.className = count === all ? "asked done" : "asked";
        made.disabled = place === null;
        return made;
    }
}
