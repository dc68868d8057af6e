/** What is wrong with a file, in words for whoever opened it. */
export class BookError extends Error {
    constructor(message) {
        super(message);
        this.name = "BookError";
    }
}
