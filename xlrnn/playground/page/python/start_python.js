/**
 * Starts Python in a Worker, from files that were handed to it: nothing is fetched here.
 *
 * Pyodide fetches by itself, so `fetch` answers from those files, and from nowhere else.
 */

import { systemImports } from "../engine/system.js";

const NOWHERE = "file:///python/"; // addresses need a beginning
const PACKAGES = "/lib/python3.12/site-packages";
const FOLDER = "/home/pyodide";
/** Which argument of which function of the engine has 64 bits. */
const WIDE = { fm_sheet_cells_in_range: 6, fm_sheet_list_invalid_cells: 2 };
const KINDS = { wasm: "application/wasm", json: "application/json" };

/**
 * Promise a function that answers `xlrnn.browser.calls`: `(call, argument, ...files)`, all but the
 * files being JSON.
 *
 * `files` are bytes by name, as they lie in the page's folder; `wasm` is the engine's module, which
 * Python's own engine is, too.
 */
export async function startPython(files, wasm) {
    self.fetch = async (address) => answer(files, String(address));
    const python = await self.loadPyodide({ indexURL: NOWHERE, stdout() {}, stderr() {} });
    for (const name of ["numpy.whl", "packages.zip"]) {
        python.unpackArchive(files[name], "zip", { extractDir: PACKAGES });
    }
    python.registerJsModule("xlrnn_page", { instantiate: () => instantiated(wasm) });
    // Python's binding looks whether the module's file is there; the bytes are here.
    python.FS.writeFile(`${PACKAGES}/formulon/_wasm/formulon_capi.wasm`, "");
    python.runPython("import sys, xlrnn.browser.wasmtime as it; sys.modules['wasmtime'] = it");
    const calls = python.pyimport("xlrnn.browser.calls").Calls(FOLDER);
    return (call, argument, ...given) =>
        calls.answer(call, argument, ...given.map((bytes) => python.toPy(bytes)));
}

function answer(files, address) {
    const name = address.slice(address.lastIndexOf("/") + 1);
    if (!(name in files)) return new Response(null, { status: 404 });
    const kind = KINDS[name.split(".").at(-1)] ?? "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": kind } });
}

function instantiated(wasm) {
    let instance = null;
    const imports = systemImports(() => instance.exports.memory);
    instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
    return { ...instance.exports, ...withWideArguments(instance.exports) };
}

/** Python's numbers come as numbers, where these functions take a whole number of 64 bits. */
function withWideArguments(exports) {
    const wide = Object.entries(WIDE).map(([name, which]) => [
        name,
        (...given) => exports[name](...given.map((one, k) => (k === which ? BigInt(one) : one))),
    ]);
    return Object.fromEntries(wide);
}
