/** A workbook as data, out of the bytes of an .xlsx file. */

import { readPalette } from "./colours.js";
import { BookError } from "./errors.js";
import { openPackage, ofType } from "./package.js";
import { readSheet } from "./sheet.js";
import { readStrings } from "./strings.js";
import { readStyles } from "./styles.js";
import { words } from "./words.js";
import { attribute, child, children, flag, number } from "./xml.js";
import { LIMITS } from "./zip.js";

/**
 * Read a workbook; it is a promise of a Book. What cannot be read throws a `BookError` that says
 * so in words for the reader.
 */
export async function read(bytes, limits = LIMITS) {
    const file = openPackage(bytes, limits);
    const path = await findWorkbook(file);
    const root = await file.root(path);
    const relations = await file.relations(path);
    const warnings = new Set();
    const shared = await readShared(file, relations, (text) => warnings.add(text));
    warnAbout(file, relations, shared.warn);
    // All at once: what is packed is unpacked beside the reading.
    const sheets = await Promise.all(
        sheetsOf(root, relations).map((about) => readSheet(file, about, shared)),
    );
    if (!sheets.some((sheet) => !sheet.hidden)) throw new BookError(words.noSheet);
    return {
        sheets,
        active: activeSheet(root, sheets),
        styles: shared.styles,
        names: readNames(root),
        date1904: flag(child(root, "workbookPr"), "date1904"),
        warnings: [...warnings],
        tool: await readTool(file, root),
    };
}

async function findWorkbook(file) {
    if (file.find("mimetype")) throw new BookError(words.document);
    if (!file.find("_rels/.rels")) throw new BookError(words.noWorkbook);
    const main = ofType(await file.relations(""), "officeDocument");
    if (main && /\.bin$/i.test(main.target)) throw new BookError(words.binary);
    if (!main || !file.find(main.target)) throw new BookError(words.noWorkbook);
    const path = file.find(main.target);
    if ((await file.root(path)).localName !== "workbook") throw new BookError(words.noWorkbook);
    return path;
}

/** What all sheets share: palette, styles, looks of rules, texts, and where warnings go. */
async function readShared(file, relations, warn) {
    const part = async (type) => {
        const relation = ofType(relations, type);
        return relation && file.root(relation.target, { optional: true });
    };
    const [theme, styles] = [await part("theme"), await part("styles")];
    const palette = readPalette(theme, styles);
    const strings = readStrings(await part("sharedStrings"), palette);
    return { palette, strings, ...readStyles(styles, palette), warn };
}

function warnAbout(file, relations, warn) {
    const types = [...relations.values()].map((relation) => relation.type);
    if (types.includes("vbaProject") || file.find("xl/vbaProject.bin")) warn(words.macros);
    if (types.includes("externalLink")) warn(words.external);
}

function sheetsOf(root, relations) {
    return children(child(root, "sheets"), "sheet").map((node) => {
        const target = relations.get(attribute(node, "id"));
        return {
            name: attribute(node, "name") ?? "",
            hidden: ["hidden", "veryHidden"].includes(attribute(node, "state")),
            path: target?.target ?? "",
            isCells: target?.type === "worksheet",
        };
    });
}

function activeSheet(root, sheets) {
    const told = number(child(root, "bookViews", "workbookView"), "activeTab", 0);
    return sheets[told] && !sheets[told].hidden ? told : sheets.findIndex((sheet) => !sheet.hidden);
}

function readNames(root) {
    return children(child(root, "definedNames"), "definedName").map((node) => ({
        name: attribute(node, "name") ?? "",
        formula: node.textContent,
        sheet: number(node, "localSheetId"),
        hidden: flag(node, "hidden"),
    }));
}

/** Which program wrote the file, as far as it says. */
async function readTool(file, root) {
    const about = await file.root("docProps/app.xml", { optional: true });
    return (
        child(about, "Application")?.textContent ||
        attribute(child(root, "fileVersion"), "appName") ||
        ""
    );
}
