/** The stops of a tour: what its first page says, one after the other. */

import { saying } from "../saying.js";

const say = saying("tour");

/**
 * Return the stops of a tour: `{part, number, count, text, lit, puts}`. The first says what the
 * lesson is and lights up nothing.
 */
export function stopsOf(tour) {
    const begin = { part: tour.title, number: 1, count: 1, text: tour.about, lit: [], puts: [] };
    return [
        begin,
        ...stopsIn(tour.heading, tour.steps),
        ...stopsIn(say("tries"), tour.tries),
        ...stopsIn(say("places"), tour.places),
    ];
}

function stopsIn(part, lines) {
    return lines.map(({ text, lit, puts = [] }, index) => {
        return { part, number: index + 1, count: lines.length, text, lit, puts };
    });
}
