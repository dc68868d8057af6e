/** The parts of a workbook's file, and how they point at each other. */

import { BookError } from "./errors.js";
import { words } from "./words.js";
import { attribute, checked, children, decode, parse } from "./xml.js";
import { LIMITS, openZip } from "./zip.js";

/** Open the file; what is no .xlsx is said in words. */
export function openPackage(bytes, limits = LIMITS) {
    checkKind(bytes);
    return new Package(openZip(bytes, limits));
}

function checkKind(bytes) {
    if (bytes.length === 0) throw new BookError(words.empty);
    const begin = [...bytes.subarray(0, 4)];
    if (String(begin) === "208,207,17,224") throw new BookError(words.old);
    if (begin[0] !== 0x50 || begin[1] !== 0x4b) throw new BookError(words.noZip);
}

class Package {
    constructor(zip) {
        this.zip = zip;
        this.byLowerCase = new Map(zip.names.map((name) => [name.toLowerCase(), name]));
    }

    /** The name of a part as the file has it; some writers differ in upper and lower case. */
    find(path) {
        return this.zip.has(path) ? path : (this.byLowerCase.get(path.toLowerCase()) ?? null);
    }

    /** The text of a part. */
    async text(path) {
        const name = this.find(path);
        if (name === null) throw new BookError(words.missing(path));
        return checked(decode(await this.zip.read(name)), name);
    }

    /** The root of a part; null if it is optional and not there. */
    async root(path, { optional = false } = {}) {
        if (optional && (path === null || this.find(path) === null)) return null;
        return parse(await this.text(path), path);
    }

    /** What a part points at: id -> {type, target, external}. */
    async relations(path) {
        const cut = path.lastIndexOf("/") + 1;
        const root = await this.root(`${path.slice(0, cut)}_rels/${path.slice(cut)}.rels`, {
            optional: true,
        });
        const found = new Map();
        for (const node of children(root, "Relationship")) {
            const external = attribute(node, "TargetMode") === "External";
            const target = attribute(node, "Target") ?? "";
            found.set(attribute(node, "Id"), {
                type: (attribute(node, "Type") ?? "").split("/").pop(),
                target: external ? target : resolve(path.slice(0, cut), target),
                external,
            });
        }
        return found;
    }
}

/** The path of a part that is named from a folder. */
function resolve(folder, target) {
    const path = [];
    for (const step of (target.startsWith("/") ? target : folder + target).split("/")) {
        if (step === "..") path.pop();
        else if (step && step !== ".") path.push(step);
    }
    return path.join("/");
}

/** The first relation of a type; null if none. */
export const ofType = (relations, type) =>
    [...relations.values()].find((relation) => relation.type === type && !relation.external) ??
    null;
