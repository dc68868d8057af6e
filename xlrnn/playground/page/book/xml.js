/** XML as trees, and what is asked of them. Names count without their prefixes: writers differ. */

import { BookError } from "./errors.js";
import { scan } from "./scan.js";
import { words } from "./words.js";

/** The text of some bytes. */
export function decode(bytes) {
    const [one, two] = bytes;
    if (one === 0xff && two === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
    if (one === 0xfe && two === 0xff) return new TextDecoder("utf-16be").decode(bytes);
    return new TextDecoder().decode(bytes);
}

/** Refuse a text that declares entities: a few lines of them can grow to gigabytes. */
export function checked(text, part) {
    if (/<!DOCTYPE/i.test(text)) throw new BookError(words.doctype(part));
    return text;
}

/**
 * The root of a part that is small enough for a tree.
 *
 * It is scanned first: of what is not nested well, a browser makes a page with styles of its own,
 * and says in the console that the page's policy forbids them.
 */
export function parse(text, part) {
    scan(checked(text, part).trim(), part, { open: () => {}, close: () => {} });
    const tree = new DOMParser().parseFromString(text.trim(), "application/xml");
    if (tree.getElementsByTagName("parsererror").length) throw new BookError(words.damaged(part));
    return tree.documentElement;
}

/** The children of a node, those of a name if there is one. */
export function children(node, name = null) {
    if (!node) return [];
    const all = [...node.children];
    return name === null ? all : all.filter((child) => child.localName === name);
}

/** The first child along a path of names, such as child(node, "title", "tx"); null if none. */
export function child(node, ...names) {
    let found = node;
    for (const name of names) {
        found = found && (children(found, name)[0] ?? null);
    }
    return found ?? null;
}

/** All nodes of a name below a node. */
export const descendants = (node, name) =>
    node ? [...node.getElementsByTagNameNS("*", name)] : [];

/** An attribute whatever its prefix; null if there is none. */
export function attribute(node, name) {
    if (!node) return null;
    const plain = node.getAttribute(name);
    if (plain !== null) return plain;
    return [...node.attributes].find((each) => each.localName === name)?.value ?? null;
}

/** A number in an attribute, or what is taken without one. */
export function number(node, name, otherwise = null) {
    const text = attribute(node, name);
    const value = text === null || text.trim() === "" ? NaN : Number(text);
    return Number.isFinite(value) ? value : otherwise;
}

/** A yes or no in an attribute. */
export function flag(node, name, otherwise = false) {
    const text = attribute(node, name);
    return text === null ? otherwise : text === "1" || text === "true";
}

/** What `<b/>` says: yes unless its `val` is no. */
export const switchedOn = (node) => node !== null && flag(node, "val", true);

/** A text as Excel writes it: _x000A_ is a character. */
export const unescapeText = (text) =>
    text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
