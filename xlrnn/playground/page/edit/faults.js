/**
 * What is wrong with the text of a formula, before an engine sees it.
 *
 * The first fault is {what, at, piece}: the name of its text among the words of editing, where in
 * the formula, and the piece that is meant. A formula that no fault is found in can still be one
 * that the engine refuses.
 */

import { sheetNamed } from "./names.js";
import { wordsOf } from "./tokens.js";

const OPERANDS = new Set(["text", "array", "table", "error", "area", "name", "number"]);
const PREFIXES = new Set(["+", "-", "@"]);
const SUFFIXES = new Set(["%", "#"]);
const QUOTES = /[“”„‘’]/;

/** The first fault of a formula, without its `=`, or null. */
export function faultOf(formula, book) {
    const tokens = wordsOf(formula);
    return unclosedText(tokens) ?? unknownSheet(tokens, book) ?? misplaced(tokens);
}

function unclosedText(tokens) {
    const token = tokens.find(({ kind }) => kind === "open_text" || kind === "open_sheet");
    if (!token) {
        return null;
    }
    return fault(token.kind === "open_text" ? "openText" : "openSheet", token);
}

function unknownSheet(tokens, book) {
    const token = tokens.find(({ sheet }) => sheet !== "" && sheetNamed(book, sheet) < 0);
    return token ? fault("unknownSheet", token, token.sheet) : null;
}

/** Walk from operand to operator and back; what stands where the other was due is a fault. */
function misplaced(tokens) {
    const open = [];
    let before = null;
    let wantsOperand = true;
    for (const token of tokens) {
        const found = wantsOperand
            ? asOperand(token, before, open)
            : asOperator(token, before, open);
        if (found.fault) {
            return found.fault;
        }
        wantsOperand = found.wantsOperand;
        before = token;
    }
    if (wantsOperand && !isCallsEnd(before)) {
        return before
            ? fault(open.length ? "openBracket" : "nothingAfter", open.at(-1) ?? before)
            : null;
    }
    return open.length > 0 ? fault("openBracket", open.at(-1)) : null;
}

const isCallsEnd = (token) => token !== null && token.kind === "close";

function asOperand(token, before, open) {
    if (OPERANDS.has(token.kind)) {
        return { wantsOperand: false };
    }
    if (token.kind === "call" || token.kind === "open") {
        open.push(token);
        return { wantsOperand: true };
    }
    if (token.kind === "operator" && PREFIXES.has(token.text)) {
        return { wantsOperand: true };
    }
    const isEmptyArgument = before?.kind === "call" || before?.kind === "comma";
    if (isEmptyArgument && open.at(-1)?.kind === "call") {
        return token.kind === "close" || token.kind === "comma"
            ? asOperator(token, before, open)
            : { fault: stranger(token) };
    }
    if (token.kind === "close" && open.length === 0) {
        return { fault: fault("closeBracket", token) };
    }
    return { fault: token.kind === "other" ? stranger(token) : fault("nothingBetween", token) };
}

function asOperator(token, before, open) {
    if (token.kind === "operator" && token.text !== "@") {
        return { wantsOperand: !SUFFIXES.has(token.text) };
    }
    if (token.kind === "comma") {
        return open.length > 0 ? { wantsOperand: true } : { fault: fault("strayComma", token) };
    }
    if (token.kind === "close") {
        return open.pop() ? { wantsOperand: false } : { fault: fault("closeBracket", token) };
    }
    if (isReference(before) && isReference(token)) {
        return { wantsOperand: false }; // a blank between two ranges: what they have in common
    }
    return { fault: token.kind === "other" ? stranger(token) : fault("noOperator", token) };
}

function isReference({ kind }) {
    return kind === "area" || kind === "name" || kind === "table" || kind === "error";
}

function stranger(token) {
    return fault(QUOTES.test(token.text) ? "roundQuotes" : "stranger", token);
}

function fault(what, token, piece = token.text) {
    return { what, at: token.start, piece };
}
