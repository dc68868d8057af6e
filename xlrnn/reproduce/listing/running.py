"""Run the listing block by block, as in a notebook, and keep what was seen of it."""

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from xlrnn import nn
from xlrnn.article.listing import Block, Listing
from xlrnn.errors import InputError
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.listing.files import TWEETS, VECTORS, Files, files
from xlrnn.reproduce.listing.old_libraries import importer
from xlrnn.reproduce.listing.reading import compiled


@dataclass(frozen=True)
class Opened:
    """A file that the listing opened.

    Args:
        options: what it said of how it is read.
        closed: whether it closed it.
    """

    options: Mapping[str, Any]
    closed: bool


@dataclass
class Ran:
    """What was seen of a run.

    Attributes:
        listing: what was run.
        files: what it read.
        names: all that it defined.
        said: what it printed, line by line.
        errors: what stopped a block, by the block's number.
        opened: the files that it opened.
    """

    listing: Listing
    files: Files
    names: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    errors: dict[int, Exception] = field(default_factory=dict)
    opened: list[Opened] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        """Return what the listing calls so."""
        return self.names[name]

    def block(self, block: Block) -> None:
        """Run a block; an error stops it alone."""
        try:
            exec(compiled(block), self.names)
        except Exception as error:
            self.errors[block.number] = error


def run(setting: Setting, listing: Listing, *, epochs: int = 0) -> Ran:
    """Run a listing, whatever it may do.

    Args:
        setting: where its files are, and the seed, which the listing has not for its weights.
        listing: what is run.
        epochs: how many times its model sees the tweets, in place of ten.
    """
    nn.set_random_seed(setting.seed)
    listing = listing.changed(("epochs=10", f"epochs={epochs}"))
    ran = Ran(listing, files(setting))
    opened: list[tuple[IO[Any], Mapping[str, Any]]] = []
    blocks = list(listing.blocks())
    ran.names["__builtins__"] = _builtins(ran, opened)
    for block in blocks:
        setting.progress(f"running the listing: {block.title}", block.number, len(blocks))
        ran.block(block)
    for file, options in opened:
        ran.opened.append(Opened(options, file.closed))
        file.close()
    return ran


def run_whole(setting: Setting, listing: Listing, *, epochs: int = 0) -> Ran:
    """Run a listing on tweets that must do for it; see `run`.

    Raises:
        InputError: if a block that is Python fails on the user's tweets.
    """
    ran = run(setting, listing, epochs=epochs)
    for number, error in ran.errors.items():
        if setting.data is not None and not isinstance(error, SyntaxError):
            raise InputError(
                f"{setting.data}: block {number} of the article's listing does not run on it "
                f"({type(error).__name__}: {str(error)[:120]}): expected some hundreds of texts "
                "or more, of two classes"
            ) from None
    return ran


def _builtins(ran: Ran, opened: list[tuple[IO[Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """Return Python's own names, three of them as the listing shall see them."""
    by_name = {TWEETS: ran.files.tweets, VECTORS: ran.files.vectors}

    def shown(*values: object) -> None:
        ran.said.append(" ".join(map(str, values)))

    def open_one(name: str, mode: str, **options: Any) -> IO[Any]:
        file = by_name[name].open(mode, **{"encoding": "utf-8", **options})
        opened.append((file, {"mode": mode, **options}))
        return file

    return {
        **vars(builtins), "print": shown, "open": open_one, "__import__": importer(by_name),
    }  # fmt: skip
