/** How large a sheet is shown if nobody says: as its file does, larger where there is room. */

const LARGEST = 1.15;
const NARROW = 600;
const NARROWER = 0.9;
const GUTTER = 44;

export const BOUNDS = { least: 0.25, most: 4 };

/** The zoom of a sheet in a window of some width, 1 being 100 %. */
export function comfortableZoom(sheet, width) {
    const told = sheet.zoom / 100;
    if (width < NARROW) return told * NARROWER;
    return Math.min(Math.max(LARGEST, told), Math.max(told, width / usedWidth(sheet, width)));
}

/** How wide a sheet is with all that stands on it; what is wider than the window needs no sum. */
function usedWidth({ widths, last, charts, shapes }, enough) {
    const ends = [...charts, ...shapes].map(({ anchor }) => (anchor.to ?? anchor.from).column);
    const end = ends.reduce((one, other) => Math.max(one, other), last.column);
    let used = GUTTER;
    for (let column = 1; column <= end && used < enough * 4; column++) used += widths(column);
    return used;
}
