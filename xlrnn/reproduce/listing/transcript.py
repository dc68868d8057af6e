"""A run of the listing as a text, so that what is said of it can be looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xlrnn.atomic import write_atomically
from xlrnn.reproduce.evidence import Evidence, Link, Setting
from xlrnn.reproduce.listing.running import Ran


def linked(
    setting: Setting, check: str, ran: Ran, found: Mapping[str, Evidence]
) -> dict[str, Evidence]:
    """Write a run into the folder, and return the evidence with the way there."""
    file = f"listing/{check}.txt"
    write_atomically(setting.folder / file, "\n".join(transcript(ran)).encode())
    link = Link("the listing as it was run", file)
    return {name: replace(one, links=(*one.links, link)) for name, one in found.items()}


def transcript(ran: Ran) -> Iterator[str]:
    """Yield the lines with their numbers, what became of each block, and what was printed."""
    yield f"The article's listing, on {ran.files.says} and made vectors.\n"
    for block in ran.listing.blocks():
        for number, line in enumerate(block.code.splitlines(), start=block.first):
            yield f"{number:>4}  {line}"
        yield f"      → {outcome(ran, block.number)}\n"
    yield "It printed:"
    yield from (f"      {line}" for line in ran.said)
    yield ""


def outcome(ran: Ran, block: int) -> str:
    """Say what became of a block."""
    error = ran.errors.get(block)
    return "runs" if error is None else f"{type(error).__name__}: {error}"
