/**
 * The formulas of conditional formats as trees: what a rule asks is small, and it is asked of every
 * cell that is drawn. A formula that is beyond this grammar is `null`, and its rule shows nothing.
 */

import { columnOf } from "../../book/cells.js";

const TOKEN = new RegExp(
    [
        String.raw`\s*(?:(?<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)`,
        `(?<string>"(?:[^"]|"")*")`,
        `(?<sheet>(?:'(?:[^']|'')+'|[\\p{L}_][\\p{L}\\p{N}_.]*)!)`,
        String.raw`(?<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w.(]))`,
        String.raw`(?<name>[\p{L}_\\][\p{L}\p{N}_.\\]*)`,
        String.raw`(?<error>#[A-Z\d/]+[!?]?)`,
        String.raw`(?<sign><=|>=|<>|[-+*/^&=<>%(),:]))\s*`,
    ].join("|"),
    "uy",
);

const known = new Map();

/** The tree of a formula; the same text is read once. */
export function parse(text) {
    if (!known.has(text)) known.set(text, read(text));
    return known.get(text);
}

function read(text) {
    const tokens = tokensOf(text.replace(/^=/, ""));
    if (!tokens) return null;
    const reader = new Reader(tokens);
    try {
        const tree = reader.expression(0);
        return reader.atEnd ? tree : null;
    } catch (problem) {
        if (problem instanceof Beyond) return null;
        throw problem;
    }
}

/** What is beyond this grammar. */
class Beyond extends Error {}

function tokensOf(text) {
    const tokens = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
        const found = TOKEN.exec(text);
        if (!found) return null;
        const [kind, value] = Object.entries(found.groups).find(([, value]) => value !== undefined);
        tokens.push({ kind, text: value });
    }
    return tokens;
}

// What binds more strongly stands higher; -2^2 is 4 in a spreadsheet.
const BINDS = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
};
const SIGN = 6;

class Reader {
    constructor(tokens) {
        this.tokens = tokens;
        this.at = 0;
    }

    get atEnd() {
        return this.at >= this.tokens.length;
    }

    #is(sign) {
        return this.tokens[this.at]?.kind === "sign" && this.tokens[this.at].text === sign;
    }

    #take(sign) {
        if (!this.#is(sign)) throw new Beyond();
        this.at++;
    }

    expression(least) {
        let left = this.#operand();
        for (;;) {
            const token = this.tokens[this.at];
            const binds = token?.kind === "sign" ? BINDS[token.text] : undefined;
            if (binds === undefined || binds <= least) return left;
            this.at++;
            left = { kind: "operation", sign: token.text, left, right: this.expression(binds) };
        }
    }

    #operand() {
        let tree = this.#signed();
        while (this.#is("%")) {
            this.at++;
            tree = {
                kind: "operation",
                sign: "/",
                left: tree,
                right: { kind: "value", value: 100 },
            };
        }
        return tree;
    }

    #signed() {
        for (const sign of ["-", "+"]) {
            if (!this.#is(sign)) continue;
            this.at++;
            const right = this.expression(SIGN);
            const nothing = { kind: "value", value: 0 };
            return sign === "+" ? right : { kind: "operation", sign, left: nothing, right };
        }
        return this.#single();
    }

    #single() {
        const token = this.tokens[this.at++];
        switch (token?.kind) {
            case "number":
                return { kind: "value", value: Number(token.text) };
            case "string":
                return { kind: "value", value: token.text.slice(1, -1).replaceAll('""', '"') };
            case "error":
                return { kind: "value", value: { error: token.text } };
            case "sheet":
                return this.#cells(sheetName(token.text), this.tokens[this.at++]);
            case "cell":
                return this.#cells(null, token);
            case "name":
                return this.#named(token.text);
            default:
                if (token?.text !== "(") throw new Beyond();
                return this.#bracketed();
        }
    }

    #bracketed() {
        const inside = this.expression(0);
        this.#take(")");
        return inside;
    }

    #cells(sheet, token) {
        if (token?.kind !== "cell") throw new Beyond();
        const first = cellOf(token.text);
        if (!this.#is(":")) return { kind: "cells", sheet, first, last: first };
        this.at++;
        const end = this.tokens[this.at++];
        if (end?.kind !== "cell") throw new Beyond();
        return { kind: "cells", sheet, first, last: cellOf(end.text) };
    }

    #named(text) {
        if (this.#is("("))
            return { kind: "call", name: text.toUpperCase(), inputs: this.#inputs() };
        const truth = { TRUE: true, FALSE: false }[text.toUpperCase()];
        return truth === undefined ? { kind: "name", name: text } : { kind: "value", value: truth };
    }

    #inputs() {
        this.#take("(");
        const inputs = [];
        while (!this.#is(")")) {
            inputs.push(this.#is(",") ? { kind: "value", value: null } : this.expression(0));
            if (!this.#is(")")) this.#take(",");
        }
        this.#take(")");
        return inputs;
    }
}

const sheetName = (text) => text.slice(0, -1).replace(/^'|'$/g, "").replaceAll("''", "'");

function cellOf(text) {
    const [, fixedColumn, column, fixedRow, row] = /^(\$?)([A-Za-z]+)(\$?)(\d+)$/.exec(text);
    return {
        row: Number(row),
        column: columnOf(column),
        fixedRow: !!fixedRow,
        fixedColumn: !!fixedColumn,
    };
}
