/**
 * For how many milliseconds Python may be busy before it is taken for lost: with its start on a slow
 * machine, with a live proof, and with what may take long.
 */
export const [START, PROOF, LONG] = [180_000, 60_000, 600_000];
