/** Every word about what is kept. Another language is another file of the same names. */

import { saying } from "../saying.js";

export const texts = {
    resumed: "What you typed on {at} is here again.",
    anew: "Begin anew",
    anewHelp: "Throw away what you typed, and open the workbook as its file is",
    sure: "Throw away what you typed into this workbook? It cannot be had back.",
    close: "Close this line",
    held:
        "What you typed on {at} could not be put in again: {why}. It stays kept, and nothing new is " +
        "kept beside it. Open the workbook again, or begin anew.",
    overtaken:
        "This workbook was changed in another tab, too. Only what is typed last is kept: go on in " +
        "one of them, and close the other.",
    notKept:
        "What you type is not kept here when the page is closed: {why}. Save the workbook as a file.",

    // why not
    missing: "this browser has no storage for pages, or it is switched off, as in a private window",
    forbidden: "the browser forbids it, as in a private window or by a setting",
    insecure: "the page came by http:, and the browser allows it by https: or from a disk alone",
    silent: "the browser’s storage does not answer",
    full: "the browser’s storage is full",
    closed: "the browser’s storage was closed or cleared; load the page again",
    otherwise: "the browser says “{detail}”",
};

/** Return a text with values put in. */
export const say = saying(texts);
