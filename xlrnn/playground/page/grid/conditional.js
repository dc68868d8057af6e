/** How rules change the look of a cell, by the values that the workbook now holds. */

import { contains } from "../book/cells.js";
import { mix } from "../book/colours.js";
import { evaluate, isFixed } from "./rules/evaluate.js";
import { Unknown, compare, isError } from "./rules/values.js";

/** The rules of one sheet. `change(row, column, value)` is what they change, or null. */
export class Conditional {
    constructor(book, number) {
        this.book = book;
        this.number = number;
        this.rules = book.sheets[number].conditional.map((rule) => ({
            ...rule,
            base: baseOf(rule.areas),
        }));
        this.groups = new Map();
    }

    /** Forget what was summed up of areas: values have changed. */
    refresh() {
        this.groups.clear();
    }

    /** The rules that a row may need. */
    ofRow(row) {
        return this.rules.filter(({ areas }) =>
            areas.some((area) => area.top <= row && row <= area.bottom),
        );
    }

    /** {font, fill, border, format}, as far as rules say so; null if none holds. */
    change(row, column, value, rules = this.rules) {
        let changed = null;
        for (const rule of rules) {
            if (!rule.areas.some((area) => contains(area, row, column))) continue;
            const look = this.#lookBy(rule, row, column, value);
            if (!look) continue;
            // The rules before are stronger: what they say stays.
            changed = { ...look, ...changed, font: { ...look.font, ...changed?.font } };
            if (rule.stop) break;
        }
        return changed;
    }

    #lookBy(rule, row, column, value) {
        const at = {
            book: this.book,
            sheet: this.number,
            down: row - rule.base.row,
            right: column - rule.base.column,
        };
        try {
            if (rule.kind === "colorScale") return this.#scaled(rule, value, at);
            return KINDS[rule.kind]?.(rule, value, at, this) ? rule.look : null;
        } catch (problem) {
            if (problem instanceof Unknown) return null;
            throw problem;
        }
    }

    #scaled(rule, value, at) {
        if (typeof value !== "number") return null;
        const bounds = rule.scale?.map((point) => this.#bound(point, rule, at));
        if (!bounds || bounds.some((bound) => bound === null)) return null;
        const next = bounds.findIndex((bound) => value <= bound);
        const colours = rule.scale.map(({ colour }) => colour);
        if (next === 0) return { fill: colours[0] };
        if (next < 0) return { fill: colours.at(-1) };
        const share = (value - bounds[next - 1]) / (bounds[next] - bounds[next - 1]);
        return { fill: mix(colours[next - 1], colours[next], share) };
    }

    /** The number at which a scale has a colour; null if there is none. */
    #bound({ kind, value }, rule, at) {
        if (kind === "num" || kind === "formula") return numberIn(this.valueOf(value, at));
        const sorted = this.numbersOf(rule);
        if (sorted.length === 0) return null;
        const [least, most] = [sorted[0], sorted.at(-1)];
        if (kind === "min") return least;
        if (kind === "max") return most;
        const share = numberIn(this.valueOf(value, at)) / 100;
        if (kind === "percent") return least + (most - least) * share;
        if (kind !== "percentile") return null;
        const place = share * (sorted.length - 1);
        const below = Math.floor(place);
        return sorted[below] + ((sorted[below + 1] ?? most) - sorted[below]) * (place - below);
    }

    /** The value of a formula for a cell; one that is the same for all cells is found once. */
    valueOf(formula, at) {
        if (!isFixed(formula)) return evaluate(formula, at);
        const name = `value ${formula}`;
        if (!this.groups.has(name)) this.groups.set(name, evaluate(formula, at));
        return this.groups.get(name);
    }

    /** All numbers in the areas of a rule, in order. */
    numbersOf(rule) {
        return this.#grouped(rule, "numbers", (values) =>
            values.filter((value) => typeof value === "number").sort((a, b) => a - b),
        );
    }

    /** How often a value stands in the areas of a rule. */
    timesOf(rule, value) {
        const values = this.#grouped(rule, "values", (all) => all);
        return values.filter((each) => typeof each === typeof value && compare(each, value) === 0)
            .length;
    }

    #grouped(rule, what, make) {
        const name = `${rule.priority} ${what}`;
        if (!this.groups.has(name))
            this.groups.set(name, make(valuesOf(this.book.sheets[this.number], rule.areas)));
        return this.groups.get(name);
    }
}

function valuesOf({ cells }, areas) {
    const values = [];
    for (const [cellKey, { value }] of cells) {
        const column = cellKey % 16_384 || 16_384;
        const row = (cellKey - column) / 16_384;
        if (
            value !== null &&
            !isError(value) &&
            areas.some((area) => contains(area, row, column))
        ) {
            values.push(value);
        }
    }
    return values;
}

/** The cell that the formulas of a rule are written for: the corner of all its areas. */
function baseOf(areas) {
    return {
        row: Math.min(...areas.map(({ top }) => top)),
        column: Math.min(...areas.map(({ left }) => left)),
    };
}

function numberIn(value) {
    if (typeof value !== "number") throw new Unknown("no number");
    return value;
}

const holds = (value) => !isError(value) && (typeof value === "string" ? false : Boolean(value));

function byExpression({ formulas }, _value, at, sheet) {
    return formulas.length > 0 && holds(sheet.valueOf(formulas[0], at));
}

const OPERATORS = {
    __proto__: null,
    equal: (order) => order === 0,
    notEqual: (order) => order !== 0,
    greaterThan: (order) => order > 0,
    lessThan: (order) => order < 0,
    greaterThanOrEqual: (order) => order >= 0,
    lessThanOrEqual: (order) => order <= 0,
};

function byValue({ operator, formulas }, value, at, sheet) {
    if (isError(value)) return false;
    const bounds = formulas.map((formula) => sheet.valueOf(formula, at));
    if (bounds.length === 0 || bounds.some(isError)) return false;
    if (operator === "between" || operator === "notBetween") {
        const inside = compare(value, bounds[0]) >= 0 && compare(value, bounds[1]) <= 0;
        return value !== null && inside === (operator === "between");
    }
    // An empty cell is no 0 here: Excel leaves it as it is.
    if (value === null && typeof bounds[0] === "number" && operator !== "notEqual") return false;
    return OPERATORS[operator]?.(compare(value, bounds[0])) ?? false;
}

function byRank(rule, value, _at, sheet) {
    if (typeof value !== "number") return false;
    const sorted = sheet.numbersOf(rule);
    const count = rule.percent
        ? Math.max(1, Math.floor((sorted.length * rule.rank) / 100))
        : rule.rank;
    const bound = rule.bottom ? sorted[count - 1] : sorted[sorted.length - count];
    return bound === undefined || (rule.bottom ? value <= bound : value >= bound);
}

function byAverage(rule, value, _at, sheet) {
    if (typeof value !== "number") return false;
    const sorted = sheet.numbersOf(rule);
    const average = sorted.reduce((a, b) => a + b, 0) / sorted.length;
    if (value === average) return rule.equalAverage;
    return rule.above === value > average;
}

// Most kinds carry the formula that says the same.
const KINDS = {
    __proto__: null,
    expression: byExpression,
    containsText: byExpression,
    notContainsText: byExpression,
    beginsWith: byExpression,
    endsWith: byExpression,
    containsBlanks: byExpression,
    notContainsBlanks: byExpression,
    containsErrors: byExpression,
    notContainsErrors: byExpression,
    cellIs: byValue,
    top10: byRank,
    aboveAverage: byAverage,
    duplicateValues: (rule, value, _at, sheet) =>
        value !== null && !isError(value) && sheet.timesOf(rule, value) > 1,
    uniqueValues: (rule, value, _at, sheet) =>
        value !== null && !isError(value) && sheet.timesOf(rule, value) === 1,
};
