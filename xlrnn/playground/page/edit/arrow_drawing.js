/**
 * The arrows as they are seen: frames around places, curves between them, names of what is away.
 */

import { firstOf, nameOf } from "./areas.js";
import { arrow } from "./curve.js";
import { draw, make, place as lay } from "./elements.js";
import { calledFrom, idOfPlace, symbolOf } from "./places.js";
import { told } from "./told.js";

const LEVELS = 6; // shades; deeper levels keep the last
const GAP = 6; // pixels between a cell and its sign
const STEP = 4;

export class ArrowDrawing {
    #trace = null;
    #isNew = false;

    constructor({ document, stage, goTo }) {
        Object.assign(this, { document, stage, goTo });
        this.svg = draw("svg", "edit-arrows", { "aria-hidden": "true", focusable: "false" });
        this.frames = make("div", "edit-arrow-frames", { "aria-hidden": "true" });
        this.signs = make("div", "edit-arrow-signs");
        stage.layer.append(this.frames, this.svg);
        stage.popups.append(this.signs);
        stage.add(() => this.#paint());
    }

    /** Show a trace, or nothing. */
    show(trace) {
        this.#trace = trace;
        this.#isNew = true;
        this.stage.repaint();
    }

    #paint() {
        this.svg.replaceChildren();
        this.frames.replaceChildren();
        const signs = new Map();
        if (this.#trace) {
            this.#trace.levels.forEach((edges, level) => this.#paintLevel(edges, level, signs));
            this.#frame(this.#trace.origin, "edit-origin", 0);
        }
        this.#placeSigns(signs);
        this.#isNew = false;
    }

    #paintLevel(edges, level, signs) {
        const { isBack, levels } = this.#trace;
        const isFresh = this.#isNew && level === levels.length - 1;
        const others = this.#rects();
        const shade = `edit-level-${Math.min(level, LEVELS - 1)}`;
        const kind = `${isBack ? "edit-back" : "edit-on"} ${shade}`;
        for (const { from, to } of edges) {
            const [start, end] = [this.#rectOf(from), this.#rectOf(to)];
            const far = isBack ? from : to;
            if (start && end) {
                this.svg.append(
                    arrow(start, end, others, `${kind}${isFresh ? " edit-fresh" : ""}`),
                );
            } else if (start || end) {
                const near = this.stage.onScreen(start ? from.area : to.area);
                note(signs, { near, far: start ? to : from, isBack: !start, kind });
            }
            this.#frame(far, kind, level);
        }
    }

    /** Where all places of the trace are seen: arrows go around them. */
    #rects() {
        const edges = this.#trace.levels.flat();
        const places = edges.flatMap(({ from, to }) => [from, to]);
        return places.map((place) => this.#rectOf(place)).filter((rect) => rect !== null);
    }

    #rectOf({ sheet, area }) {
        return sheet === this.stage.sheet ? this.stage.rectOf(area) : null;
    }

    /** A frame around a place, with the symbol that it has. */
    #frame(place, kind) {
        const rect = this.#rectOf(place);
        if (!rect) {
            return;
        }
        const frame = make("div", `edit-frame ${kind}`);
        const symbol = kind === "edit-origin" ? "" : symbolOf(this.document.book, place);
        if (symbol) {
            frame.append(make("span", "edit-symbol", {}, symbol));
        }
        lay(frame, rect);
        this.frames.append(frame);
    }

    /** Signs of what lies elsewhere, each once, at the cell that it belongs to. */
    #placeSigns(signs) {
        const focused = document.activeElement?.dataset?.place;
        const made = [...signs.values()].map((sign) => [this.#sign(sign), sign.near]);
        this.signs.replaceChildren(...made.map(([element]) => element));
        const taken = made.map(([, near]) => near);
        for (const [element, near] of made) {
            taken.push(settle(element, near, this.stage.frame, taken));
        }
        const again = made.find(([element]) => element.dataset.place === focused);
        again?.[0].focus({ preventScroll: true });
    }

    #sign({ far, kind, isBack }) {
        const { book } = this.document;
        const sheet = book.sheets[far.sheet];
        const text = calledFrom(book, this.stage.sheet, far);
        const name = symbolOf(book, far) || nameOf(far.area);
        const label = told("elsewhere", { name, sheet: sheet.name });
        const sign = make(
            "button",
            `edit-sign ${kind}`,
            { type: "button", title: label, "aria-label": label, "data-place": idOfPlace(far) },
            isBack ? `${text} →` : `→ ${text}`,
        );
        sign.disabled = sheet.hidden;
        sign.addEventListener("click", () => this.goTo(far.sheet, far.area, firstOf(far.area)));
        return sign;
    }
}

/** Remember a sign of what is elsewhere; what several cells read or are read by, has one. */
function note(signs, sign) {
    const id = `${sign.isBack} ${idOfPlace(sign.far)}`;
    if (!signs.has(id)) {
        signs.set(id, sign);
    }
}

/**
 * Put a sign beneath its cell, or above it where the sheet ends, and where no other one is.
 *
 * Returns where it is.
 */
function settle(element, near, frame, taken) {
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.max(frame.left, Math.min(near.left + near.width / 2, frame.right - width));
    const lies = (top) => ({ left, top, width, height });
    const isFree = (top) => !taken.some((other) => meets(other, lies(top)));
    const lowest = frame.bottom - height - GAP;
    let top = near.bottom + GAP;
    while (top <= lowest && !isFree(top)) top += STEP;
    if (top > lowest) {
        top = Math.min(near.top - GAP - height, lowest);
        while (top > frame.top && !isFree(top)) top -= STEP;
    }
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return lies(top);
}

function meets(one, other) {
    const apart = (first, size, next) => first + size <= next;
    return !(
        apart(one.left, one.width, other.left) ||
        apart(other.left, other.width, one.left) ||
        apart(one.top, one.height, other.top) ||
        apart(other.top, other.height, one.top)
    );
}
