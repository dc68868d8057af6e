/** Folded rows or columns: what a sheet groups is hidden and shown by a button at its heading. */

import { letters } from "../book/cells.js";
import { words } from "./words.js";

/** The folds of rows, or of columns. `toggled` is called after one was opened or closed. */
export class Folds {
    constructor({ groups, set, name, toggled }) {
        Object.assign(this, { set, name, toggled });
        this.byPlace = new Map(groups.map((group) => [group.at, group]));
    }

    /** The button that stands at the heading of a row or column; null if none does. */
    buttonAt(number) {
        const group = this.byPlace.get(number);
        if (!group) return null;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sheet-fold";
        button.textContent = group.folded ? "+" : "−";
        button.setAttribute("aria-expanded", String(!group.folded));
        const what = this.name(group.first, group.last);
        button.title = group.folded ? words.show(what) : words.hide(what);
        button.setAttribute("aria-label", button.title);
        button.addEventListener("click", () => {
            this.set(group, !group.folded);
            this.toggled();
        });
        return button;
    }
}

/** The folds of a sheet's columns. */
export function foldsOfColumns(sheet, toggled) {
    const levels = sheet.columns.flatMap(({ first, last, level, hidden }) =>
        level ? [{ first, last, level, hidden }] : [],
    );
    return new Folds({
        groups: groupsOf(levels, sheet.outline.right),
        set: ({ first, last }, hidden) => {
            for (const column of sheet.columns) {
                if (column.level && column.first >= first && column.last <= last)
                    column.hidden = hidden;
            }
        },
        name: (first, last) => words.columns(letters(first), letters(last)),
        toggled,
    });
}

/** The folds of a sheet's rows. */
export function foldsOfRows(sheet, toggled) {
    const levels = [...sheet.rows]
        .filter(([, { level }]) => level)
        .map(([row, { level, hidden }]) => ({ first: row, last: row, level, hidden }))
        .sort((one, other) => one.first - other.first);
    return new Folds({
        groups: groupsOf(levels, sheet.outline.below),
        set: ({ first, last }, hidden) => {
            for (let row = first; row <= last; row++) {
                const about = sheet.rows.get(row);
                if (about?.level) about.hidden = hidden;
            }
        },
        name: words.rows,
        toggled,
    });
}

/** Runs of neighbours of a level: {first, last, at, folded}; the button stands after or before. */
function groupsOf(levels, after) {
    const groups = [];
    const deepest = Math.max(0, ...levels.map(({ level }) => level));
    for (let level = deepest; level >= 1; level--) {
        let run = null;
        for (const each of levels.filter((one) => one.level >= level)) {
            if (run && run.last + 1 === each.first) {
                run.last = each.last;
                run.folded &&= each.hidden;
            } else {
                run = { first: each.first, last: each.last, folded: each.hidden };
                groups.push(run);
            }
        }
    }
    for (const group of groups) {
        const before = group.first > 1 ? group.first - 1 : group.last + 1;
        group.at = after ? group.last + 1 : before;
    }
    return groups;
}
