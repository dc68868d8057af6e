/**
 * The workbook's own check: where it stands, and what it says now.
 *
 * It is found by the names that xlrnn gives to its cells, which follow inserted rows and renamed
 * sheets; never by an address. Nothing is judged here: the formulas of the workbook judge.
 */

import { key, readPlace, sheetNumber } from "../book/cells.js";

/** The hidden sheet by which xlrnn's workbooks are known. */
const MANIFEST = "xlrnn";
const SUMMARIES = { numpy: "numpy_summary", notation: "notation_summary" };
const VERDICTS = { numpy: "numpy_verdict", notation: "notation_verdict" };

const manifestOf = (book) => book.sheets.find(({ name }) => name.toLowerCase() === MANIFEST);

/** Whether xlrnn made a workbook, as far as that can be seen. */
export const isOurs = (book) => manifestOf(book) !== undefined;

/** What a workbook of xlrnn says of itself; null if it is none, or that cannot be read. */
export function recordOf(book) {
    const text = manifestOf(book)?.cells.get(key(1, 1))?.value;
    try {
        return typeof text === "string" ? JSON.parse(text) : null;
    } catch {
        return null;
    }
}

/**
 * What a workbook's check says: `[{kind, state, count, all, place}]`, empty if it has none.
 *
 * `kind` is `numpy`, `notation`, `self` (an exercise's) or `filled`; `state` is `agrees`, `differs`,
 * `stale`, `notCalculated` or `unclear`, and of an exercise `agrees` or `open`.
 */
export function readCheck(book) {
    if (!isOurs(book)) return [];
    const compared = Object.keys(SUMMARIES).map((kind) => readSummary(book, kind));
    return [...compared, readFilled(book), readSelfCheck(book)].filter(Boolean);
}

function readSummary(book, kind) {
    const summary = named(book, SUMMARIES[kind]);
    if (!summary) return null;
    const verdicts = named(book, VERDICTS[kind])?.values ?? [];
    const count = verdicts.filter((said) => said === "differs").length;
    const [said] = summary.values;
    return { kind, state: stateOf(said), count, all: verdicts.length, place: summary.place };
}

function stateOf(said) {
    if (said === "agrees") return "agrees";
    if (said === "inputs changed") return "stale";
    if (typeof said !== "string") return "unclear";
    return said.startsWith("not calculated") ? "notCalculated" : "differs";
}

function readSelfCheck(book) {
    const found = named(book, "self_check");
    if (!found) return null;
    return done("self", found, (said) => typeof said === "string" && said.startsWith("✓"));
}

function done(kind, { values, place }, isDone) {
    const count = values.filter(isDone).length;
    const state = count === values.length ? "agrees" : "open";
    return { kind, state, count, all: values.length, place };
}

/** How many of the blank cells are filled: the numbers to the right say how many there are. */
function readFilled(book) {
    const found = named(book, "filled");
    if (!found) return null;
    const { sheet, area } = found;
    const right = { ...area, left: area.right + 1, right: area.right + 1 };
    const count = sum(found.values);
    const all = sum(valuesOf(book, sheet, right));
    return { kind: "filled", state: count === all ? "agrees" : "open", count, all, place: found.place };
}

const sum = (values) =>
    values.reduce((total, value) => total + (typeof value === "number" ? value : 0), 0);

/** Where a name of the workbook points, and what stands there; null if there is none. */
export function named(book, name) {
    const found = placeNamed(book, name);
    return found && { ...found, values: valuesOf(book, found.sheet, found.area) };
}

/** Where a name of the workbook points: `{sheet, area, place}`, the place being its first cell. */
export function placeNamed(book, name) {
    const isIt = (one) => one.name.toLowerCase() === name.toLowerCase() && one.sheet === null;
    const found = book.names.find(isIt);
    const target = found && readPlace(found.formula);
    const sheet = target ? sheetNumber(book.sheets, target.sheet) : -1;
    if (sheet < 0) return null;
    const { area } = target;
    const place = { sheet, row: area.top, column: area.left };
    return { sheet, area, place };
}

function valuesOf(book, sheet, { top, left, bottom, right }) {
    const values = [];
    for (let row = top; row <= Math.min(bottom, top + 9_999); row += 1) {
        for (let column = left; column <= Math.min(right, left + 99); column += 1) {
            values.push(book.sheets[sheet].cells.get(key(row, column))?.value ?? null);
        }
    }
    return values;
}
