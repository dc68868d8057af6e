/** By what a workbook is known again: another version of a lesson is another workbook. */

import { KeepError } from "./keep_error.js";

/** Promise the SHA-256 of a file's bytes in hexadecimal digits. */
export async function fingerprintOf(bytes) {
    if (!globalThis.crypto?.subtle) throw new KeepError("insecure");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
