/** The browser's storage for this page: a record for each workbook, found by its fingerprint. */

import { KeepError } from "./keep_error.js";

const [DATABASE, RECORDS] = ["xlrnn-playground", "typed"];
const PATIENCE = 5_000; // milliseconds; a browser that forbids may also just not answer

/** Promise the storage; a `KeepError` says why there is none. */
export function openStore() {
    const refused = new Promise((_, reject) => {
        setTimeout(() => reject(new KeepError("silent")), PATIENCE);
    });
    return Promise.race([opened(), refused]);
}

async function opened() {
    if (!globalThis.indexedDB) throw new KeepError("missing");
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
        request.result.createObjectStore(RECORDS, { keyPath: "fingerprint" });
    const database = await answer(request);
    // A later version of this page may want another database.
    database.onversionchange = () => database.close();
    return new Store(database);
}

class Store {
    constructor(database) {
        this.database = database;
    }

    /** Promise a record; undefined if there is none. */
    get(fingerprint) {
        return answer(this.#records("readonly").get(fingerprint));
    }

    put(record) {
        return this.#write((records) => records.put(record));
    }

    remove(fingerprint) {
        return this.#write((records) => records.delete(fingerprint));
    }

    #records(mode) {
        return this.database.transaction(RECORDS, mode).objectStore(RECORDS);
    }

    /** Write; it is kept when the transaction is complete, not when the request is. */
    #write(act) {
        return new Promise((resolve, reject) => {
            const records = this.#records("readwrite");
            records.transaction.oncomplete = () => resolve();
            records.transaction.onabort = () => reject(records.transaction.error);
            act(records);
        });
    }
}

const answer = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
