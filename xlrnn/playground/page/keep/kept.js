/**
 * Keeps what is typed into one open workbook, as soon as it is typed.
 *
 * One record is written after the other; what is typed meanwhile is in the next one. The record
 * holds all that was typed, so that none depends on the one before.
 */

import { KeepError } from "./keep_error.js";
import { isRecord, recordOf } from "./record.js";

export class Kept {
    #isDue = false;
    #isWriting = false;
    #failure = null;
    #isOvertaken = false; // another tab wrote of the same workbook after this one
    #isHeld = false; // what was typed earlier could not be put in again, and is not written over
    #isOver = false;

    /** `found` is what `Keeper.find` found, `says` has what is called to tell the reader. */
    constructor(open, found, store, says) {
        Object.assign(this, { open, found, store, says });
        this.#failure = found.failure ?? null;
        open.addEventListener("typed", () => this.#keep());
    }

    /** Whether all that was typed is kept, and would be here again. */
    get isSafe() {
        return !(this.#failure || this.#isWriting || this.#isOvertaken || this.#isHeld);
    }

    /** Put in again what is kept of the workbook. */
    async resume() {
        const { record } = this.found;
        if (!isRecord(record, this.open.book)) return;
        const at = new Date(record.at);
        try {
            await this.open.resume(record.typed);
            if (!this.#isOver) this.says.resumed(at);
        } catch (error) {
            this.#isHeld = true;
            if (!this.#isOver) this.says.held(at, error);
        }
    }

    /** Throw away what is kept. */
    async forget() {
        this.end();
        this.#isDue = false;
        await (await this.store).remove(this.found.fingerprint);
        this.says.kept(this.found.fingerprint);
    }

    /** Another tab wrote of a workbook. */
    overtake(fingerprint) {
        if (this.#isOver || fingerprint !== this.found.fingerprint) return;
        this.#isOvertaken = true;
        this.says.overtaken();
    }

    /** Another workbook is open now; what is being written still is. */
    end() {
        this.#isOver = true;
    }

    async #keep() {
        if (this.#isHeld) return;
        if (!this.found.fingerprint) {
            this.says.failed(this.#failure);
            return;
        }
        this.#isDue = true;
        if (this.#isWriting) return;
        this.#isWriting = true;
        while (this.#isDue) {
            this.#isDue = false;
            await this.#write();
        }
        this.#isWriting = false;
    }

    async #write() {
        const { fingerprint } = this.found;
        const { typed } = this.open;
        try {
            const store = await this.store;
            if (typed.length > 0) await store.put(recordOf(fingerprint, typed));
            else await store.remove(fingerprint);
            this.#failure = null;
            this.#isOvertaken = false;
            this.says.kept(fingerprint);
        } catch (error) {
            this.#failure = KeepError.of(error);
            this.says.failed(this.#failure);
        }
    }
}
