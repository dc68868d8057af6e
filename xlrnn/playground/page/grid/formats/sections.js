/** The sections of a number format, cut into tokens. */

const TOKEN = new RegExp(
    [
        String.raw`"(?<quoted>[^"]*)"?`,
        String.raw`\\(?<escaped>.)`,
        String.raw`_(?<space>.)`,
        String.raw`\*(?<fill>.)`,
        String.raw`\[(?<bracket>[^\]]*)\]`,
        String.raw`(?<general>General)`,
        String.raw`(?<exponent>E[+-])`,
        String.raw`(?<half>AM/PM|A/P)`,
        String.raw`(?<date>y+|m+|d+|h+|s+(?:\.0+)?|e+|g+)`,
        String.raw`(?<digit>[0#?])`,
        String.raw`(?<mark>[.,%/@])`,
        String.raw`(?<literal>[\s\S])`,
    ].join("|"),
    "giu",
);

const COLOURS = {
    __proto__: null,
    black: "#000000", blue: "#0000ff", cyan: "#00b7b7", green: "#008000", magenta: "#c000c0",
    red: "#c00000", white: "#ffffff", yellow: "#8a6d00",
};

const known = new Map();

/** The sections of a format; the same code is cut once. */
export function sectionsOf(code) {
    if (!known.has(code)) known.set(code, split(code).map(readSection));
    return known.get(code);
}

/** Cut at semicolons that are no text. */
function split(code) {
    const parts = code.match(/(?:"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|[^;])+|;/gsu) ?? [""];
    const sections = [""];
    for (const part of parts) {
        if (part === ";") sections.push("");
        else sections[sections.length - 1] += part;
    }
    return sections;
}

function readSection(code) {
    const section = { tokens: [], colour: null, condition: null };
    for (const found of code.matchAll(TOKEN)) addToken(section, found.groups, found[0]);
    const has = (kind) => section.tokens.some((token) => token.kind === kind);
    section.isDate = has("date") || has("elapsed") || has("half");
    if (section.isDate) markMinutes(section.tokens);
    section.isFraction = !section.isDate && isFraction(section.tokens);
    section.isGeneral = has("general");
    section.hasText = has("text");
    return section;
}

const MARKS = { ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text" };

function addToken(section, groups, whole) {
    const add = (kind, text) => section.tokens.push({ kind, text });
    const { quoted, escaped, space, bracket, general, exponent, half, date, digit, mark } = groups;
    const words = quoted ?? escaped ?? (space === undefined ? groups.literal : " ");
    if (words !== undefined) add("literal", words);
    else if (bracket !== undefined) addBracket(section, bracket);
    else if (general) add("general", general);
    else if (exponent) add("exponent", exponent[1]);
    else if (half) add("half", half);
    else if (date) add("date", date.toLowerCase());
    else if (digit) add("digit", digit);
    else if (mark) add(MARKS[mark], whole);
}

function addBracket(section, text) {
    const lower = text.toLowerCase();
    const compared = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/.exec(text);
    if (lower in COLOURS) section.colour = COLOURS[lower];
    else if (compared) section.condition = comparison(compared[1], Number(compared[2]));
    else if (/^(h+|m+|s+)$/.test(lower)) section.tokens.push({ kind: "elapsed", text: lower });
    else if (text.startsWith("$")) {
        section.tokens.push({ kind: "literal", text: text.slice(1).split("-")[0] });
    }
}

const COMPARED = {
    "<": (a, b) => a < b, ">": (a, b) => a > b, "=": (a, b) => a === b,
    "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "<>": (a, b) => a !== b,
};

const comparison = (sign, bound) => (value) => COMPARED[sign](value, bound);

/** After hours and before seconds, m is minutes. */
function markMinutes(tokens) {
    const units = tokens.filter(({ kind }) => kind === "date" || kind === "elapsed");
    units.forEach((token, at) => {
        const near = [units[at - 1]?.text[0] === "h", units[at + 1]?.text[0] === "s"];
        if (token.kind === "date" && /^mm?$/.test(token.text) && near.includes(true))
            token.minutes = true;
    });
}

function isFraction(tokens) {
    const at = tokens.findIndex(({ kind }) => kind === "slash");
    return (
        at > 0 &&
        tokens[at - 1].kind === "digit" &&
        ["digit", "literal"].includes(tokens[at + 1]?.kind)
    );
}
