/** Which cells a protected sheet keeps as they are: an exercise locks what it does not ask for. */

export class Protection {
    #document;

    constructor(document) {
        this.#document = document;
    }

    isLocked(sheet, { row, column }) {
        const { book } = this.#document;
        if (!book.sheets[sheet].protected) {
            return false;
        }
        const cell = this.#document.cell(sheet, row, column);
        // Where nothing stands, nothing has been unlocked.
        return cell ? (book.styles[cell.style]?.locked ?? true) : true;
    }
}
