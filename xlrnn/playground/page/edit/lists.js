/**
 * The drop-down of a cell that has a list, by mouse, touch and keyboard; and the prompt of a cell.
 */

import { addressOf, areaOf } from "./areas.js";
import { button, make, newId, place } from "./elements.js";
import { besides } from "./notices.js";
import { offered, ruleOf } from "./rules.js";
import { told } from "./told.js";
import { shortText, valueText } from "./values.js";

const SIZE = 20;
const STEPS = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: 8,
    PageUp: -8,
    Home: -Infinity,
    End: Infinity,
};

export class Lists {
    #typed = "";
    #typedAt = 0;

    constructor({ document, stage, selection, editor, changes, grid }) {
        Object.assign(this, { document, stage, selection, editor, changes, grid });
        this.button = button("edit-open-list", told("openList"), "▾", () => this.toggle());
        this.button.tabIndex = -1;
        this.list = make("ul", "edit-list", { role: "listbox", tabindex: -1 });
        this.prompt = make("div", "edit-prompt", { role: "note" });
        this.list.hidden = true;
        this.prompt.hidden = true;
        stage.popups.append(this.button, this.list, this.prompt);
        stage.add(() => this.#paint());
        selection.addEventListener("select", () => this.close(false));
        editor.addEventListener("begin", () => this.close(false));
        this.list.addEventListener("keydown", (event) => this.#key(event));
        this.list.addEventListener("click", (event) => this.#clicked(event));
        this.list.addEventListener("focusout", () => this.close(false));
        this.list.addEventListener("pointerdown", (event) => event.stopPropagation());
        this.button.addEventListener("pointerdown", (event) => event.stopPropagation());
    }

    get isOpen() {
        return !this.list.hidden;
    }

    get rule() {
        return ruleOf(this.document, this.selection.sheet, this.selection.active);
    }

    /** The values that the active cell offers, or null. */
    get values() {
        const { rule } = this;
        return rule && offered(rule, this.document, this.selection.sheet);
    }

    toggle() {
        if (this.isOpen) {
            this.close();
        } else {
            this.open();
        }
    }

    /** Open the list of the active cell; false if it has none. */
    open() {
        const { values } = this;
        const { sheet, active } = this.selection;
        if (!values || !this.changes.mayBegin(sheet, active)) {
            return false;
        }
        const now = valueText(this.document.cell(sheet, active.row, active.column)?.value);
        this.options = values.map((value) => {
            const chosen = valueText(value) === now;
            const attributes = {
                role: "option",
                id: newId("edit-option"),
                "aria-selected": String(chosen),
            };
            return { value, element: make("li", "", attributes, shortText(value)) };
        });
        this.list.setAttribute("aria-label", told("listOf", { cell: addressOf(active) }));
        this.list.replaceChildren(...this.options.map(({ element }) => element));
        this.list.hidden = false;
        this.stage.paint();
        this.#go(
            Math.max(
                0,
                values.findIndex((value) => valueText(value) === now),
            ),
        );
        this.list.focus({ preventScroll: true });
        return true;
    }

    close(givesFocusBack = true) {
        if (this.list.hidden) {
            return;
        }
        this.list.hidden = true;
        if (givesFocusBack) {
            this.grid.element.focus({ preventScroll: true });
        }
    }

    #go(at) {
        this.at = Math.min(Math.max(at, 0), this.options.length - 1);
        const current = this.options[this.at]?.element;
        for (const { element } of this.options) {
            element.classList.toggle("edit-current", element === current);
        }
        if (current) {
            this.list.setAttribute("aria-activedescendant", current.id);
            const top = current.offsetTop;
            if (
                top < this.list.scrollTop ||
                top + current.offsetHeight > this.list.scrollTop + this.list.clientHeight
            ) {
                this.list.scrollTop = top - this.list.clientHeight / 2;
            }
        }
    }

    #key(event) {
        event.stopPropagation();
        if (event.key in STEPS && !event.altKey) {
            event.preventDefault();
            this.#go(this.at + STEPS[event.key]);
        } else if (event.key === "Enter" || event.key === " " || event.key === "Tab") {
            event.preventDefault();
            this.#choose(this.at);
        } else if (event.key === "Escape" || event.key === "ArrowUp") {
            event.preventDefault();
            this.close();
        } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
            this.#seek(event);
        }
    }

    /** What is typed leads to the option that begins so. */
    #seek(event) {
        this.#typed = event.timeStamp - this.#typedAt > 800 ? event.key : this.#typed + event.key;
        this.#typedAt = event.timeStamp;
        const wanted = this.#typed.toLowerCase();
        const found = this.options.findIndex(({ element }) =>
            element.textContent.toLowerCase().startsWith(wanted),
        );
        if (found >= 0) {
            this.#go(found);
        }
    }

    #clicked(event) {
        const at = this.options.findIndex(({ element }) => element === event.target);
        if (at >= 0) {
            this.#choose(at);
        }
    }

    #choose(at) {
        const { sheet, active } = this.selection;
        const { value } = this.options[at] ?? {};
        this.close();
        if (value !== undefined) {
            this.changes.apply([{ sheet, ...active, input: storedAs(value) }], { isTyped: true });
        }
    }

    #paint() {
        const { sheet, active } = this.selection;
        const isHere = sheet === this.stage.sheet && !this.editor.isOpen;
        const { rule } = this;
        const area = this.selection.withMerges(areaOf(active));
        const isList = isHere && rule?.kind === "list" && rule.button !== false;
        const rect = isList ? this.stage.onScreen(area) : null;
        place(this.button, rect && new DOMRect(rect.right, rect.bottom - SIZE, SIZE, SIZE));
        if (this.isOpen) {
            besides(this.list, this.stage, area);
        }
        this.#paintPrompt(isHere && !this.isOpen ? rule?.prompt : null, area);
    }

    #paintPrompt(prompt, area) {
        const { title = "", message = "", shown = true } = prompt ?? {};
        this.prompt.hidden = !shown || title + message === "";
        if (!this.prompt.hidden) {
            this.prompt.replaceChildren(
                make("strong", "", {}, title),
                make("span", "", {}, message),
            );
            besides(this.prompt, this.stage, area);
        }
    }
}

/** A fixed list holds texts; those that are numbers are put in as numbers. */
function storedAs(value) {
    const isNumber =
        typeof value === "string" && value.trim() !== "" && String(Number(value)) === value;
    return isNumber ? Number(value) : value;
}
