/** Places, {sheet, area}, as texts: for telling them apart, and for readers. */

import { covers, nameOf, quoted } from "./areas.js";
import { nameFor, namedPlaces } from "./names.js";

/** A text that no other place has. */
export function idOfPlace({ sheet, area }) {
    return `${sheet} ${area.top} ${area.left} ${area.bottom} ${area.right}`;
}

/** How a place is called: W_xh (C17:F19), or weights!C17 from another sheet. */
export function calledFrom(book, sheet, place) {
    const address = nameOf(place.area);
    const full =
        place.sheet === sheet ? address : `${quoted(book.sheets[place.sheet].name)}!${address}`;
    const name = symbolOf(book, place);
    return name ? `${name} (${full})` : full;
}

/** The defined name that a place is, or the smallest block of which it is a part; "" if none. */
export function symbolOf(book, { sheet, area }) {
    const exact = nameFor(book, sheet, area);
    if (exact) {
        return exact;
    }
    const around = namedPlaces(book)
        .filter(
            ({ name, place }) =>
                place.sheet === sheet && covers(place.area, area) && !name.startsWith("_"),
        )
        .sort((one, other) => sizeOf(one.place.area) - sizeOf(other.place.area));
    return around[0]?.name ?? "";
}

const sizeOf = ({ top, left, bottom, right }) => (bottom - top + 1) * (right - left + 1);
