/** The keys on the sheet, while nothing is being edited. */

import { LAST_COLUMN, LAST_ROW, isOneCell, sameArea } from "./areas.js";
import { DIRECTIONS, around } from "./moving.js";

export class Keyboard {
    #tabbedFrom = null;
    #leaves = false;

    constructor({ grid, selection, editor, ways, actions }) {
        Object.assign(this, { grid, selection, editor, ways, actions });
        grid.element.addEventListener("keydown", (event) => this.#key(event));
    }

    #key(event) {
        if (this.editor.isOpen || event.target !== this.grid.element || event.isComposing) {
            return;
        }
        const control = event.ctrlKey || event.metaKey;
        const isDone =
            this.#move(event, control) ||
            (control && !event.altKey ? this.#command(event) : this.#act(event));
        if (isDone) {
            event.preventDefault();
        }
        this.#leaves = event.key === "Escape";
    }

    /** Keys that select; returns whether it was one. */
    #move(event, control) {
        const { key, shiftKey, altKey } = event;
        if (key === "Tab" || key === "Enter") {
            return !control && !altKey && this.#next(key, shiftKey ? -1 : 1);
        }
        this.#tabbedFrom = null;
        const target = altKey ? null : this.target(event, control);
        if (!target) {
            return false;
        }
        if (shiftKey) {
            this.selection.extend(target);
        } else {
            this.selection.select(target);
        }
        return true;
    }

    /** Where a key leads to, or null. */
    target({ key, shiftKey }, control) {
        const ways = this.ways();
        const { active, cursor } = this.selection;
        const from = shiftKey ? cursor : active;
        if (key in DIRECTIONS) {
            return control ? ways.jump(from, DIRECTIONS[key]) : ways.step(from, DIRECTIONS[key]);
        }
        if (key === "Home") {
            return control ? ways.home() : { row: from.row, column: 1 };
        }
        if (key === "End") {
            return control ? ways.last() : ways.endOfRow(from);
        }
        const step = { PageDown: 1, PageUp: -1 }[key];
        if (!step || control) {
            return null;
        }
        return ways.page(from, this.grid.element.clientHeight * 0.8, step);
    }

    /** Tab and Enter: the next cell, within what is selected if that is more than one. */
    #next(key, step) {
        if (key === "Tab" && this.#leaves) {
            return false;
        }
        const { selection } = this;
        if (!selection.isSingle && !isOneCell(selection.area)) {
            this.#roundWithin(key === "Tab", step);
            return true;
        }
        this.leave(key, step);
        return true;
    }

    /** Go on as Tab or Enter does after an input; Enter returns to the column where Tab began. */
    leave(key, step) {
        const { selection } = this;
        const ways = this.ways();
        const { active } = selection;
        if (key === "Tab") {
            this.#tabbedFrom ??= active.column;
            selection.select(ways.step(active, [0, step]));
            return;
        }
        const below = ways.step(active, [step, 0]);
        const column = this.#tabbedFrom ?? below.column;
        this.#tabbedFrom = null;
        selection.select({ row: below.row, column });
    }

    #roundWithin(byRows, step) {
        const { selection } = this;
        const all = selection.area;
        const area = {
            ...all,
            bottom: Math.min(all.bottom, all.top + 9999),
            right: Math.min(all.right, all.left + 999),
        };
        let next = around(area, selection.active, byRows, step);
        const first = next;
        // The cells that a merge hides are no stops.
        while (!isStop(selection, next)) {
            next = around(area, next, byRows, step);
            if (next.row === first.row && next.column === first.column) {
                break;
            }
        }
        selection.activate(next);
    }

    /** Keys with Ctrl or Cmd. */
    #command({ key, shiftKey }) {
        const { actions, selection } = this;
        const name = key.toLowerCase();
        const act = {
            a: () => this.#selectAll(),
            z: shiftKey ? actions.redo : actions.undo,
            y: actions.redo,
            d: actions.fillDown,
            r: actions.fillRight,
            enter: actions.followLink,
            "[": actions.reads,
            "]": actions.readBy,
            pagedown: () => actions.otherSheet(1),
            pageup: () => actions.otherSheet(-1),
            " ": () =>
                selection.choose({ ...selection.area, top: 1, bottom: LAST_ROW }, selection.active),
        }[name];
        act?.();
        return act !== undefined;
    }

    /** Keys without it. */
    #act(event) {
        const { actions, editor, selection } = this;
        const { key, altKey, shiftKey } = event;
        if (altKey) {
            return key === "ArrowDown" && actions.openList();
        }
        const act = {
            F2: () => editor.begin({ mode: "edit" }),
            Delete: actions.clear,
            Backspace: () => editor.begin({ mode: "enter", text: "" }),
            Escape: actions.escape,
            ContextMenu: actions.menu,
            F10: shiftKey ? actions.menu : undefined,
            " ": shiftKey
                ? () =>
                      selection.choose(
                          { ...selection.area, left: 1, right: LAST_COLUMN },
                          selection.active,
                      )
                : undefined,
        }[key];
        if (act) {
            act();
            return true;
        }
        if (key.length === 1 || key === "Process" || key === "Unidentified") {
            // The key itself then goes into the field that has the focus now.
            return !editor.begin({ mode: "enter", text: "" });
        }
        return false;
    }

    /** All that is filled; pressed again, the whole sheet. */
    #selectAll() {
        const { selection } = this;
        const used = this.ways().used();
        const all = { top: 1, left: 1, bottom: LAST_ROW, right: LAST_COLUMN };
        selection.choose(
            sameArea(selection.area, selection.withMerges(used)) ? all : used,
            selection.active,
        );
    }
}

function isStop(selection, cell) {
    const { top, left } = selection.withMerges({
        top: cell.row,
        left: cell.column,
        bottom: cell.row,
        right: cell.column,
    });
    return top === cell.row && left === cell.column;
}
