/** The linear memory of a WebAssembly module that was written in C: texts, buffers, numbers. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Memory {
    constructor(exports) {
        this.exports = exports;
    }

    /** The memory as it is now: it moves when it grows, so no view is kept. */
    get view() {
        const { buffer } = this.exports.memory;
        if (this.cached?.buffer !== buffer) this.cached = new DataView(buffer);
        return this.cached;
    }

    allocate(size) {
        const pointer = this.exports.malloc(Math.max(size, 1));
        if (!pointer) throw new Error(`out of memory: ${size} bytes`);
        return pointer;
    }

    /** Call with the pointer of a copy, which is freed afterwards. */
    withBytes(bytes, call) {
        const pointer = this.allocate(bytes.length);
        try {
            new Uint8Array(this.exports.memory.buffer).set(bytes, pointer);
            return call(pointer);
        } finally {
            this.exports.free(pointer);
        }
    }

    withText(text, call) {
        return this.withBytes(encoder.encode(`${text}\0`), call);
    }

    /** The text that ends with a zero at a pointer; none at the pointer 0. */
    text(pointer) {
        if (!pointer) return "";
        const bytes = new Uint8Array(this.exports.memory.buffer);
        return decoder.decode(bytes.subarray(pointer, bytes.indexOf(0, pointer)));
    }

    copy(pointer, length) {
        return new Uint8Array(this.exports.memory.buffer).slice(pointer, pointer + length);
    }
}
