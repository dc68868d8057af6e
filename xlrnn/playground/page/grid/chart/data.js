/** The numbers and names that a chart shows, out of the workbook as it now is. */

import { key, count, readPlace } from "../../book/cells.js";
import { format } from "../format.js";
import { generalText } from "../formats/general.js";

const MOST = 100_000;

/** The series of a chart: [{...series, label, names, points}], points being numbers or null. */
export function seriesOf(chart, book) {
    return chart.series.map((series, at) => {
        const values = cellsOf(series.values, book);
        return {
            ...series,
            label: textOf(series.name, book) || `Series ${at + 1}`,
            points: values.map(({ value }) => numberOf(value)),
            names: cellsOf(series.categories, book).map(shown),
            places: cellsOf(series.categories, book).map(({ value }) => numberOf(value)),
        };
    });
}

/** The words of a title, which may stand in a cell. */
export const textOf = (source, book) => cellsOf(source, book).map(shown).join(" ");

/** The cells of a source, [{value, style}]; what the file stored if it names no area. */
function cellsOf(source, book) {
    if (!source) return [];
    const place = source.formula === null ? null : readPlace(source.formula);
    const sheet = place && book.sheets.find(({ name }) => name === place.sheet);
    if (!sheet || count(place.area) > MOST)
        return source.stored.map((value) => ({ value, style: null }));
    const found = [];
    for (let row = place.area.top; row <= place.area.bottom; row++) {
        for (let column = place.area.left; column <= place.area.right; column++) {
            if (!sheet.widths(column) || !sheet.heights(row)) continue;
            const cell = sheet.cells.get(key(row, column));
            found.push({
                value: cell?.value ?? null,
                style: cell ? book.styles[cell.style] : null,
            });
        }
    }
    return found;
}

function numberOf(value) {
    if (typeof value === "number") return value;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
    return Number.isFinite(number) ? number : null;
}

function shown({ value, style }) {
    if (style) return format(value, style.format).text;
    return typeof value === "number" ? generalText(value) : String(value ?? "");
}
