/** What was typed into a workbook since it was read: of each cell that was changed, the last. */

const nameOf = ({ sheet, row, column }) => `${sheet} ${row} ${column}`;

export class Typed {
    #last = new Map();
    #inFile = new Map(); // what the cells held before anything was typed

    /** Remember changes that were carried out; `before` takes them back, the last one first. */
    remember(changes, before) {
        for (const held of before.toReversed()) {
            const place = nameOf(held);
            if (!this.#inFile.has(place)) this.#inFile.set(place, inWords(held.input));
        }
        for (const change of changes) {
            // The latest stands last: an array is told after what made room for it.
            this.#last.delete(nameOf(change));
            this.#last.set(nameOf(change), change);
        }
    }

    /** Whether no cell was ever changed. */
    get isEmpty() {
        return this.#last.size === 0;
    }

    /** Whether every cell has again what the file has, as after all was undone. */
    get isTakenBack() {
        const isAsInFile = ([place, { input }]) => this.#inFile.get(place) === inWords(input);
        return [...this.#last].every(isAsInFile);
    }

    /** What an engine must be told after the file, in this order; an array formula is whole. */
    get changes() {
        return [...this.#last.values()];
    }
}

const inWords = (input) => JSON.stringify(input ?? null);
