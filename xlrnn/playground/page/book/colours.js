/** Colours of a workbook as #rrggbb: of the theme, with tints, from the list of old. */

import { attribute, child, children, descendants, number } from "./xml.js";

const HEX = /^(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})$/;

// What Excel takes where a file has no theme: white, black, grey, navy, six accents, two links.
const OFFICE = [
    ..."ffffff 000000 eeece1 1f497d 4f81bd c0504d".split(" "),
    ..."9bbb59 8064a2 4bacc6 f79646 0000ff 800080".split(" "),
].map((hex) => `#${hex}`);

const EIGHT = "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff".split(" ");
const INDEXED = [
    ...EIGHT,
    ...EIGHT,
    ..."800000 008000 000080 808000 800080 008080 c0c0c0 808080".split(" "),
    ..."9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff".split(" "),
    ..."000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff".split(" "),
    ..."00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99".split(" "),
    ..."3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696".split(" "),
    ..."003366 339966 003300 333300 993300 993366 333399 333333".split(" "),
].map((hex) => `#${hex}`);

/** The colour that six or eight digits say; null if they say none. */
export const hexColour = (text) => {
    const found = HEX.exec(text ?? "");
    return found ? `#${found[1].toLowerCase()}` : null;
};

// In the file dark and light come first in turn; the numbers of a sheet count light before dark.
const THEME_ORDER = [1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11];

/** The palette of a file: its theme (a root or null), and a list of its own if it has one. */
export function readPalette(theme, styles) {
    const scheme = descendants(theme, "clrScheme")[0];
    const found = children(scheme).map((node) => {
        const shade = child(node, "srgbClr") ?? child(node, "sysClr");
        return hexColour(attribute(shade, "lastClr") ?? attribute(shade, "val"));
    });
    const themed = THEME_ORDER.map((at, place) => found[at] ?? OFFICE[place]);
    const own = children(child(styles, "colors", "indexedColors"), "rgbColor");
    const indexed = INDEXED.map((usual, at) => hexColour(attribute(own[at], "rgb")) ?? usual);
    return { themed, indexed };
}

/** The colour of a node such as `<color theme="1" tint="0.5"/>`; null if it is automatic. */
export function readColour(node, palette) {
    if (!node) return null;
    const theme = number(node, "theme");
    const indexed = number(node, "indexed");
    const base =
        hexColour(attribute(node, "rgb")) ??
        palette.themed[theme] ??
        palette.indexed[indexed] ??
        null;
    return base && tinted(base, number(node, "tint", 0));
}

// What DrawingML calls the colours of a theme, as places in the palette.
const SCHEME = {
    __proto__: null,
    lt1: 0, bg1: 0, dk1: 1, tx1: 1, lt2: 2, bg2: 2, dk2: 3, tx2: 3, accent1: 4, accent2: 5,
    accent3: 6, accent4: 7, accent5: 8, accent6: 9, hlink: 10, folHlink: 11,
};

/** The colour of a DrawingML fill or line (a node that holds a colour): {colour, alpha} or null. */
export function readDrawnColour(node, palette) {
    const shade = children(node)[0];
    if (!shade) return null;
    const named =
        shade.localName === "schemeClr" ? palette.themed[SCHEME[attribute(shade, "val")]] : null;
    let colour = hexColour(attribute(shade, "lastClr") ?? attribute(shade, "val")) ?? named;
    if (!colour) return null;
    const part = (name) => number(child(shade, name), "val", 100_000) / 100_000;
    const [, saturation, light] = toHsl(colour);
    if (child(shade, "lumMod") || child(shade, "lumOff")) {
        const off = number(child(shade, "lumOff"), "val", 0) / 100_000;
        colour = fromHsl(toHsl(colour)[0], saturation, Math.min(1, light * part("lumMod") + off));
    }
    return { colour, alpha: part("alpha") };
}

/** A colour made darker (tint below 0) or lighter. */
export function tinted(colour, tint) {
    if (!tint) return colour;
    const [hue, saturation, light] = toHsl(colour);
    return fromHsl(hue, saturation, tint < 0 ? light * (1 + tint) : light * (1 - tint) + tint);
}

/** Red, green and blue from 0 to 255. */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour of three channels. */
export const fromChannels = (rgb) =>
    `#${rgb
        .map((c) =>
            Math.round(Math.min(255, Math.max(0, c)))
                .toString(16)
                .padStart(2, "0"),
        )
        .join("")}`;

/** A colour on the way from one (0) to another (1). */
export function mix(from, to, share) {
    const [a, b] = [channels(from), channels(to)];
    return fromChannels(a.map((channel, at) => channel + (b[at] - channel) * share));
}

/** Hue from 0 to 6, saturation and lightness from 0 to 1. */
export function toHsl(colour) {
    const [red, green, blue] = channels(colour).map((channel) => channel / 255);
    const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
    const [light, range] = [(most + least) / 2, most - least];
    if (range === 0) return [0, 0, light];
    const saturation = range / (1 - Math.abs(2 * light - 1));
    if (most === red) return [((green - blue) / range + 6) % 6, saturation, light];
    if (most === green) return [(blue - red) / range + 2, saturation, light];
    return [(red - green) / range + 4, saturation, light];
}

/** The colour of a hue from 0 to 6, a saturation and a lightness. */
export function fromHsl(hue, saturation, light) {
    const reach = saturation * Math.min(light, 1 - light);
    const channel = (shift) => {
        const along = (shift + hue * 2) % 12;
        return 255 * (light - reach * Math.max(-1, Math.min(along - 3, 9 - along, 1)));
    };
    return fromChannels([channel(0), channel(8), channel(4)]);
}
