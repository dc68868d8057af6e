/** A Worker that is asked and answers: a promise for each question, each with a time limit. */

export class Asked {
    #waiting = new Map();
    #last = 0;
    #failed;

    /**
     * `failed(reason, detail)` makes the error for a question that is not answered: `slow` (it took
     * longer than so many seconds), `broken` (the Worker failed), or what the Worker gives as its
     * reason. An error that says `goesOn` leaves the Worker as it is; all others end it.
     */
    constructor(worker, failed) {
        this.worker = worker;
        this.#failed = failed;
        worker.addEventListener("message", ({ data }) => this.#answered(data));
        worker.addEventListener("error", (event) => {
            event.preventDefault();
            this.end(failed("broken", event.message || "the Worker could not be started"));
        });
    }

    /** Ask; after `limit` milliseconds the Worker is ended, since nothing else stops it. */
    ask(call, argument, limit, transferred = []) {
        if (this.ended) return Promise.reject(this.ended);
        this.#last += 1;
        const id = this.#last;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => this.end(this.#failed("slow", limit / 1000)), limit);
            this.#waiting.set(id, { resolve, reject, timer });
            this.worker.postMessage({ id, call, argument }, transferred);
        });
    }

    /** End the Worker; whoever waits is told why. */
    end(why) {
        this.ended ??= why;
        this.worker.terminate();
        for (const { reject, timer } of this.#waiting.values()) {
            clearTimeout(timer);
            reject(why);
        }
        this.#waiting.clear();
    }

    #answered({ id, answer, error }) {
        const waiting = this.#waiting.get(id);
        if (waiting === undefined) return;
        const why = error && this.#failed(error.reason, error.message);
        if (why && !why.goesOn) {
            this.end(why);
            return;
        }
        this.#waiting.delete(id);
        clearTimeout(waiting.timer);
        if (why) waiting.reject(why);
        else waiting.resolve(answer);
    }
}
