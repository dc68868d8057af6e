/** The defined names and the sheets of a book, found by what a formula calls them. */

import { readArea } from "../book/cells.js";
import { tokensOf } from "./tokens.js";

const indexes = new WeakMap();

/** The number of the sheet that is called so, in either case; -1 if there is none. */
export function sheetNamed(book, text) {
    return indexOf(book).sheets.get(text.toLowerCase()) ?? -1;
}

/** The cells that a name stands for on a sheet, {sheet, area}; null if it stands for no range. */
export function placeOfName(book, text, sheet) {
    const found = indexOf(book).names.get(text.toLowerCase()) ?? [];
    const own = found.find((name) => name.home === sheet);
    return (own ?? found.find((name) => name.home === null))?.place ?? null;
}

/** The name that stands for just these cells, "" if none does. */
export function nameFor(book, sheet, area) {
    return indexOf(book).areas.get(idOf(sheet, area)) ?? "";
}

/** The names that stand for cells, each {name, place}. */
export function namedPlaces(book) {
    return [...indexOf(book).names.values()].flat().filter(({ place }) => place !== null);
}

function indexOf(book) {
    if (!indexes.has(book)) {
        indexes.set(book, makeIndex(book));
    }
    return indexes.get(book);
}

function makeIndex(book) {
    const index = { sheets: new Map(), names: new Map(), areas: new Map() };
    book.sheets.forEach(({ name }, number) => index.sheets.set(name.toLowerCase(), number));
    for (const { name, formula, sheet } of book.names) {
        const place = placeIn(formula, index);
        const id = name.toLowerCase();
        const entries = index.names.get(id) ?? [];
        index.names.set(id, [...entries, { name, home: sheet ?? null, place }]);
        if (
            place &&
            !index.areas.has(idOf(place.sheet, place.area)) &&
            !name.startsWith("_xlnm.")
        ) {
            index.areas.set(idOf(place.sheet, place.area), name);
        }
    }
    return index;
}

/** The one range with a sheet that a name's formula is, or null. */
function placeIn(formula, { sheets }) {
    const tokens = tokensOf(formula.replace(/^=/, ""));
    const [only] = tokens;
    if (tokens.length !== 1 || only.kind !== "area" || only.sheet === "") {
        return null;
    }
    const sheet = sheets.get(only.sheet.toLowerCase());
    const area = readArea(only.word);
    return area && sheet !== undefined ? { sheet, area } : null;
}

function idOf(sheet, { top, left, bottom, right }) {
    return `${sheet} ${top} ${left} ${bottom} ${right}`;
}
