/**
 * The guided tour: a lesson's first page, stop by stop, with the cells in question lit up.
 *
 * What there is to try can be done by a button, and taken back. The reader may leave the tour and
 * come back to where it was.
 */

import { button, element } from "../frame/elements.js";
import { changesOf, takenBack } from "./deed.js";
import { Lights } from "./lights.js";
import { stopsOf } from "./stops.js";
import { saying } from "../saying.js";

const say = saying("tour");

export class Tour {
    #stops = [];
    #at = 0;
    #lights = null;
    #back = null; // what takes the last deed back

    /** `panel` is where it speaks, `go` shows a place: `{sheet, top, left, bottom, right}`. */
    constructor(panel, go) {
        this.panel = panel;
        this.go = go;
        panel.hidden = true;
        panel.addEventListener("keydown", (event) => {
            if (event.key === "Escape") this.close();
        });
    }

    get isOpen() {
        return !this.panel.hidden;
    }

    /** Take another workbook: its tour (null if it has none), itself, and the grid that shows it. */
    take(tour, open, grid) {
        this.close();
        [this.open, this.grid] = [open, grid];
        this.#stops = tour ? stopsOf(tour) : [];
        this.#at = 0;
        this.#back = null;
    }

    /** Open or close it. */
    toggle() {
        if (this.isOpen) this.close();
        else this.#begin();
    }

    close() {
        this.#lights?.off();
        this.#lights = null;
        this.panel.hidden = true;
        this.panel.replaceChildren();
    }

    #begin() {
        if (this.#stops.length === 0) return;
        this.#lights = new Lights(this.grid, this.open.book);
        this.panel.hidden = false;
        this.#stop(this.#at);
    }

    #stop(number) {
        this.#at = number;
        this.#back = null;
        const { lit } = this.#stops[number];
        if (lit.length > 0) this.go(lit[0]);
        this.#lights.on(lit);
        this.#draw();
        this.panel.querySelector(".tour-text").focus();
    }

    #draw(refusal = "") {
        const stop = this.#stops[this.#at];
        const text = element("p", { className: "tour-text", tabIndex: -1 }, stop.text);
        this.panel.replaceChildren(
            element("div", { className: "tour-head" },
                element("strong", {}, where(stop)),
                button("✕", say("close"), () => this.close())),
            text,
            element("div", { className: "tour-buttons" }, ...this.#deeds(stop), ...this.#ways()),
        );
        if (refusal) text.after(element("p", { className: "tour-refusal", role: "alert" }, refusal));
    }

    #deeds(stop) {
        if (stop.puts.length === 0) return [];
        const name = this.#back ? "takeBack" : "doIt";
        return [button(say(name), say(name), () => this.#doIt(stop))];
    }

    #ways() {
        const last = this.#at === this.#stops.length - 1;
        const back = button(say("back"), say("back"), () => this.#stop(this.#at - 1));
        back.disabled = this.#at === 0;
        const onward = last ? "done" : this.#at === 0 ? "begin" : "next";
        const next = button(say(onward), say(onward), () => {
            if (last) this.close();
            else this.#stop(this.#at + 1);
        });
        next.className = "tour-next";
        return [back, next];
    }

    /** Do what the stop proposes; if that is done, take it back. */
    async #doIt(stop) {
        const { book } = this.open;
        const changes = this.#back ?? changesOf(stop, book);
        const back = this.#back ? null : takenBack(changes, book);
        const at = this.#at;
        try {
            await this.open.edit(changes);
        } catch (error) {
            if (this.isOpen && at === this.#at) this.#draw(say("refused", { why: error.message }));
            return;
        }
        if (!this.isOpen || at !== this.#at) return;
        this.#back = back;
        this.#draw();
        this.panel.querySelector(".tour-buttons button").focus();
    }
}

function where({ part, number, count }) {
    return count > 1 ? say("where", { part, number, count }) : part;
}
