/**
 * The page's own sheet, workbook and engine around one small workbook, opened anew for each test.
 */

import { a1, areaName, readArea } from "../book/cells.js";
import { read } from "../book/read.js";
import { OpenWorkbook } from "../document.js";
import { connectEditing } from "../edit/edit.js";
import { startEngine } from "../engine/engine.js";
import { createGrid } from "../grid/grid.js";

const bytesOf = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const byId = (id) => document.getElementById(id);
const [file, wasm] = await Promise.all([bytesOf("book.xlsx"), bytesOf("../engine/formulon.wasm")]);
const worker = () => new Worker("../engine/worker.js", { type: "module" });
const engine = await startEngine({ wasm, worker, limit: 20_000 });

/** The one engine, for one workbook after the other. */
const borrowed = {
    open: (bytes) => engine.open(bytes),
    change: (changes) => engine.change(changes),
    save: () => engine.save(),
    close() {},
};

window.reopen = async () => {
    window.edit?.disconnect();
    window.open_?.close();
    const open = new OpenWorkbook(await read(file), file);
    const grid = createGrid(open);
    byId("sheet").replaceChildren(grid.element);
    open.addEventListener("change", ({ detail }) => grid.draw(detail.cells));
    window.grid = grid;
    window.open_ = open;
    window.edit = connectEditing({ grid, document: open, bar: byId("bar"), live: byId("live") });
    await open.connect(async () => borrowed);
    grid.element.focus();
};

/** What a cell holds when the engine has calculated. */
window.settled = async (address, sheet) => {
    const { top, left } = readArea(address);
    await window.open_.save();
    const { value, formula, array } = window.open_.cell(sheet, top, left) ?? {
        value: null,
        formula: null,
    };
    return { value, formula, array: array ? areaName(array) : null };
};

window.selectedNow = () => {
    const { active, area, isSingle } = window.edit.selection;
    const name = areaName(area);
    return isSingle ? a1(active.row, active.column) : `${name} ${a1(active.row, active.column)}`;
};

window.middleOf = (address) => {
    const { top, left } = readArea(address);
    window.grid.scrollTo(top, left);
    const inside = window.grid.rect(readArea(address));
    const layer = window.grid.overlay.getBoundingClientRect();
    return [
        layer.left + inside.left + inside.width / 2,
        layer.top + inside.top + inside.height / 2,
    ];
};

await window.reopen();
document.body.dataset.ready = "";
