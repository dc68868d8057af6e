/** For how many milliseconds Python may be busy before it is taken for lost. */

/** With its start, on a slow machine. */
export const START = 180_000;
/** With a live proof. */
export const PROOF = 60_000;
/** With what may take long. */
export const LONG = 600_000;
