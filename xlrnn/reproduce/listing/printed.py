"""The listing as printed: which of its lines run, and what they say."""

from collections.abc import Mapping

from xlrnn.article.listing import AS_PRINTED, NO_BREAK_SPACE, Block, Listing
from xlrnn.counted import counted
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.listing.changes import INDENTED
from xlrnn.reproduce.listing.reading import imported_names, read_names, refused, statements
from xlrnn.reproduce.listing.running import Ran, run, run_whole
from xlrnn.reproduce.listing.transcript import linked, outcome
from xlrnn.reproduce.listing.watching import Seen, watched


def printed(setting: Setting, listing: Listing = AS_PRINTED) -> Mapping[str, Evidence]:
    """Run every line that runs, and say of the others why they do not."""
    typed = listing.typed()
    with watched() as seen:
        ran = run_whole(setting, typed, epochs=1)
    with watched() as seen_repaired:
        repaired = run(setting, typed.changed(*INDENTED))
    found = {
        "listing-runs": whole(listing),
        "listing-no-break-spaces": no_break_spaces(listing),
        "listing-stopwords-indented": stopwords_indented(typed),
        "listing-blocks": blocks(ran),
        "listing-lines": lines(ran, seen),
        "listing-stopwords-called": stopwords_called(seen_repaired),
        "listing-stopwords-repaired": stopwords_repaired(repaired),
        "listing-imports-used": imports_used(typed),
        "listing-words-loaded": words_loaded(ran),
        "listing-glove-saved": glove_saved(ran),
    }
    return linked(setting, "printed", ran, found)


def whole(listing: Listing) -> Evidence:
    """Compile all of it at once, as Python does before it runs a file."""
    error = refused(Block(1, 1, listing.text))
    if error is None:
        return Evidence(False, "Python takes the whole of it.")
    says = f"Python stops at line {error.lineno} ({error.msg}) and has run nothing by then."
    return Evidence(True, says, {"line": error.lineno or 0})


def no_break_spaces(listing: Listing) -> Evidence:
    """Compile the blocks that hold such spaces, as they are and with usual ones in their place."""
    found = [block for block in listing.blocks() if NO_BREAK_SPACE in block.code]
    typed = [block for block in listing.typed().blocks() if block.number in _numbers(found)]
    bad = sum(NO_BREAK_SPACE in line for block in found for line in block.lines.values())
    confirmed = bool(found) and all(map(refused, found)) and not any(map(refused, typed))
    error = refused(found[0]) if found else None
    says = (
        f"{counted(bad, 'line begins', 'lines begin')} with no-break spaces"
        f"{f', which Python refuses ({error.msg})' if error else ''}. With usual spaces in their "
        "place, as one would type them, their function is one."
    )
    return Evidence(confirmed, says, {"lines": bad})


def _numbers(found: list[Block]) -> set[int]:
    return {block.number for block in found}


def stopwords_indented(typed: Listing) -> Evidence:
    """Compile the block that defines `stopwords`."""
    (block,) = (block for block in typed.blocks() if "def stopwords" in block.code)
    error = refused(block)
    if error is None:
        return Evidence(False, "Its block compiles.")
    says = (
        f"Line {error.lineno} is indented by four spaces, those before it by three: {error.msg}. "
        "The function is never defined."
    )
    return Evidence(isinstance(error, IndentationError), says, {"line": error.lineno or 0})


def blocks(ran: Ran) -> Evidence:
    """See which blocks run, one after the other as in a notebook."""
    found = list(ran.listing.blocks())
    trained = "finalmodel" in ran.names and bool(ran["finalmodel"].history.history)
    confirmed = trained and bool(ran.errors) and all(map(_is_syntax, ran.errors.values()))
    says = (
        f"{len(found) - len(ran.errors)} of {counted(len(found), 'block')} run, on "
        f"{ran.files.says}; the last one {'trains' if trained else 'does not train'} the model "
        "(one epoch of ten here). "
        f"{counted(len(ran.errors), 'block is', 'blocks are')} no Python, and nothing misses "
        "what should be defined there."
    )
    rows = tuple(
        (block.number, block.first, block.title, len(block.lines), outcome(ran, block.number))
        for block in found
    )
    columns = ("block", "first line", "begins with", "lines", "outcome")
    table = Table("The listing, block by block", columns, rows)
    return Evidence(
        confirmed, says, {"blocks": len(found), "run": len(found) - len(ran.errors)}, (table,)
    )


def _is_syntax(error: Exception) -> bool:
    return isinstance(error, SyntaxError)


def lines(ran: Ran, seen: Seen) -> Evidence:
    """See which lines were run; those of a block that is no Python never are."""
    expected = set().union(*(statements(block) for block in ran.listing.blocks()))
    never = expected - seen.lines
    lost = {k for block in ran.listing.blocks() if refused(block) for k in block.lines}
    says = (
        f"{len(expected - never)} of {counted(len(expected), 'statement')} are run; "
        f"{len(never & lost)} of the {len(never)} others stand in a block that is no Python."
    )
    numbers = {"statements": len(expected), "never": len(never)}
    return Evidence(bool(never) and never == lost, says, numbers)


def stopwords_called(seen: Seen) -> Evidence:
    """Count calls, with the indentation repaired."""
    calls = {name: seen.calls[name] for name in ("stopwords", "lemmatize")}
    says = (
        f"With its indentation repaired `stopwords` is called {calls['stopwords']} times and "
        f"`lemmatize` {calls['lemmatize']:,} times, once for each tweet."
    )
    return Evidence(not calls["stopwords"] and calls["lemmatize"] > 0, says, calls)


def stopwords_repaired(repaired: Ran) -> Evidence:
    """Try the function on a sentence and on a text without words."""
    function = repaired.names.get("stopwords")
    if function is None:
        return Evidence(False, "With its indentation repaired it is still no function.")
    kept = function("the film is good , really !")
    try:
        function("")
        failed = False
    except UnboundLocalError:
        failed = True
    says = (
        "With its indentation repaired (and stop words from a list of ours) it makes "
        f"“{kept}” of “the film is good , really !”; on a text without words it "
        f"{'fails, since it joins the words inside the loop' if failed else 'works, too'}."
    )
    return Evidence(failed and kept == "film good really", says, {"kept": len(kept.split())})


def imports_used(typed: Listing) -> Evidence:
    """Compare the names that are imported with those that are used."""
    names = imported_names(typed)
    idle = sorted(set(names) - read_names(typed))
    twice = sorted({name for name in names if names.count(name) > 1})
    says = f"Never used: {', '.join(idle) or 'none'}; imported twice: {', '.join(twice) or 'none'}."
    return Evidence(bool(idle), says, {"never used": len(idle), "twice": len(twice)})


def words_loaded(ran: Ran) -> Evidence:
    """Look at what is said when the vectors are loaded."""
    said = ran.said[: ran.said.index("Done.") + 1] if "Done." in ran.said else ran.said
    silent = not any("words loaded" in line for line in ran.said)
    says = (
        f"It says {' and '.join(f'“{line}”' for line in said)}, and "
        f"{'no number' if silent else 'how many words'}: in Python 3 `print` is a function, and "
        "what stands behind its brackets is not printed."
    )
    return Evidence("Done." in ran.said and silent, says, {"words": len(ran["model"])})


def glove_saved(ran: Ran) -> Evidence:
    """Look at how its files are opened."""
    modes = [found.options["mode"] for found in ran.opened]
    says = f"{counted(len(modes), 'file is', 'files are')} opened, to be read; none is written."
    confirmed = bool(modes) and all(mode == "r" for mode in modes)
    return Evidence(confirmed, says, {"opened": len(modes)})
