/** What can be done with the selected cells, for fingers, the right button and the menu key. */

import { areaOf, contains, nameOf } from "./areas.js";
import { make } from "./elements.js";
import { besides } from "./notices.js";
import { told } from "./told.js";

export class Menu {
    constructor({ grid, stage, selection, actions }) {
        Object.assign(this, { grid, stage, selection });
        this.element = make("div", "edit-menu", { role: "menu", tabindex: -1 });
        this.element.hidden = true;
        this.items = ENTRIES.map(([name, act]) => this.#item(name, actions[act]));
        this.element.append(...this.items);
        stage.popups.append(this.element);
        stage.add(
            () => !this.element.hidden && besides(this.element, stage, areaOf(selection.active)),
        );
        this.element.addEventListener("keydown", (event) => this.#key(event));
        this.element.addEventListener("focusout", ({ relatedTarget }) => {
            if (!this.element.contains(relatedTarget)) {
                this.close(false);
            }
        });
        for (const type of ["pointerdown", "mousedown"]) {
            this.element.addEventListener(type, (event) => {
                event.stopPropagation();
                event.preventDefault();
            });
        }
    }

    /** Open for a cell, which is selected if it is not among those that are. */
    openAt(cell) {
        if (!contains(this.selection.area, cell)) {
            this.selection.select(cell);
        }
        this.open();
    }

    open() {
        this.element.setAttribute(
            "aria-label",
            told("menu", { area: nameOf(this.selection.area) }),
        );
        this.element.hidden = false;
        this.stage.paint();
        this.items[0].focus({ preventScroll: true });
    }

    close(givesFocusBack = true) {
        if (this.element.hidden) {
            return;
        }
        this.element.hidden = true;
        if (givesFocusBack) {
            this.grid.element.focus({ preventScroll: true });
        }
    }

    #item(name, act) {
        const item = make(
            "button",
            "edit-item",
            { type: "button", role: "menuitem", tabindex: -1 },
            told(name),
        );
        item.addEventListener("click", () => {
            this.close();
            act();
        });
        return item;
    }

    #key(event) {
        event.stopPropagation();
        const at = this.items.indexOf(document.activeElement);
        const count = this.items.length;
        const next = { ArrowDown: at + 1, ArrowUp: at - 1 + count, Home: 0, End: count - 1 }[
            event.key
        ];
        if (next !== undefined) {
            event.preventDefault();
            this.items[next % count].focus();
        } else if (event.key === "Escape" || event.key === "Tab") {
            event.preventDefault();
            this.close();
        }
    }
}

const ENTRIES = [
    ["menuEdit", "edit"],
    ["menuCopy", "copy"],
    ["menuCut", "cut"],
    ["menuPaste", "paste"],
    ["menuClear", "clear"],
    ["menuDown", "fillDown"],
    ["menuRight", "fillRight"],
    ["menuReads", "reads"],
    ["menuReadBy", "readBy"],
];
