/**
 * Connects a grid, an open workbook and a formula bar by everything that a hand does in a sheet.
 *
 * Each part is a file of its own; this one knows who needs whom, and what the actions are that
 * keys, buttons and the menu share.
 */

import { LAST_COLUMN, LAST_ROW, cellsOf, common, firstOf, nameOf } from "./areas.js";
import { ArrayBlocks } from "./arrays.js";
import { Arrows } from "./arrows.js";
import { CellEditor } from "./cell_editor.js";
import { Changed } from "./changed.js";
import { Changes } from "./changes.js";
import { Clipboard } from "./clipboard.js";
import { Colours } from "./colours.js";
import { Dialog } from "./dialog.js";
import { Drags } from "./drag.js";
import { Editor } from "./editor.js";
import { EditorKeys } from "./editor_keys.js";
import { Field } from "./field.js";
import { Fill } from "./fill.js";
import { FormulaBar } from "./formula_bar.js";
import { Keyboard } from "./keyboard.js";
import { Lists } from "./lists.js";
import { Menu } from "./menu.js";
import { Ways } from "./moving.js";
import { Notices } from "./notices.js";
import { Pointer } from "./pointer.js";
import { Pointing } from "./pointing.js";
import { Protection } from "./protection.js";
import { Selection } from "./selection.js";
import { SelectionView } from "./selection_view.js";
import { Stage } from "./stage.js";
import { told } from "./told.js";
import { Touch } from "./touch.js";
import { Validation } from "./validation.js";

/**
 * Let a sheet be edited.
 *
 * @param grid the sheet as it is seen
 * @param document the open workbook
 * @param bar the element of the formula bar, which is filled
 * @param live the live region, in which changes are read out
 * @returns {selection, editor, arrows, actions, goTo, disconnect}; before another workbook is
 *     connected, this one is disconnected
 */
export function connectEditing({ grid, document: open, bar, live }) {
    const connection = new AbortController();
    const parts = { document: open, grid, live, signal: connection.signal };
    grid.element.setAttribute("aria-description", told("sheetHelp"));
    parts.stage = new Stage(grid, parts.signal);
    parts.selection = new Selection(open.book, grid.sheet);
    parts.notices = new Notices(parts);
    parts.arrays = new ArrayBlocks(open);
    parts.ways = () => new Ways(open, grid.sheet);
    parts.drags = new Drags(grid);
    parts.drag = (element, hooks) => parts.drags.on(element, hooks);
    parts.goTo = (sheet, area, active) => goTo(parts, sheet, area, active);
    connectInput(parts);
    parts.actions = actionsOf(parts);
    connectHands(parts);
    parts.bar = new FormulaBar({ ...parts, bar });
    follow(parts);
    const { selection, editor, arrows, actions } = parts;
    const disconnect = () => {
        editor.cancel();
        connection.abort();
    };
    return { selection, editor, arrows, actions, goTo: parts.goTo, disconnect };
}

/** What is typed, and whether a cell takes it. */
function connectInput(parts) {
    parts.protection = new Protection(parts.document);
    parts.dialog = new Dialog(document.body);
    parts.validation = new Validation(parts);
    parts.changes = new Changes(parts);
    parts.cellField = new Field("edit-in-cell", told("formula"));
    parts.barField = new Field("edit-in-bar", told("formula"));
    parts.editor = new Editor(parts);
    parts.pointing = new Pointing(parts);
    parts.colours = new Colours(parts);
    parts.cellEditor = new CellEditor(parts);
}

/** What is done with keys, mouse and fingers. */
function connectHands(parts) {
    parts.view = new SelectionView(parts);
    parts.lists = new Lists(parts);
    parts.fill = new Fill(parts);
    parts.clipboard = new Clipboard(parts);
    parts.changed = new Changed(parts);
    parts.arrows = new Arrows(parts);
    parts.menu = new Menu(parts);
    parts.keyboard = new Keyboard(parts);
    parts.editorKeys = new EditorKeys(parts);
    parts.pointer = new Pointer(parts);
    parts.touch = new Touch(parts);
}

function actionsOf(parts) {
    const { changes, editor, grid, selection, notices } = parts;
    return {
        edit: () => editor.begin({ mode: "edit" }),
        undo: () => again(parts, () => changes.undo(), ["undone", "nothingToUndo"]),
        redo: () => again(parts, () => changes.redo(), ["redone", "nothingToRedo"]),
        fillDown: () => parts.fill.down(),
        fillRight: () => parts.fill.right(),
        copy: () => parts.clipboard.copy(false),
        cut: () => parts.clipboard.copy(true),
        paste: () => parts.clipboard.paste(),
        clear: () => clear(parts),
        reads: () => parts.arrows.reads(),
        readBy: () => parts.arrows.readBy(),
        clearArrows: () => parts.arrows.clear(),
        menu: () => parts.menu.open(),
        openList: () => parts.lists.open(),
        followLink: () => followLink(grid, selection.active),
        otherSheet: (step) => otherSheet(parts, step),
        escape: () => {
            notices.clear();
            return parts.clipboard.forget() || parts.arrows.clear() || selection.sheet;
        },
    };
}

/** Undo or redo. What is still being calculated comes first, so only then it is known what there is. */
async function again({ document: open, notices }, act, [done, nothing]) {
    const changes = new AbortController();
    let isDone = false;
    const note = ({ detail }) => {
        isDone ||= detail.own.length > 0;
    };
    open.addEventListener("change", note, { signal: changes.signal });
    await act();
    changes.abort();
    notices.announce(told(isDone ? done : nothing));
}

/** Empty what is selected; an array formula goes whole or not at all. */
async function clear({ document: open, selection, changes, notices }) {
    const { sheet, area } = selection;
    const last = open.book.sheets[sheet].last;
    const used = common(area, {
        top: 1,
        left: 1,
        bottom: Math.max(1, last.row),
        right: Math.max(1, last.column),
    });
    const filled = used
        ? [...cellsOf(used)].filter(({ row, column }) => isFilled(open.cell(sheet, row, column)))
        : [];
    const outcome = await changes.apply(filled.map((cell) => ({ sheet, ...cell, input: null })));
    if (outcome === "done") {
        notices.announce(told("cleared", { area: nameOf(area) }));
    }
}

const isFilled = (cell) =>
    cell !== undefined && (cell.value !== null || Boolean(cell.formula) || Boolean(cell.array));

/** Go where the link of a cell leads. */
function followLink(grid, { row, column }) {
    const link = grid.links.at(row, column);
    return link !== null && grid.follow(link.location);
}

/** Show the next page that is not hidden. */
function otherSheet({ document: open, grid }, step) {
    const { sheets } = open.book;
    let next = grid.sheet + step;
    while (sheets[next]?.hidden) {
        next += step;
    }
    if (sheets[next]) {
        grid.show(next);
    }
}

const AROUND = { rows: 6, columns: 2 };

/** Show a place and select it. */
function goTo({ grid, selection }, sheet, area, active = firstOf(area)) {
    if (grid.sheet !== sheet) {
        grid.show(sheet);
    }
    selection.goTo(sheet);
    grid.element.focus({ preventScroll: true });
    // Not at the edge: what is around it is to be seen, too.
    grid.scrollTo(
        Math.min(active.row + AROUND.rows, LAST_ROW),
        Math.min(active.column + AROUND.columns, LAST_COLUMN),
    );
    selection.choose(area, active);
}

/** Keep the parts in step with each other. */
function follow(parts) {
    const { document: open, selection, bar, colours, stage, grid, editor } = parts;
    const refresh = () => {
        bar.refresh();
        if (!editor.isOpen) {
            colours.refresh();
        }
        stage.repaint();
    };
    selection.addEventListener("select", refresh);
    parts.arrows.addEventListener("show", refresh);
    open.addEventListener("change", refresh);
    stage.onSheet(() => {
        parts.lists.close(false);
        if (!editor.isOpen) {
            selection.goTo(grid.sheet);
        }
        refresh();
    });
    grid.element.addEventListener("follow", ({ detail }) => parts.goTo(detail.sheet, detail.area));
    refresh();
}
