/**
 * A workbook that was saved here says so.
 *
 * The engine keeps the name of the program that wrote the file before. By that name xlrnn tells its
 * own files, which it may overwrite, from those that somebody has worked on since.
 */

import { LIMITS, checksum, openZip, readDirectory } from "./book/zip.js";

const PART = "docProps/app.xml";
const SIGNATURE = "xlrnn playground";
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE] = [30, 46, 22];

/** Return the bytes of an .xlsx file that names the playground as its program. */
export async function signed(bytes) {
    const zip = openZip(bytes);
    if (!zip.has(PART)) return bytes;
    const text = new TextDecoder().decode(await zip.read(PART));
    const tag = `<Application>${SIGNATURE}</Application>`;
    const isNamed = /<Application>[^<]*<\/Application>/;
    const signedText = isNamed.test(text)
        ? text.replace(isNamed, tag)
        : text.replace(/(<Properties\b[^>]*[^/]>)/, `$1${tag}`);
    return withPart(bytes, PART, new TextEncoder().encode(signedText));
}

/** Return a zip file with another content of one part; the others are copied as they are packed. */
function withPart(bytes, name, content) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const parts = [...readDirectory(bytes, view, LIMITS).values()].map((entry) =>
        entry.name === name ? stored(entry, content) : { entry, content: packed(bytes, view, entry) },
    );
    const pieces = [];
    const directory = [];
    let offset = 0;
    for (const { entry, content: own } of parts) {
        const encoded = new TextEncoder().encode(entry.name);
        pieces.push(local(entry, encoded), encoded, own);
        directory.push(central(entry, encoded, offset), encoded);
        offset += LOCAL_SIZE + encoded.length + own.length;
    }
    const length = directory.reduce((sum, piece) => sum + piece.length, 0);
    return joined([...pieces, ...directory, end(parts.length, length, offset)]);
}

function stored(entry, content) {
    const { length } = content;
    const check = checksum(content);
    return { entry: { ...entry, method: 0, packed: length, size: length, check }, content };
}

function packed(bytes, view, { offset, packed: length }) {
    const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    return bytes.subarray(start, start + length);
}

const NEEDED = 20; // version 2.0: what every reader of zip files knows
const UTF_8 = 0x0800; // how names are written
const NO_DATE = 0x0021; // the first of January 1980

/** What the header of a part and its line in the directory have in common. */
function about(view, at, { method, check, packed: length, size }, name) {
    const shorts = [NEEDED, UTF_8, method, 0, NO_DATE];
    shorts.forEach((value, k) => view.setUint16(at + 2 * k, value, true));
    [check, length, size].forEach((value, k) => view.setUint32(at + 10 + 4 * k, value, true));
    view.setUint16(at + 22, name.length, true);
}

function local(entry, name) {
    const view = new DataView(new ArrayBuffer(LOCAL_SIZE));
    view.setUint32(0, 0x04034b50, true);
    about(view, 4, entry, name);
    return new Uint8Array(view.buffer);
}

function central(entry, name, offset) {
    const view = new DataView(new ArrayBuffer(CENTRAL_SIZE));
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(4, NEEDED, true);
    about(view, 6, entry, name);
    view.setUint32(42, offset, true);
    return new Uint8Array(view.buffer);
}

function end(count, length, offset) {
    const view = new DataView(new ArrayBuffer(END_SIZE));
    view.setUint32(0, 0x06054b50, true);
    [count, count].forEach((value, k) => view.setUint16(8 + 2 * k, value, true));
    [length, offset].forEach((value, k) => view.setUint32(12 + 4 * k, value, true));
    return new Uint8Array(view.buffer);
}

function joined(pieces) {
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let offset = 0;
    for (const piece of pieces) {
        whole.set(piece, offset);
        offset += piece.length;
    }
    return whole;
}
