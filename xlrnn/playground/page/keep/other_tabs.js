/** Other tabs of this browser: they tell each other of which workbook something was kept. */

const NAME = "xlrnn-playground";

export class OtherTabs {
    #channel = null;

    /** `told` is called with the fingerprint of a workbook that another tab has written of. */
    constructor(told) {
        if (!globalThis.BroadcastChannel) return;
        this.#channel = new BroadcastChannel(NAME);
        this.#channel.addEventListener("message", ({ data }) => told(data));
    }

    tell(fingerprint) {
        this.#channel?.postMessage(fingerprint);
    }
}
