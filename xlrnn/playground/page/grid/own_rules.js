/** A style sheet that a grid makes for itself, rule by rule, without any text of CSS. */

let classes = 0;
const made = new Map();

export class OwnRules {
    /** `element` is what the rules are for; those of elements that left the page are dropped. */
    constructor(element) {
        this.sheet = new CSSStyleSheet();
        for (const [other, sheet] of made) {
            if (!other.isConnected) drop(other, sheet);
        }
        made.set(element, this.sheet);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    }

    clear() {
        this.sheet.replaceSync("");
    }

    /** Make a class whose declarations `paint` sets; its name is returned. */
    add(paint) {
        const name = `look-${++classes}`;
        const at = this.sheet.insertRule(`.${name} {}`, this.sheet.cssRules.length);
        paint(this.sheet.cssRules[at].style);
        return name;
    }
}

function drop(element, sheet) {
    made.delete(element);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
}
