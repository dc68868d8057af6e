/** The buttons beside the list of workbooks. */

import { saying } from "../saying.js";
import { button } from "./elements.js";

const say = saying("frame");

const NAMES = ["tour", "python", "undo", "redo", "open", "save", "grade", "about"];
const HELP = {
    tour: "tourHelp",
    python: "proveHelp",
    undo: "undoKeys",
    redo: "redoKeys",
    open: "openHelp",
    save: "saveHelp",
    grade: "gradeHelp",
};

export class Tools {
    /** `acts` has a function for each button. */
    constructor(element, acts) {
        element.setAttribute("aria-label", say("tools"));
        this.buttons = Object.fromEntries(
            NAMES.map((name) => [name, button(say(name), say(HELP[name] ?? name), acts[name])]),
        );
        element.append(...Object.values(this.buttons));
    }

    /** Show what can be done with a workbook now. */
    show({ canUndo, canRedo }) {
        this.buttons.undo.disabled = !canUndo;
        this.buttons.redo.disabled = !canRedo;
    }

    /** Show what buttons are for: an exercise is checked, and handed in. */
    showSaving(isExercise) {
        const { save, python } = this.buttons;
        save.textContent = say(isExercise ? "handIn" : "save");
        save.title = say(isExercise ? "handInHelp" : "saveHelp");
        python.textContent = say(isExercise ? "checkIt" : "python");
        python.title = say(isExercise ? "checkItHelp" : "proveHelp");
    }

    /** Show whether Python lies in the page. */
    showPython(isThere) {
        this.buttons.python.hidden = !isThere;
        this.buttons.grade.hidden = !isThere;
    }

    /** Show whether there is a tour of the workbook. */
    showTour(isThere) {
        this.buttons.tour.hidden = !isThere;
    }
}
