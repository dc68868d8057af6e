/**
 * The parts of a zip file. Nothing is unpacked before its size is known to be bearable, and never
 * more than the size that it says.
 */

import { BookError } from "./errors.js";
import { words } from "./words.js";

const MIB = 2 ** 20;

/** What is read at most. Deflate packs 1:1000 at best; sheets of nothing but zeros 1:200. */
export const LIMITS = { parts: 5000, part: 256 * MIB, total: 384 * MIB, ratio: 400, small: MIB };

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const [STORED, DEFLATED] = [0, 8];

/** Open a zip file; `read(name)` is a promise of the bytes of a part. */
export function openZip(bytes, limits = LIMITS) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries = readDirectory(bytes, view, limits);
    return {
        names: [...entries.keys()],
        has: (name) => entries.has(name),
        read: async (name) => {
            const entry = entries.get(name);
            if (!entry) throw new BookError(words.missing(name));
            return unpack(bytes, view, entry);
        },
    };
}

export function readDirectory(bytes, view, limits) {
    const end = findEnd(view);
    const count = view.getUint16(end + 10, true);
    if (count > limits.parts) throw new BookError(words.manyParts(count, limits.parts));
    const entries = new Map();
    let offset = view.getUint32(end + 16, true);
    let total = 0;
    for (let number = 0; number < count; number++) {
        const entry = readEntry(bytes, view, offset);
        checkSize(entry, limits);
        total += entry.size;
        entries.set(entry.name, entry);
        offset = entry.next;
    }
    if (total > limits.total) throw new BookError(words.allTooLarge(total, limits.total));
    return entries;
}

/** Where the record at the end of the file begins: a comment may follow it. */
function findEnd(view) {
    const last = view.byteLength - END_SIZE;
    for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
        const isEnd = view.getUint32(at, true) === END_SIGNATURE;
        if (isEnd && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at;
    }
    throw new BookError(words.cutOff);
}

function readEntry(bytes, view, at) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
        throw new BookError(words.cutOff);
    }
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    return {
        name: name.replaceAll("\\", "/").replace(/^\//, ""),
        locked: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        check: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
        next: at + 46 + nameLength + extra + comment,
    };
}

function checkSize({ name, size, packed }, limits) {
    if (size > limits.part) throw new BookError(words.tooLarge(name, size, limits.part));
    const ratio = Math.round(size / Math.max(packed, 1));
    if (size > limits.small && ratio > limits.ratio) throw new BookError(words.bomb(name, ratio));
}

async function unpack(bytes, view, entry) {
    if (entry.locked) throw new BookError(words.locked(entry.name));
    const at = entry.offset;
    if (at + 30 > view.byteLength || view.getUint32(at, true) !== LOCAL_SIGNATURE) {
        throw new BookError(words.damaged(entry.name));
    }
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const packed = bytes.subarray(start, start + entry.packed);
    const content = await contentOf(packed, entry);
    if (content.length !== entry.size || checksum(content) !== entry.check) {
        throw new BookError(words.damaged(entry.name));
    }
    return content;
}

async function contentOf(packed, entry) {
    if (entry.method === STORED) return packed;
    if (entry.method !== DEFLATED) throw new BookError(words.method(entry.name));
    const content = new Uint8Array(entry.size);
    try {
        await inflateInto(content, packed);
    } catch {
        throw new BookError(words.damaged(entry.name));
    }
    return content;
}

/** Fill an array with what was packed; more than it has room for is an error. */
async function inflateInto(content, packed) {
    const unpacking = new DecompressionStream("deflate-raw");
    const reader = new Blob([packed]).stream().pipeThrough(unpacking).getReader();
    let filled = 0;
    for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (filled + value.length > content.length) {
            reader.cancel().catch(() => {});
            throw new RangeError("more than the part says");
        }
        content.set(value, filled);
        filled += value.length;
    }
    if (filled !== content.length) throw new RangeError("less than the part says");
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
});

/** The CRC-32 of some bytes. */
export function checksum(bytes) {
    let sum = 0xffffffff;
    for (let at = 0; at < bytes.length; at++) sum = TABLE[(sum ^ bytes[at]) & 255] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
}
