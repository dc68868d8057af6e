/**
 * Arrows along the way of a number: to a cell from all that it reads, or from it to all that read
 * it.
 *
 * Each further request goes one level on. What lies on another page, or out of sight, is named at
 * the edge, and a click leads there. Dispatches "show" when arrows come or go.
 */

import { addressOf, nameOf } from "./areas.js";
import { ArrowDrawing } from "./arrow_drawing.js";
import { Graph } from "./graph.js";
import { MOST_EDGES, endsOf, follow, traceFrom } from "./trace.js";
import { calledFrom, idOfPlace } from "./places.js";
import { told } from "./told.js";

const MOST_TOLD = 6;

export class Arrows extends EventTarget {
    #trace = null;
    #turn = Promise.resolve();

    constructor({ document, arrays, grid, selection, stage, notices, goTo }) {
        super();
        Object.assign(this, { document, grid, selection, notices });
        this.graph = new Graph({ document, arrays });
        this.drawing = new ArrowDrawing({ document, stage, goTo });
        document.addEventListener(
            "change",
            ({ detail }) => detail.own.length > 0 && this.#refresh(),
        );
    }

    get isShown() {
        return this.#trace !== null;
    }

    /** Show what the active cell reads; asked again, what that reads. */
    reads() {
        return this.#request(true);
    }

    /** Show what reads the active cell; asked again, what reads that. */
    readBy() {
        return this.#request(false);
    }

    /** Take the arrows away; false if there are none. */
    clear() {
        const had = this.isShown;
        this.#trace = null;
        this.#show();
        return had;
    }

    /** One request after the other: what a second one means depends on what the first one found. */
    #request(isBack) {
        this.#turn = this.#turn.then(() => this.#further(isBack));
        return this.#turn;
    }

    async #further(isBack) {
        const { sheet, active, area, isSingle } = this.selection;
        const origin = { sheet, area: isSingle ? this.selection.withMerges(area) : area };
        const goesOn =
            this.#trace?.isBack === isBack && idOfPlace(this.#trace.origin) === idOfPlace(origin);
        if (!goesOn) {
            this.#trace = traceFrom(origin, isBack);
        }
        const trace = this.#trace;
        const edges = await follow(trace, this.graph);
        if (trace !== this.#trace) {
            return; // taken away meanwhile
        }
        if (trace.levels.length === 0) {
            this.#trace = null;
            this.#sayNothing(origin, active, isBack);
        } else {
            this.#tell(trace, edges, active);
        }
        this.#show();
    }

    #show() {
        this.drawing.show(this.#trace);
        this.dispatchEvent(new Event("show"));
    }

    /** After a change, the same way anew: formulas may read other cells now. */
    async #refresh() {
        const old = this.#trace;
        if (!old) {
            return;
        }
        const trace = traceFrom(old.origin, old.isBack);
        for (let level = 0; level < old.levels.length; level += 1) {
            await follow(trace, this.graph);
        }
        if (this.#trace === old) {
            this.#trace = trace.levels.length > 0 ? trace : null;
            this.#show();
        }
    }

    #tell(trace, edges, active) {
        const { levels, isBack, origin } = trace;
        const cell = nameOf(origin.area);
        const list = this.#list(
            endsOf(edges.length > 0 ? edges : levels.at(-1), isBack),
            origin.sheet,
        );
        const level = levels.length;
        let text = told(isBack ? "readsThese" : "readByThese", { cell, list });
        if (edges.length === 0) {
            text = told(isBack ? "noMoreReads" : "noMoreReadBy", { list: "" }).trim();
        } else if (level > 1) {
            text = told(isBack ? "stepBack" : "stepOn", { level, list });
        }
        const cut = trace.isCut ? ` ${told("tooManyArrows", { count: MOST_EDGES })}` : "";
        if (edges.length === 0) {
            this.notices.say(text + cut, active);
        } else {
            this.notices.announce(text + cut);
        }
    }

    #list(places, sheet) {
        const { book } = this.document;
        const names = places.slice(0, MOST_TOLD).map((place) => calledFrom(book, sheet, place));
        const list = names.join(", ");
        return places.length > MOST_TOLD ? told("andMore", { list }) : list;
    }

    #sayNothing({ sheet }, active, isBack) {
        const cell = addressOf(active);
        const { value = null, formula = null } =
            this.document.cell(sheet, active.row, active.column) ?? {};
        const kinds = { number: "isNumber", string: "isText" };
        const kind = formula
            ? "noReference"
            : value === null
              ? "isEmpty"
              : (kinds[typeof value] ?? "isText");
        const text = isBack
            ? told("readsNothing", { cell, content: told(kind) })
            : told("readByNothing", { cell });
        this.notices.say(text, active);
    }
}
