/** Numbers by placeholders: decimals, thousands, percent, powers of ten. */

import { exponentOf, fixed } from "./decimals.js";

/** The text of a number of 0 or more in a section. */
export function numberText(value, section) {
    section.plan ??= planOf(section.tokens);
    const { plan } = section;
    const scaled = value * 100 ** plan.percents * 1000 ** -plan.scale;
    const { digits, power } = plan.exponent
        ? scientific(scaled, plan)
        : { digits: fixed(scaled, plan.after), power: 0 };
    const whole = placed(digits[0], plan.whole, plan.grouped);
    const part = decimals(digits[1], plan.part);
    const exponent = placed(String(Math.abs(power)), plan.power, false);
    const next = { whole: 0, part: 0, power: 0 };
    return plan.tokens
        .map(({ kind, text, role }) => {
            if (kind === "digit") return { whole, part, power: exponent }[role][next[role]++];
            if (kind === "exponent") return `E${power < 0 ? "-" : text === "+" ? "+" : ""}`;
            return kind === "comma" ? "" : text;
        })
        .join("");
}

/** Which placeholders stand where, and what commas and percent signs mean. */
function planOf(all) {
    const tokens = all.map((token) => ({ ...token }));
    let role = "whole";
    for (const token of tokens) {
        if (token.kind === "point" && role === "whole") role = "part";
        else if (token.kind === "exponent") role = "power";
        token.role = role;
    }
    const of = (wanted) =>
        tokens.filter((token) => token.kind === "digit" && token.role === wanted);
    const [whole, part, power] = ["whole", "part", "power"].map((wanted) =>
        of(wanted).map(({ text }) => text),
    );
    return {
        tokens,
        whole,
        part,
        power,
        after: part.length,
        exponent: tokens.some(({ kind }) => kind === "exponent"),
        percents: tokens.filter(({ kind }) => kind === "percent").length,
        ...commasOf(tokens),
    };
}

/** A comma between digits groups thousands; one after the last of them divides by a thousand. */
function commasOf(tokens) {
    const digits = tokens.map(({ kind, role }) => kind === "digit" && role !== "power");
    const last = digits.lastIndexOf(true);
    const first = digits.indexOf(true);
    const commas = tokens
        .map(({ kind }, at) => (kind === "comma" ? at : -1))
        .filter((at) => at >= 0);
    return {
        grouped: commas.some((at) => at > first && at < last && tokens[at].role === "whole"),
        scale: commas.filter((at) => at > last || (tokens[at + 1]?.kind === "point" && at > first))
            .length,
    };
}

/** Mantissa and exponent; of several digits before the point, the exponent goes in such steps. */
function scientific(value, { whole, after }) {
    const step = Math.max(1, whole.length);
    const raw = exponentOf(value, step > 1 ? 15 : 1 + after);
    const power = Math.floor(raw / step) * step;
    const digits = fixed(
        Number(`${value.toExponential(14).split("e")[0]}e${rawPower(value) - power}`),
        after,
    );
    return { digits, power };
}

const rawPower = (value) => (value === 0 ? 0 : Number(value.toExponential(14).split("e")[1]));

/** Digits put into placeholders from the right; those that are left over go to the first. */
function placed(digits, places, grouped) {
    const shown = digits === "0" ? "" : digits;
    const texts = [];
    for (let at = places.length - 1, from = shown.length; at >= 0; at--, from--) {
        const filler = places[at] === "0" ? "0" : places[at] === "?" ? "\u2007" : "";
        texts[at] = at === 0 && from > 1 ? shown.slice(0, from) : (shown[from - 1] ?? filler);
    }
    return grouped ? withThousands(texts) : texts;
}

function withThousands(texts) {
    let count = 0;
    return texts
        .reverse()
        .map((text) =>
            [...text]
                .reverse()
                .map((digit) =>
                    /\d/.test(digit) && count++ && count % 3 === 1 ? `${digit},` : digit,
                )
                .reverse()
                .join(""),
        )
        .reverse();
}

/** Digits after the point: zeros at the end are dropped by # and are a space by ?. */
function decimals(digits, places) {
    const texts = [...digits];
    for (let at = texts.length - 1; at >= 0 && texts[at] === "0" && places[at] !== "0"; at--) {
        texts[at] = places[at] === "?" ? "\u2007" : "";
    }
    return texts;
}
