/**
 * An exercise as its workbook describes it: for whom it is, what is asked, how much is filled.
 *
 * Its first page is written for readers, so its words are shown and not made up anew.
 */

import { key } from "../book/cells.js";
import { named, placeNamed, recordOf } from "../proof/check.js";

const SCHEMA = "xlrnn/exercise/";
const WORDS = 2; // the column in which the first page says everything
const WHOSE = /^for (.+)$/;
const LEVEL = /^Level \d/;
const TOP = 12; // rows at the top of the first page

/**
 * What an exercise says of itself; null if a workbook is none.
 *
 * `whose` is name and id, "" if it is everybody's; `level` what kind it is; `blocks` are
 * `{name, about, count, all, place}`, `place` being null if the block cannot be found.
 */
export function readExercise(book) {
    const record = recordOf(book);
    if (typeof record?.schema !== "string" || !record.schema.startsWith(SCHEMA)) return null;
    const words = topOf(book);
    const student = typeof record.student === "string" ? record.student : "";
    return {
        whose: student && (whoseOf(words, student) ?? student),
        level: words.find((text) => LEVEL.test(text)) ?? "",
        blocks: readBlocks(book),
    };
}

/** What the first page says at its top, line by line. */
function topOf(book) {
    const rows = Array.from({ length: TOP }, (_, row) => textAt(book, 0, row + 1, WORDS));
    return rows.filter(Boolean);
}

/** The name beside the id, if the page says it. */
function whoseOf(words, student) {
    const said = words.map((text) => WHOSE.exec(text)?.[1]).filter(Boolean);
    return said.find((text) => text === student || text.endsWith(` (${student})`));
}

/** The lines of the table: each begins with the block's name, then follow how much and of how much. */
function readBlocks(book) {
    const found = named(book, "filled");
    if (!found) return [];
    const { sheet, area } = found;
    return found.values.map((count, number) => {
        const row = area.top + number;
        const about = textAt(book, sheet, row, WORDS);
        const name = about.split(":")[0];
        const all = valueAt(book, sheet, row, area.right + 1);
        return { name, about, count, all, place: placeNamed(book, name)?.place ?? null };
    });
}

const valueAt = (book, sheet, row, column) => book.sheets[sheet].cells.get(key(row, column))?.value;

function textAt(book, sheet, row, column) {
    const value = valueAt(book, sheet, row, column);
    return typeof value === "string" ? value : "";
}
