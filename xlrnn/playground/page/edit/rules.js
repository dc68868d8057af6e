/**
 * Whether a cell takes an input: data validation, as the workbook declares it.
 *
 * What cannot be judged here, such as a bound that only an engine can calculate or an input that is
 * a formula, is taken, as a refusal needs a reason.
 */

import { contains, cellsOf, countOf } from "./areas.js";
import { numberOf } from "./input.js";
import { placeCalled } from "./references.js";
import { valueText } from "./values.js";

const MOST_OFFERED = 20000;
const COMPARE = {
    between: (value, one, other) => one <= value && value <= other,
    notBetween: (value, one, other) => value < one || other < value,
    equal: (value, one) => value === one,
    notEqual: (value, one) => value !== one,
    greaterThan: (value, one) => value > one,
    lessThan: (value, one) => value < one,
    greaterThanOrEqual: (value, one) => value >= one,
    lessThanOrEqual: (value, one) => value <= one,
};

/** The rule of a cell, or null. */
export function ruleOf(document, sheet, cell) {
    const { validations } = document.book.sheets[sheet];
    return validations.find(({ areas }) => areas.some((area) => contains(area, cell))) ?? null;
}

/** Whether a rule lets an input in; `sheet` is the one that the rule stands on. */
export function takes(rule, input, document, sheet) {
    if (input === null || typeof input === "object") {
        return true;
    }
    if (input === "") {
        return rule.blank !== false;
    }
    if (rule.kind === "list") {
        return isOffered(rule, input, document, sheet);
    }
    const measured = measure(rule.kind, input);
    if (measured === undefined) {
        return true;
    }
    if (measured === null) {
        return false;
    }
    const operator = rule.operator ?? "between";
    const bounds = boundsOf(rule, operator, document, sheet);
    return bounds.includes(null) || COMPARE[operator](measured, ...bounds);
}

/** The number that a kind of rule compares; null if the input has none, undefined if unknown. */
function measure(kind, input) {
    if (kind === "textLength") {
        return valueText(input).length;
    }
    if (kind === "whole" || kind === "decimal" || kind === "date" || kind === "time") {
        const isNumber = typeof input === "number" && (kind !== "whole" || Number.isInteger(input));
        return isNumber ? input : null;
    }
    return undefined;
}

function boundsOf(rule, operator, document, sheet) {
    const texts = operator.toLowerCase().endsWith("between")
        ? [rule.formula1, rule.formula2]
        : [rule.formula1];
    return texts.map((text) => boundOf(text, document, sheet));
}

function boundOf(text, document, sheet) {
    const plain = String(text ?? "").replace(/^=/, "");
    const place = placeCalled(plain, document.book, sheet);
    if (place && countOf(place.area) === 1) {
        const value = document.cell(place.sheet, place.area.top, place.area.left)?.value;
        return typeof value === "number" ? value : null;
    }
    return numberOf(plain);
}

/** The values that a list offers; null if the rule is none, or its list cannot be read. */
export function offered(rule, document, sheet) {
    if (rule.kind !== "list") {
        return null;
    }
    if (rule.list) {
        return rule.list;
    }
    const text = String(rule.formula1 ?? "").replace(/^=/, "");
    if (/^".*"$/s.test(text)) {
        return text
            .slice(1, -1)
            .split(",")
            .map((item) => item.trim());
    }
    const place = placeCalled(text, document.book, sheet);
    if (!place || countOf(place.area) > MOST_OFFERED) {
        return null;
    }
    const values = [...cellsOf(place.area)].map(
        ({ row, column }) => document.cell(place.sheet, row, column)?.value ?? null,
    );
    return values.filter((value) => value !== null && value !== "");
}

/** In a list of texts capitals count, in a list of cells they do not, as in Excel. */
function isOffered(rule, input, document, sheet) {
    const values = offered(rule, document, sheet);
    if (values === null) {
        return true;
    }
    const isFixed = typeof rule.formula1 !== "string" || rule.list || rule.formula1.startsWith('"');
    const plain = (value) => (isFixed ? valueText(value) : valueText(value).toLowerCase());
    return values.some((value) => plain(value) === plain(input) || sameNumber(value, input));
}

function sameNumber(one, other) {
    const [first, second] = [one, other].map((value) =>
        typeof value === "string" ? numberOf(value) : value,
    );
    return typeof first === "number" && first === second;
}
