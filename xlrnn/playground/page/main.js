/**
 * Opens a workbook and connects the parts of the page.
 *
 * The window dispatches `open` whenever another workbook is open, with the `OpenWorkbook` as detail.
 */

import { read } from "./book/read.js";
import { OpenWorkbook } from "./document.js";
import { startEngine } from "./engine/engine.js";
import { showAbout } from "./frame/about.js";
import { ExerciseBar } from "./exercise/exercise_bar.js";
import { Chooser } from "./frame/chooser.js";
import { chooseFile, download, takeDropped } from "./frame/files.js";
import { Status } from "./frame/status.js";
import { Tools } from "./frame/tools.js";
import { View } from "./frame/view.js";
import { Keeper } from "./keep/keeper.js";
import { LIMIT } from "./limits.js";
import { ProofBar } from "./proof/proof_bar.js";
import { openMarks } from "./python/marks.js";
import { isModel, openModel } from "./python/model.js";
import { PythonPanel } from "./python/panel.js";
import { Python } from "./python/python.js";
import { resource, resourceText, workerStarter } from "./resources.js";
import { saying } from "./saying.js";
import { Tour } from "./tour/tour.js";

const say = saying("frame");

const ENDING = /\.xls[xm]$/i;
const byId = (id) => document.getElementById(id);

class Page {
    constructor() {
        this.status = new Status(byId("status"));
        this.chooser = new Chooser(byId("books"));
        this.view = new View({
            sheet: byId("sheet"),
            tabs: byId("tabs"),
            bar: byId("formula-bar"),
            live: byId("said"),
        });
        this.proof = new ProofBar(byId("proof"), (place) => this.view.go(place));
        this.exercise = new ExerciseBar(byId("exercise"), (place) => this.view.go(place));
        const python = new Python();
        this.takeModel = (file) => openModel(python, file, (made) => this.openFile(made));
        this.python = new PythonPanel(byId("python"), (place) => this.view.go(place), python);
        this.keeper = new Keeper(byId("kept"), () => this.#openAgain());
        this.tour = new Tour(byId("tour"), (area) => this.view.goTo(area));
        this.tools = new Tools(byId("tools"), {
            tour: () => this.tour.toggle(),
            undo: () => this.view.undo(),
            redo: () => this.view.redo(),
            python: () => this.python.toggle(),
            grade: () => openMarks(python),
            open: () => chooseFile((file) => this.openFile(file)),
            save: () => this.save(),
            about: () => showAbout(this.index),
        });
        this.chooser.addEventListener("choose", () => this.openChosen());
        takeDropped((file) => this.openFile(file));
        addEventListener("hashchange", () => this.openAddressed());
        addEventListener("beforeunload", (event) => {
            if (this.#wouldLose) event.preventDefault();
        });
    }

    async start() {
        try {
            this.index = JSON.parse(await resourceText("books.json"));
        } catch (error) {
            this.status.say(say("incomplete", { why: error.message }), "failure");
            return;
        }
        this.chooser.offer(this.index.books);
        this.tools.showPython(Boolean(this.index.python));
        this.wasm = Promise.all([resource("engine/formulon.wasm"), workerStarter("engine/worker.js")]);
        this.wasm.catch(() => {}); // said when it is used
        await this.openAddressed();
    }

    /** The workbook that the address names, as in `#lstm-cell` or `?exercise=mine`. */
    #named() {
        const asked = new URLSearchParams(location.search).get("exercise");
        return location.hash ? location.hash.slice(1) : asked;
    }

    /** Open the workbook that the address names, or the first if there is none of this name. */
    async openAddressed() {
        const { books } = this.index;
        const name = this.#named();
        await this.#leaveFor(books.find((book) => book.name === name) ?? books[0]);
    }

    async openChosen() {
        await this.#leaveFor(this.chooser.chosen);
    }

    /** Open a workbook of the page, if it is another one and what was typed may go. */
    async #leaveFor(entry) {
        if (!entry || entry.name === this.name) return;
        if (this.#mayLeave()) await this.#openEntry(entry);
        else this.#stay();
    }

    /** Say again what is open, after another workbook was asked for in vain. */
    #stay() {
        if (this.open) this.chooser.restore();
        if (this.name) this.#address(this.name);
    }

    #address(name) {
        history.replaceState(null, "", `#${encodeURIComponent(name)}`);
    }

    async openFile(file) {
        if (this.index.python && isModel(file)) {
            this.takeModel(file);
            return;
        }
        if (!this.#mayLeave()) return;
        const load = async () => new Uint8Array(await file.arrayBuffer());
        if (await this.#open(file.name, load)) {
            this.name = null;
            this.chooser.showOwn(file.name);
        }
    }

    async #openEntry(entry) {
        if (!(await this.#open(`${entry.title}.xlsx`, () => resource(entry.file)))) return;
        this.name = entry.name;
        this.chooser.show(entry.name);
        this.#address(entry.name);
        if (entry.tour) await this.#offerTour(entry.tour);
    }

    async #offerTour(file) {
        const { open } = this;
        const tour = JSON.parse(await resourceText(file));
        if (open === this.open) this.#takeTour(tour);
    }

    #takeTour(tour) {
        this.tour.take(tour, this.open, this.view.grid);
        this.tools.showTour(tour !== null);
    }

    /** Open the same workbook as its file is. */
    async #openAgain() {
        const { chosen } = this.chooser;
        if (chosen) await this.#openEntry(chosen);
        else await this.#open(this.fileName, async () => this.bytes);
    }

    /** Whether something that was typed would be gone with the page. */
    get #wouldLose() {
        const { open } = this;
        return Boolean(open?.isChanging || (open?.isChanged && !this.keeper.isSafe));
    }

    #mayLeave() {
        return !this.#wouldLose || confirm(say("changedAway", { book: this.title }));
    }

    /** Show a workbook; the one before stays if it cannot be read. */
    async #open(fileName, load) {
        this.turn = (this.turn ?? 0) + 1;
        const { turn } = this;
        let bytes, book, kept;
        try {
            bytes = await load();
            [book, kept] = await Promise.all([read(bytes), this.keeper.find(bytes)]);
        } catch (error) {
            this.status.say(say("unreadable", { name: fileName, why: error.message }), "failure");
            this.#stay();
            return false;
        }
        if (turn !== this.turn) return false; // the reader has chosen another one meanwhile
        this.open?.close();
        // A workbook with macros keeps its ending, or Excel refuses it.
        this.fileName = ENDING.test(fileName) ? fileName : `${fileName}.xlsx`;
        this.title = this.fileName.replace(ENDING, "");
        this.bytes = bytes;
        this.open = new OpenWorkbook(book, bytes);
        document.title = say("title", { book: this.title });
        this.#listen(this.open);
        this.view.show(this.open);
        this.#showCheck(book);
        this.tools.show(this.open);
        this.#takeTour(null);
        this.python.take(this.open, this.fileName, this.index.engine);
        this.status.say(say("loading"));
        dispatchEvent(new CustomEvent("open", { detail: this.open }));
        this.open.connect(() => this.#startEngine());
        this.keeper.follow(this.open, kept);
        return true;
    }

    #showCheck(book) {
        this.proof.show(book);
        this.tools.showSaving(this.exercise.show(book));
    }

    async #startEngine() {
        const [wasm, worker] = await this.wasm;
        return startEngine({ wasm, worker, limit: LIMIT });
    }

    #listen(open) {
        const ifOpen = (act) => (event) => open === this.open && act(event.detail);
        open.addEventListener("change", ifOpen((detail) => {
            this.view.draw(detail);
            this.#showCheck(open.book);
        }));
        open.addEventListener("busy", ifOpen(({ busy }) => {
            this.status.busy(busy);
            this.tools.show(open);
        }));
        open.addEventListener("engine", ifOpen((detail) => this.#sayEngine(detail)));
    }

    #sayEngine({ state, error }) {
        if (state === "ready") {
            const { name, version } = this.index.engine;
            this.status.say(say("ready", { engine: `${name} ${version}` }));
        } else {
            this.status.say(say(state, { why: error.message }), state === "failed" ? "failure" : "warning");
        }
    }

    async save() {
        const name = this.fileName;
        try {
            download(await this.open.save(), name);
            this.status.say(say("saved", { name }));
        } catch (error) {
            this.status.say(say("unsaved", { why: error.message }), "failure");
        }
    }
}

byId("not-started").remove();
new Page().start();
