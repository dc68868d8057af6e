/** Days and times, which are numbers of days since the end of 1899. */

const DAY = 86_400_000;
const MONTHS = [
    ..."January February March April May June".split(" "),
    ..."July August September October November December".split(" "),
];
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const LAST = 2_958_466;

/** The text of a day by date tokens; null if it is none, as Excel shows #### then. */
export function dateText(value, tokens, date1904) {
    const day = value + (date1904 ? 1462 : 0);
    if (day < 0 || day >= LAST) return null;
    const parts = partsOf(day, secondsShown(tokens));
    const half = tokens.some(({ kind }) => kind === "half");
    return tokens.map((token) => tokenText(token, parts, half)).join("");
}

/** How many decimals of seconds a format shows. */
function secondsShown(tokens) {
    const shown = tokens.find(({ kind, text }) => kind === "date" && text.includes(".0"));
    return shown ? shown.text.split(".")[1].length : 0;
}

function partsOf(day, decimals) {
    const step = 1000 / 10 ** Math.min(decimals, 3);
    const time = Math.round((day * DAY) / step) * step;
    const whole = Math.floor(time / DAY);
    // Excel knows a 29 February 1900, and nothing before 1900.
    const date = new Date(Date.UTC(1899, 11, 30) + (whole < 60 ? whole + 1 : whole) * DAY);
    const inDay = time - whole * DAY;
    return {
        year: date.getUTCFullYear(),
        month: whole === 60 ? 2 : date.getUTCMonth() + 1,
        day: whole === 60 ? 29 : date.getUTCDate(),
        weekday: (whole + 6) % 7,
        hours: Math.floor(inDay / 3_600_000),
        minutes: Math.floor(inDay / 60_000) % 60,
        seconds: (inDay / 1000) % 60,
        total: time / 1000,
    };
}

const two = (number) => String(number).padStart(2, "0");

function tokenText({ kind, text, minutes }, parts, half) {
    if (kind === "elapsed") return elapsedText(text, parts.total);
    if (kind === "half") return halfText(text, parts.hours);
    if (kind !== "date") return text;
    const length = text.split(".")[0].length;
    switch (text[0]) {
        case "y":
        case "e":
            return length <= 2 && text[0] === "y" ? two(parts.year % 100) : String(parts.year);
        case "m":
            return minutes ? padded(parts.minutes, length) : monthText(parts.month, length);
        case "d":
            return dayText(parts, length);
        case "h":
            return padded(half ? parts.hours % 12 || 12 : parts.hours, length);
        case "s":
            return secondsText(text, parts.seconds);
        default:
            return "";
    }
}

const padded = (number, length) => (length > 1 ? two(number) : String(number));

function monthText(month, length) {
    const name = MONTHS[month - 1];
    if (length <= 2) return padded(month, length);
    if (length === 3) return name.slice(0, 3);
    return length === 5 ? name[0] : name;
}

function dayText({ day, weekday }, length) {
    if (length <= 2) return padded(day, length);
    return length === 3 ? DAYS[weekday].slice(0, 3) : DAYS[weekday];
}

function secondsText(text, seconds) {
    const [whole, decimals] = text.split(".");
    if (!decimals) return padded(Math.floor(seconds), whole.length);
    const shown = seconds.toFixed(decimals.length);
    return whole.length > 1 ? shown.padStart(decimals.length + 3, "0") : shown;
}

function elapsedText(text, total) {
    const size = { h: 3600, m: 60, s: 1 }[text[0]];
    return String(Math.floor(total / size)).padStart(text.length, "0");
}

function halfText(text, hours) {
    const [morning, evening] = text.split("/");
    return hours < 12 ? morning : evening;
}
