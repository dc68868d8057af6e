/**
 * The pieces of a formula: the one place where the page cuts its text.
 *
 * The same grammar as `xlrnn.formula.parsing.tokens`, and the tests hold the two together. What is
 * being typed is cut, too: a text or a sheet's name that is not closed yet is one piece to the end.
 */

const WORD = String.raw`[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_.\\?]*`;
const ADDRESS = String.raw`\$?[A-Za-z]{1,3}\$?[0-9]{1,7}`;
const GONE = String.raw`REF!(?:${ADDRESS}(?::${ADDRESS})?)?`;
const ERROR = String.raw`#(?:${GONE}|VALUE!|N/A|NAME\?|DIV/0!|NUM!|NULL!)`;
const RANGE = [
    `${ADDRESS}(?::${ADDRESS})?`,
    String.raw`\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}`,
    String.raw`\$?[0-9]+:\$?[0-9]+`,
].join("|");
const KINDS = [
    String.raw`(?<text>"(?:[^"]|"")*")`,
    String.raw`(?<open_text>"(?:[^"]|"")*$)`,
    String.raw`(?<array>\{[^{}]*\})`,
    String.raw`(?<table>(?:${WORD})?\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])`,
    String.raw`(?:(?<sheet>'(?:[^']|'')+'|${WORD})!)?(?:` +
        `(?<error>${ERROR})|(?<area>(?:${RANGE})(?![\\p{L}\\p{N}_.(!]))` +
        String.raw`|(?<call>${WORD})\(|(?<name>${WORD}))`,
    String.raw`(?<open_sheet>'(?:[^']|'')*$)`,
    String.raw`(?<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)`,
    String.raw`(?<open>\()|(?<close>\))|(?<comma>[,;])|(?<space>\s+)`,
    String.raw`(?<operator><>|<=|>=|[-+*/^&=<>%:#@])|(?<other>.)`,
];
const TOKEN = new RegExp(KINDS.join("|"), "gsu");
const NAMES = [
    "text",
    "open_text",
    "array",
    "table",
    "error",
    "area",
    "call",
    "name",
    "open_sheet",
    "number",
    "open",
    "close",
    "comma",
    "space",
    "operator",
    "other",
];

/**
 * Cut a formula, without its `=`, into pieces, blanks included.
 *
 * Each is {kind, text, sheet, word, start}: how it stands there, the sheet that it names ("" if
 * none), what it refers to or calls without sheet and prefix, and where it begins.
 */
export function tokensOf(formula) {
    return Array.from(formula.matchAll(TOKEN), token);
}

function token(match) {
    const { groups } = match;
    const kind = NAMES.find((name) => groups[name] !== undefined);
    const isCall = kind === "call";
    return {
        kind,
        text: match[0],
        sheet: bareSheet(groups.sheet ?? ""),
        word: isCall ? withoutPrefix(groups.call).toUpperCase() : groups[kind],
        start: match.index,
    };
}

function bareSheet(text) {
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

function withoutPrefix(call) {
    return call.replace(/^(?:_xl(?:fn|ws|udf)\.)+/i, "");
}

/** The pieces without blanks. */
export function wordsOf(formula) {
    return tokensOf(formula).filter(({ kind }) => kind !== "space");
}
