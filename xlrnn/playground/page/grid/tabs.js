/** The sheets of a workbook as tabs. */

import { both, seriesPair } from "./shades.js";
import { words } from "./words.js";

/** The element with a tab for each sheet that is not hidden; it follows the grid. */
export function createTabs(grid) {
    const element = document.createElement("div");
    element.className = "sheet-tabs";
    element.setAttribute("role", "tablist");
    element.setAttribute("aria-label", words.sheets);
    const tabs = grid.book.sheets.flatMap((sheet, number) =>
        sheet.hidden ? [] : [tabOf(grid, sheet, number)],
    );
    element.append(...tabs);
    const select = () => {
        for (const tab of tabs) {
            const selected = Number(tab.dataset.sheet) === grid.sheet;
            tab.setAttribute("aria-selected", String(selected));
            tab.tabIndex = selected ? 0 : -1;
            if (selected) reveal(element, tab);
        }
    };
    element.addEventListener("keydown", (event) => move(event, tabs));
    grid.element.addEventListener("show", select);
    select();
    return element;
}

function tabOf(grid, sheet, number) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "sheet-tab";
    tab.textContent = sheet.name;
    tab.dataset.sheet = number;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", grid.id);
    if (sheet.tabColour) tab.style.borderBottomColor = both(seriesPair(sheet.tabColour));
    tab.addEventListener("click", () => grid.show(number));
    return tab;
}

/** Scroll the row of tabs, and nothing else of the page. */
function reveal(element, tab) {
    const [start, end] = [tab.offsetLeft, tab.offsetLeft + tab.offsetWidth];
    if (start < element.scrollLeft) element.scrollLeft = start;
    else if (end > element.scrollLeft + element.clientWidth)
        element.scrollLeft = end - element.clientWidth;
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

function move(event, tabs) {
    const at = tabs.indexOf(event.target);
    if (at < 0) return;
    const ends = { Home: 0, End: tabs.length - 1 };
    const next = event.key in STEPS ? at + STEPS[event.key] : ends[event.key];
    const tab = tabs[(next + tabs.length) % tabs.length];
    if (next === undefined || !tab) return;
    event.preventDefault();
    tab.click();
    tab.focus();
}
