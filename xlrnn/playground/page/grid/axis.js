/** Where rows stand, or columns, in pixels: sizes become offsets once, however many are asked. */

export class Axis {
    /**
     * `sizeOf(number)` is the size at 100 %, `count` how many there are, `frozen` how many of them
     * stay, `before` the room for headings.
     */
    constructor({ sizeOf, count, frozen, before, zoom }) {
        Object.assign(this, { sizeOf, count, frozen, before, zoom });
        this.starts = new Float64Array(count + 2);
        let at = before;
        for (let number = 1; number <= count; number++) {
            this.starts[number] = at;
            at += this.scaled(sizeOf(number));
        }
        this.starts[count + 1] = at;
    }

    /** Pixels of a size; what is there at all is seen. */
    scaled(size) {
        return size > 0 ? Math.max(1, Math.round(size * this.zoom)) : 0;
    }

    start(number) {
        return this.starts[Math.min(number, this.count + 1)];
    }

    end(number) {
        return this.start(number + 1);
    }

    size(number) {
        return this.end(number) - this.start(number);
    }

    /** Where what stays ends: headings and frozen rows or columns. */
    get stays() {
        return this.start(this.frozen + 1);
    }

    get total() {
        return this.starts[this.count + 1];
    }

    /** The number that stands at an offset; the last one if it is behind all. */
    at(offset) {
        let [low, high] = [1, this.count];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (this.starts[middle] <= offset) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /** The first and the last that are seen beside what stays. */
    seen(scroll, length) {
        return {
            first: Math.max(this.frozen + 1, this.at(scroll + this.stays)),
            last: this.at(scroll + Math.max(length, this.stays + 1) - 1),
        };
    }

    /** From where to where something is seen, from the first to the last of an area. */
    visible(first, last, scroll, length) {
        const from =
            first <= this.frozen
                ? this.start(first) + scroll
                : Math.max(this.start(first), scroll + this.stays);
        const to =
            last <= this.frozen
                ? this.end(last) + scroll
                : Math.max(this.end(last), scroll + this.stays);
        return [from, Math.min(to, scroll + length)];
    }
}
