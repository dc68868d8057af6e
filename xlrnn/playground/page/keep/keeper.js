/**
 * What was typed is kept in this browser, and comes back with the same workbook.
 *
 * Nothing else depends on it: where nothing can be kept, that is said once, and all goes on.
 */

import { Banner } from "./banner.js";
import { fingerprintOf } from "./fingerprint.js";
import { KeepError } from "./keep_error.js";
import { Kept } from "./kept.js";
import { OtherTabs } from "./other_tabs.js";
import { openStore } from "./store.js";

export class Keeper {
    #store = openStore();
    #kept = null;
    #hasFailed = false; // and said so

    /** `element` is where it speaks, `anew` opens the workbook again as its file is. */
    constructor(element, anew) {
        this.#store.catch(() => {}); // said when it is used
        this.anew = anew;
        this.banner = new Banner(element, () => this.#beginAnew());
        this.tabs = new OtherTabs((fingerprint) => this.#kept?.overtake(fingerprint));
    }

    /** Whether nothing is lost if the page is closed now. */
    get isSafe() {
        return this.#kept?.isSafe ?? false;
    }

    /** Promise what is kept of the file with these bytes: `{fingerprint, record}` or `{failure}`. */
    async find(bytes) {
        try {
            const store = await this.#store;
            const fingerprint = await fingerprintOf(bytes);
            return { fingerprint, record: await store.get(fingerprint) };
        } catch (error) {
            return { failure: KeepError.of(error) };
        }
    }

    /** Keep what is typed into a workbook from now on, after what was found is put in again. */
    follow(open, found) {
        this.#kept?.end();
        this.banner.clear();
        this.#kept = new Kept(open, found, this.#store, {
            resumed: (at) => this.banner.resumed(at),
            held: (at, error) => this.banner.held(at, error),
            overtaken: () => this.banner.overtaken(),
            failed: (error) => this.#fail(error),
            kept: (fingerprint) => this.tabs.tell(fingerprint),
        });
        return this.#kept.resume();
    }

    #fail(error) {
        if (this.#hasFailed) return;
        this.#hasFailed = true;
        this.banner.failed(error);
    }

    async #beginAnew() {
        if (!this.banner.isSure()) return;
        try {
            await this.#kept.forget();
        } catch (error) {
            this.banner.failed(KeepError.of(error));
        }
        this.anew();
    }
}
