/** The functions that rules are made of. Each takes its inputs as functions, to ask or not to. */

import { Unknown, compare, isError, toNumber, toText, toTruth } from "./values.js";

const one = (input) => {
    const value = input();
    if (!value?.cells) return value;
    if (value.cells.length !== 1) throw new Unknown("an area where a value is expected");
    return value.cells[0];
};

/** All values of the inputs; numbers alone if they are asked for. */
const all = (inputs) =>
    inputs.flatMap((input) => [input()].flatMap((value) => value?.cells ?? [value]));

const numbers = (inputs) => all(inputs).filter((value) => typeof value === "number");

/** A function of single numbers. */
const ofNumbers = (does) => (inputs) => {
    const values = inputs.map((input) => toNumber(one(input)));
    return values.find(isError) ?? does(...values);
};

/** A function of single texts and numbers, as they are. */
const ofValues = (does) => (inputs) => {
    const values = inputs.map(one);
    return values.find(isError) ?? does(...values);
};

/** A question about one value, errors included. */
const asks =
    (does) =>
    ([input]) =>
        does(one(input));

/** A function of all numbers in its inputs, the first error if there is one. */
const ofAll = (does) => (inputs) => all(inputs).find(isError) ?? does(numbers(inputs));

function truths(inputs, does) {
    const values = all(inputs)
        .filter((value) => value !== null)
        .map(toTruth);
    return values.find(isError) ?? does(values);
}

function found(wanted, text, start, fold) {
    const at = fold(toText(text)).indexOf(fold(toText(wanted)), toNumber(start ?? 1) - 1);
    return at < 0 ? { error: "#VALUE!" } : at + 1;
}

function search(wanted, text, start) {
    if (/[*?~]/.test(toText(wanted))) throw new Unknown("a pattern");
    return found(wanted, text, start, (each) => each.toLowerCase());
}

function rounded(value, decimals = 0) {
    const factor = 10 ** decimals;
    return (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor;
}

function countIf([area, wanted]) {
    const sought = one(wanted);
    if (typeof sought === "string" && /^[<>=]|[*?~]/.test(sought)) throw new Unknown("a pattern");
    return all([area]).filter(
        (value) => value !== null && !isError(value) && compare(value, sought) === 0,
    ).length;
}

export const functions = {
    __proto__: null,
    IF: ([asked, yes, no]) => {
        const truth = toTruth(one(asked));
        if (isError(truth)) return truth;
        return truth ? (yes ? one(yes) : true) : no ? one(no) : false;
    },
    IFERROR: ([value, otherwise]) => (isError(one(value)) ? one(otherwise) : one(value)),
    AND: (inputs) => truths(inputs, (values) => values.every(Boolean)),
    OR: (inputs) => truths(inputs, (values) => values.some(Boolean)),
    NOT: (inputs) => truths(inputs, ([value]) => !value),
    ISNUMBER: asks((value) => typeof value === "number"),
    ISTEXT: asks((value) => typeof value === "string"),
    ISNONTEXT: asks((value) => typeof value !== "string"),
    ISLOGICAL: asks((value) => typeof value === "boolean"),
    ISBLANK: asks((value) => value === null),
    ISERROR: asks(isError),
    ISNA: asks((value) => isError(value) && value.error === "#N/A"),
    ABS: ofNumbers(Math.abs),
    SIGN: ofNumbers(Math.sign),
    INT: ofNumbers(Math.floor),
    ROUND: ofNumbers(rounded),
    SQRT: ofNumbers((value) => (value < 0 ? { error: "#NUM!" } : Math.sqrt(value))),
    MOD: ofNumbers((a, b) => (b === 0 ? { error: "#DIV/0!" } : a - b * Math.floor(a / b))),
    MAX: ofAll((values) => values.reduce((a, b) => Math.max(a, b), values.length ? -Infinity : 0)),
    MIN: ofAll((values) => values.reduce((a, b) => Math.min(a, b), values.length ? Infinity : 0)),
    SUM: ofAll((values) => values.reduce((a, b) => a + b, 0)),
    AVERAGE: ofAll((values) =>
        values.length ? values.reduce((a, b) => a + b, 0) / values.length : { error: "#DIV/0!" },
    ),
    COUNT: (inputs) => numbers(inputs).length,
    COUNTA: (inputs) => all(inputs).filter((value) => value !== null).length,
    COUNTBLANK: (inputs) => all(inputs).filter((value) => value === null || value === "").length,
    COUNTIF: countIf,
    EXACT: ofValues((a, b) => toText(a) === toText(b)),
    LEN: ofValues((text) => toText(text).length),
    TRIM: ofValues((text) => toText(text).trim().replace(/ +/g, " ")),
    LOWER: ofValues((text) => toText(text).toLowerCase()),
    UPPER: ofValues((text) => toText(text).toUpperCase()),
    LEFT: ofValues((text, count = 1) => toText(text).slice(0, toNumber(count))),
    RIGHT: ofValues((text, count = 1) =>
        toNumber(count) ? toText(text).slice(-toNumber(count)) : "",
    ),
    MID: ofValues((text, start, count) =>
        toText(text).substr(toNumber(start) - 1, toNumber(count)),
    ),
    SEARCH: ofValues(search),
    FIND: ofValues((wanted, text, start) => found(wanted, text, start, (each) => each)),
    ROW: ([input]) => placeOf(input).top,
    COLUMN: ([input]) => placeOf(input).left,
};

function placeOf(input) {
    const area = input?.().area;
    if (!area) throw new Unknown("the place of no cell");
    return area;
}
