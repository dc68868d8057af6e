/** The Worker in which the engine calculates, so that the page answers meanwhile. */

import { Calculated } from "./calculated.js";
import { startFormulon } from "./formulon.js";
import { pack, transferred } from "./packed.js";
import { Refusal } from "./refusal.js";

let calculated = null;

const calls = {
    async start(wasm) {
        calculated = new Calculated(await startFormulon(wasm));
    },
    open: (bytes) => withPacked(calculated.open(bytes)),
    change: (changes) => withPacked(calculated.change(changes)),
    save: () => calculated.save(),
};

function withPacked(answer) {
    return { ...answer, cells: pack(answer.cells) };
}

self.addEventListener("message", async ({ data: { id, call, argument } }) => {
    try {
        const answer = await calls[call](argument);
        const handed = answer?.cells ? transferred(answer.cells) : [];
        self.postMessage({ id, answer }, handed);
    } catch (error) {
        // What the engine refuses, it refuses in good order; all else leaves its memory in doubt.
        const reason = error instanceof Refusal ? error.reason : "broken";
        self.postMessage({ id, error: { message: String(error?.message ?? error), reason } });
    }
});
