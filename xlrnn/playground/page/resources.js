/**
 * Files of the page: from the folder it lies in or, in the page that is one file, from the elements
 * in which they are kept. Nothing comes from anywhere else.
 */

import { unpacked } from "./held.js";

/** Promise the bytes of a file, by its address in the page. */
export async function resource(name) {
    return unpacked(await heldResource(name));
}

/** Promise a file as it is held, for `unpacked`. */
export async function heldResource(name) {
    const kept = keptFile(name);
    if (kept) return { text: kept.textContent, packed: kept.dataset.packed };
    const response = await fetch(name);
    if (!response.ok) throw new Error(`${name}: the answer was ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
}

/** Promise the text of a file. */
export async function resourceText(name) {
    return new TextDecoder().decode(await resource(name));
}

/** Promise a function that starts the Worker whose module has this address. */
export async function workerStarter(name) {
    if (!keptFile(name)) return () => new Worker(name, { type: "module" });
    const script = new Blob([await resource(name)], { type: "text/javascript" });
    return () => {
        const address = URL.createObjectURL(script);
        const worker = new Worker(address);
        // The Worker fetches its script when it starts, not when it is made.
        worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
        return worker;
    };
}

const keptFile = (name) => document.querySelector(`script[data-file="${CSS.escape(name)}"]`);
