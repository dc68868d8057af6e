/** A word at a cell, also read out: what was refused, and why. It goes with the next thing done. */

import { areaOf } from "./areas.js";
import { make, newId } from "./elements.js";

const GAP = 4; // pixels
const TOGETHER = 300; // milliseconds

export class Notices {
    constructor({ stage, live }) {
        this.stage = stage;
        this.live = live;
        this.cell = null;
        this.lines = new Map();
        this.element = make("div", "edit-notice", { id: newId("edit-notice") });
        this.element.hidden = true;
        stage.popups.append(this.element);
        stage.add(() => this.#paint());
    }

    /**
     * Read a text out. What is said of other topics at nearly the same time is read with it, as
     * what changed and which cell is active after an input.
     */
    announce(text, topic = "done") {
        clearTimeout(this.timer);
        this.lines.set(topic, text);
        this.live.textContent = [...this.lines.values()].join(". ");
        this.timer = setTimeout(() => this.lines.clear(), TOGETHER);
    }

    /** Say a text at a cell, and read it out. */
    say(text, cell = this.cell ?? { row: 1, column: 1 }) {
        this.cell = { row: cell.row, column: cell.column };
        this.element.textContent = text;
        this.element.hidden = false;
        this.announce(text, "notice");
        this.stage.paint();
    }

    clear() {
        this.element.hidden = true;
    }

    get isShown() {
        return !this.element.hidden;
    }

    #paint() {
        if (this.isShown) {
            besides(this.element, this.stage, areaOf(this.cell));
        }
    }
}

/** Put an element of the page under a cell, or above it where there is no room below. */
export function besides(element, stage, area) {
    const rect = stage.onScreen(area);
    element.classList.toggle("edit-astray", !rect);
    if (!rect) {
        return;
    }
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = rect.bottom + GAP;
    const above = rect.top - height - GAP;
    const fitsBelow = below + height <= innerHeight || above < 0;
    element.style.left = `${Math.max(GAP, Math.min(rect.left, innerWidth - width - GAP))}px`;
    element.style.top = `${fitsBelow ? below : above}px`;
}
