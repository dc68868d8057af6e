/** The Worker in which Python runs, so that the page answers meanwhile. */

import "./runtime/pyodide.js";
import "./runtime/pyodide.asm.js";
import { unpacked } from "../held.js";
import { startPython } from "./start_python.js";

let answer = null;

const calls = {
    async start({ files, wasm }) {
        const entries = Object.entries(files).map(async ([name, held]) => [name, await unpacked(held)]);
        answer = await startPython(Object.fromEntries(await Promise.all(entries)), await unpacked(wasm));
    },
    ask: ({ question, argument, files }) => answer(question, argument, ...files),
};

self.addEventListener("message", async ({ data: { id, call, argument } }) => {
    try {
        self.postMessage({ id, answer: await calls[call](argument) });
    } catch (error) {
        // Python answers what it cannot do; what comes here, as too little memory, ends it.
        self.postMessage({ id, error: { message: String(error?.message ?? error), reason: "broken" } });
    }
});
