/**
 * Colours of a sheet in the light and in the dark.
 *
 * In the dark a pale fill becomes a deep one of the same hue, and letters are as easy to tell from
 * their fill as before. Both are written as one value, `light-dark(…)`, of which the browser picks.
 */

import { channels, fromHsl, toHsl } from "../book/colours.js";

/** The paper of a sheet. */
export const PAPER = { light: "#ffffff", dark: "#15191e" };
/** Letters that have no colour of their own. */
export const INK = { light: "#000000", dark: "#e6e9ec" };

const WANTED = 4.5;
const known = new Map();

function kept(name, make) {
    if (!known.has(name)) known.set(name, make());
    return known.get(name);
}

export const both = ({ light, dark }) => (light === dark ? light : `light-dark(${light}, ${dark})`);

/** A fill in both. */
export const fillPair = (colour) => ({ light: colour, dark: kept(colour, () => darkFill(colour)) });

/** The larger the number, the darker its fill: on dark paper, the brighter. */
function darkFill(colour) {
    const [hue, saturation, light] = toHsl(colour);
    if (saturation < 0.02 && light > 0.99) return PAPER.dark;
    if (light < 0.2) return fromHsl(hue, saturation * 0.4, 0.85 - light);
    if (light < 0.4) return fromHsl(hue, saturation, light + 0.02);
    return fromHsl(hue, Math.min(saturation, 0.55), 0.13 + (1 - light) * 0.48);
}

/** Letters on a fill (a pair) in both. */
export function textPair(colour, fill = PAPER) {
    const light = colour ?? INK.light;
    const dark = kept(`${light} ${fill.light} ${fill.dark}`, () => darkText(colour, fill));
    return { light, dark };
}

function darkText(colour, fill) {
    const original = colour ?? INK.light;
    const wanted = Math.min(WANTED, contrast(original, fill.light));
    const [hue, saturation, light] = toHsl(original);
    if (colour === null && contrast(INK.dark, fill.dark) >= WANTED) return INK.dark;
    // White on a deep fill stays white; what was dark on paper becomes light.
    const start =
        light > 0.85 || luminance(fill.dark) > 0.35 ? light : Math.max(0.7, 1 - light * 0.7);
    return reached(
        fromHsl(hue, Math.min(saturation, 0.75), Math.min(start, 0.93)),
        fill.dark,
        wanted,
    );
}

/** A colour made lighter or darker until it stands out from its ground. */
function reached(colour, ground, wanted) {
    const [hue, saturation, light] = toHsl(colour);
    const step = luminance(ground) > 0.18 ? -0.04 : 0.04;
    for (let tried = light; tried >= 0 && tried <= 1; tried += step) {
        const shade = fromHsl(hue, saturation, tried);
        if (contrast(shade, ground) >= wanted) return shade;
    }
    return step > 0 ? "#ffffff" : "#000000";
}

/** Lines in both: no paler on dark paper than on white. */
export function linePair(colour) {
    const light = colour ?? INK.light;
    const dark = kept(`line ${light}`, () => {
        const [hue, saturation, value] = toHsl(light);
        return fromHsl(
            hue,
            Math.min(saturation, 0.6),
            value > 0.75 ? 1.02 - value * 0.9 : Math.max(0.45, 0.9 - value * 0.6),
        );
    });
    return { light, dark };
}

/** The colour of a series: dark ones are lifted until they stand out from the paper. */
export function seriesPair(colour) {
    const dark = kept(`series ${colour}`, () => reached(colour, PAPER.dark, 3.4));
    return { light: colour, dark };
}

function luminance(colour) {
    const [red, green, blue] = channels(colour).map((channel) => {
        const share = channel / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well two colours are told apart, from 1 to 21. */
export function contrast(one, other) {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
