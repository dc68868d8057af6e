/** For how many milliseconds the engine may take before it is taken for lost. */
export const LIMIT = 60_000;
