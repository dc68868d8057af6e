/** The value of a rule's formula for one cell. What cannot be told throws `Unknown`. */

import { ROWS, COLUMNS, count, key, readPlace, sheetNumber } from "../../book/cells.js";
import { functions } from "./functions.js";
import { parse } from "./parse.js";
import { Unknown, compare, isError, toNumber, toText } from "./values.js";

const MOST_CELLS = 100_000;
const DEEPEST = 20;

/**
 * The value of a formula.
 *
 * `at` is {book, sheet, down, right}: the workbook, the number of the sheet, and how far the cell
 * lies from the one that the formula is written for.
 */
export function evaluate(formula, at) {
    const tree = parse(formula);
    if (tree === null) throw new Unknown(formula);
    return single(valueOf(tree, { depth: 0, ...at }));
}

/** Whether a formula has the same value for every cell of its rule. */
export function isFixed(formula) {
    const tree = parse(formula);
    return tree !== null && staysAlone(tree);
}

function staysAlone(tree) {
    if (tree.kind === "cells") return [tree.first, tree.last].every(isFixedCell);
    if (tree.kind === "call") return !isPlace(tree.name) && tree.inputs.every(staysAlone);
    return tree.kind !== "operation" || (staysAlone(tree.left) && staysAlone(tree.right));
}

const isFixedCell = ({ fixedRow, fixedColumn }) => fixedRow && fixedColumn;
const isPlace = (name) => name === "ROW" || name === "COLUMN";

/** A tree's value: a single one, or an area {cells: [values]}. */
function valueOf(tree, at) {
    switch (tree.kind) {
        case "value":
            return tree.value;
        case "cells":
            return cellsOf(tree, at);
        case "name":
            return named(tree.name, at);
        case "call":
            return called(tree, at);
        default:
            return operated(tree, at);
    }
}

/** The only value of an area of one cell. */
export function single(value) {
    if (!value?.cells) return value;
    if (value.cells.length !== 1) throw new Unknown("an area where a value is expected");
    return value.cells[0];
}

function called({ name, inputs }, at) {
    const does = functions[name];
    if (!does) throw new Unknown(name);
    const lazy = inputs.map((input) => () => valueOf(input, at));
    return does(lazy, at);
}

function operated({ sign, left, right }, at) {
    const [one, other] = [single(valueOf(left, at)), single(valueOf(right, at))];
    const error = [one, other].find(isError);
    if (error) return error;
    if (sign === "&") return toText(one) + toText(other);
    if (sign in COMPARED) return COMPARED[sign](compare(one, other));
    const [a, b] = [toNumber(one), toNumber(other)];
    return [a, b].find(isError) ?? calculated(sign, a, b);
}

const COMPARED = {
    "=": (order) => order === 0, "<>": (order) => order !== 0, "<": (order) => order < 0,
    ">": (order) => order > 0, "<=": (order) => order <= 0, ">=": (order) => order >= 0,
};

function calculated(sign, a, b) {
    if (sign === "/" && b === 0) return { error: "#DIV/0!" };
    const value = { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "^": a ** b }[sign];
    return Number.isFinite(value) ? value : { error: "#NUM!" };
}

function cellsOf({ sheet, first, last }, at) {
    const number = sheet === null ? at.sheet : numberOf(at.book, sheet);
    const [one, other] = [first, last].map((cell) => ({
        row: cell.fixedRow ? cell.row : wrapped(cell.row + at.down, ROWS),
        column: cell.fixedColumn ? cell.column : wrapped(cell.column + at.right, COLUMNS),
    }));
    return valuesIn(at.book.sheets[number], {
        top: Math.min(one.row, other.row),
        left: Math.min(one.column, other.column),
        bottom: Math.max(one.row, other.row),
        right: Math.max(one.column, other.column),
    });
}

const wrapped = (number, most) => ((((number - 1) % most) + most) % most) + 1;

function numberOf(book, name) {
    const number = sheetNumber(book.sheets, name);
    if (number < 0) throw new Unknown(name);
    return number;
}

function valuesIn(sheet, area) {
    if (count(area) > MOST_CELLS) throw new Unknown("an area as large");
    const cells = [];
    for (let row = area.top; row <= area.bottom; row++) {
        for (let column = area.left; column <= area.right; column++) {
            cells.push(sheet.cells.get(key(row, column))?.value ?? null);
        }
    }
    return { cells, area };
}

const indexed = new WeakMap();

/** The names of a book, by their lower case. */
function namesOf(book) {
    if (!indexed.has(book)) {
        const index = new Map();
        for (const each of book.names) {
            const lower = each.name.toLowerCase();
            index.set(lower, [...(index.get(lower) ?? []), each]);
        }
        indexed.set(book, index);
    }
    return indexed.get(book);
}

/** What a defined name stands for; one of the sheet itself comes first. */
function named(name, at) {
    const all = namesOf(at.book).get(name.toLowerCase()) ?? [];
    const found =
        all.find(({ sheet }) => sheet === at.sheet) ?? all.find(({ sheet }) => sheet === null);
    if (!found || at.depth > DEEPEST) throw new Unknown(name);
    const place = readPlace(found.formula);
    if (place?.sheet)
        return valuesIn(at.book.sheets[numberOf(at.book, place.sheet)], place.area);
    const tree = parse(found.formula);
    if (tree === null) throw new Unknown(name);
    return valueOf(tree, { ...at, depth: at.depth + 1 });
}
