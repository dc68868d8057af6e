/**
 * Inputs that a cell refuses are said in the workbook's own words; some may be taken all the same.
 */

import { addressOf } from "./areas.js";
import { ruleOf, takes } from "./rules.js";
import { told } from "./told.js";
import { valueText } from "./values.js";

export class Validation {
    constructor({ document, dialog, notices }) {
        Object.assign(this, { document, dialog, notices });
    }

    /**
     * Ask about the first change that a cell does not take.
     *
     * @param isTyped whether one input was typed, which can be corrected
     * @returns "accept", "again" or "dropped"
     */
    async ask(changes, isTyped) {
        const misfits = changes.flatMap((change) => this.#misfit(change) ?? []);
        const worst =
            misfits.find(({ style }) => style === "stop") ?? (isTyped ? misfits[0] : undefined);
        if (!worst) {
            if (misfits.length > 0) {
                this.notices.say(this.#words(misfits[0], true), misfits[0].change);
            }
            return "accept";
        }
        return this.dialog.ask({
            title: worst.title || told("notAllowedTitle"),
            message: this.#words(worst, !isTyped) + (isTyped ? question(worst.style) : ""),
            answers: isTyped ? answersTo(worst.style) : [{ name: "dropped", text: told("ok") }],
        });
    }

    #misfit(change) {
        const { sheet, input } = change;
        if (input === null || typeof input === "object") {
            return null;
        }
        const rule = ruleOf(this.document, sheet, change);
        if (!rule || rule.error?.shown === false || takes(rule, input, this.document, sheet)) {
            return null;
        }
        const { title, message, style } = rule.error ?? {};
        return { change, title, message, style: style || "stop" };
    }

    #words({ change, message }, namesCell) {
        const values = { cell: addressOf(change), value: valueText(change.input) };
        const own = message || told("notAllowed", values);
        return namesCell ? told("inCell", { message: own, ...values }) : own;
    }
}

function question(style) {
    return style === "warning" ? `\n\n${told("goOn")}` : "";
}

/** As Excel has it: a stop can be corrected, a warning overruled, an information noted. */
function answersTo(style) {
    const again = (text) => ({ name: "again", text: told(text) });
    const accept = (text) => ({ name: "accept", text: told(text) });
    const drop = { name: "dropped", text: told("cancelInput") };
    if (style === "warning") {
        return [again("no"), accept("yes"), drop];
    }
    return style === "information" ? [accept("ok"), drop] : [again("retry"), drop];
}
