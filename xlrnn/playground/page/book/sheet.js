/** One sheet: its part of the file and those that it points at. */

import { place } from "./cells.js";
import { readChart } from "./charts.js";
import { readRules } from "./conditional.js";
import { readDrawing } from "./drawings.js";
import { readLinks, readNotes } from "./links_and_notes.js";
import { ofType } from "./package.js";
import { readRows } from "./rows.js";
import { rowsOf } from "./scan.js";
import { heightsOf, readColumns, tallestOf, widthsOf } from "./sizes.js";
import { readValidations } from "./validation.js";
import { readMerges, readOutline, readView } from "./view.js";
import { words } from "./words.js";
import { child, flag, parse } from "./xml.js";

/** A sheet without cells. */
const BARE = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>';

/** Read a sheet. `about` is what the workbook says of it: {name, hidden, path, isCells}. */
export async function readSheet(file, about, shared) {
    const { path, name } = about;
    const text = about.isCells ? await file.text(path) : BARE;
    if (!about.isCells) shared.warn(words.notASheet(name));
    const rows = rowsOf(text);
    const root = parse(rows ? text.slice(0, rows.start) + text.slice(rows.end) : text, path);
    const reading = readRows(rows && text.slice(rows.start, rows.end), path, shared.strings);
    if (reading.dataTables) shared.warn(words.dataTable(name));
    const relations = about.isCells ? await file.relations(path) : new Map();
    const columns = readColumns(root);
    const tallest = tallestOf(reading.cells, shared.styles, place);
    return {
        name,
        hidden: about.hidden,
        cells: reading.cells,
        columns,
        rows: reading.rows,
        widths: widthsOf(root, columns),
        heights: heightsOf(root, reading.rows, tallest),
        outline: readOutline(root),
        merges: readMerges(root),
        ...readView(root, shared.palette),
        last: reading.last,
        conditional: readRules(root, shared.looks, shared.palette),
        validations: readValidations(root),
        protected: flag(child(root, "sheetProtection"), "sheet"), // locked cells may not be changed
        links: readLinks(root, relations),
        notes: await notesOf(file, relations, shared),
        ...(await drawnOn(file, name, relations, shared)),
    };
}

async function notesOf(file, relations, { palette }) {
    const part = ofType(relations, "comments");
    return readNotes(part && (await file.root(part.target, { optional: true })), palette);
}

/** Charts, and other things that lie over the cells. */
async function drawnOn(file, name, relations, shared) {
    const part = ofType(relations, "drawing");
    const root = part && (await file.root(part.target, { optional: true }));
    if (!root) return { charts: [], shapes: [] };
    const inside = await file.relations(part.target);
    const things = readDrawing(root, shared.palette);
    const charts = [];
    for (const thing of things.filter(({ kind }) => kind === "chart")) {
        const target = inside.get(thing.id);
        const found = target && (await file.root(target.target, { optional: true }));
        const chart = found && readChart(found, shared.palette);
        if (chart) charts.push({ ...thing, ...chart });
        else shared.warn(words.chartKind(name));
    }
    if (things.some(({ kind }) => kind === "other")) shared.warn(words.pictures(name));
    return { charts, shapes: things.filter(({ kind }) => kind === "box" || kind === "line") };
}
