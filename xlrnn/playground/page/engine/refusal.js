/** The engine will not do something, and goes on as if it had not been asked. */
export class Refusal extends Error {
    /** `reason` is `formula` (it cannot be read), `array` (a part of one is fixed) or `other`. */
    constructor(message, reason) {
        super(message);
        this.reason = reason;
    }
}
