/**
 * What a WebAssembly module asks of its system: a clock and chance, and that is all it gets. It has
 * no files, no arguments and no environment; what it prints goes nowhere.
 */

const [DONE, BAD_FILE] = [0, 8];
const NANOSECONDS = 1_000_000;

/** The imports for a module; `memory` is called when the module runs, and returns its memory. */
export function systemImports(memory) {
    const view = () => new DataView(memory().buffer);
    const wasi = {
        clock_time_get(clock, precision, out) {
            const now = clock === 0 ? Date.now() : performance.now();
            view().setBigUint64(out, BigInt(Math.round(now * NANOSECONDS)), true);
            return DONE;
        },
        random_get(pointer, length) {
            const most = 65_536; // what one call may ask for
            for (let start = 0; start < length; start += most) {
                const size = Math.min(most, length - start);
                crypto.getRandomValues(new Uint8Array(memory().buffer, pointer + start, size));
            }
            return DONE;
        },
        environ_sizes_get(count, size) {
            view().setUint32(count, 0, true);
            view().setUint32(size, 0, true);
            return DONE;
        },
        environ_get: () => DONE,
        fd_write(file, vectors, count, written) {
            view().setUint32(written, lengthOf(view(), vectors, count), true);
            return DONE;
        },
        fd_seek: () => BAD_FILE,
        fd_close: () => BAD_FILE,
    };
    return {
        env: { emscripten_notify_memory_growth() {} },
        wasi_snapshot_preview1: wasi,
    };
}

/** How many bytes the pieces of a text have that the module wants to print. */
function lengthOf(view, vectors, count) {
    let length = 0;
    for (let k = 0; k < count; k += 1) length += view.getUint32(vectors + 8 * k + 4, true);
    return length;
}
