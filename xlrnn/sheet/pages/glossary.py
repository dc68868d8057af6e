"""The glossary: each symbol of a workbook, its name in the field, its size, and where it stands."""

from collections.abc import Iterator, Sequence
from itertools import chain

from xlrnn.formula.block import Block
from xlrnn.names import Role
from xlrnn.names.signs import SIGNS
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.table import Column, Link, TablePage

NAME = "glossary"
WIDTHS = (2.0, 11.0, 18.0, 31.0, 10.0, 12.0, 10.0)
"""Of the columns, in characters: so many are printed on upright paper with letters of 8 points."""
LONGEST = 14
"""So many characters of an equation's left side are a symbol; more are a text."""
SHORTER = {"source": "weight", "slot": "word", "one": ""}
"""What is counted, in a word that a reader knows."""

_EXPLAINED = frozenset(Role) - {Role.LABEL, Role.CHECK, Role.REFERENCE}


def glossary_page(book: Book, pages: Sequence[Page]) -> TablePage:
    """Write the page of a book whose blocks are declared.

    Args:
        book: the workbook.
        pages: those whose symbols are explained, in the order of the calculation.
    """
    page = book.page(
        TablePage,
        NAME,
        "What the symbols mean",
        "In the order in which they are calculated. A click on a name leads to its cells.",
    )
    page.about = "each symbol: its name in the field, its size, and where it stands"
    page.widths = WIDTHS
    groups = [*alike(pages)]
    firsts = [blocks[0] for blocks in groups]
    page.table(
        "Symbols",
        "",
        Column("symbol", [symbol_of(block) for block in firsts]),
        Column("cells", [_link(blocks) for blocks in groups]),
        Column("what it is", [what_it_is(block) for block in firsts]),
        Column("size", [f"{block.shape[0]} × {block.shape[1]}" for block in firsts]),
        Column("of", [counted(block) for block in firsts]),
        Column("page", [_pages(blocks) for blocks in groups]),
    )
    signs = [(sign, what) for sign, what in SIGNS if any(_has(block, sign) for block in firsts)]
    page.table(
        "Signs",
        "",
        Column("sign", [sign for sign, _ in signs]),
        Column("how to read it", [what for _, what in signs]),
    )
    return page


def alike(pages: Sequence[Page]) -> Iterator[list[Block]]:
    """Yield the blocks that one line explains: the same symbol for the same thing.

    What a page of equations shows once more is the same block a second time.
    """
    groups: dict[tuple[str, str], list[Block]] = {}
    seen: set[str] = set()
    for block in chain.from_iterable(page.blocks for page in pages):
        if block.role in _EXPLAINED and block.key not in seen:
            seen.add(block.key)
            symbol = _left(block.entry.notation) or block.quantity
            groups.setdefault((symbol, what_it_is(block)), []).append(block)
    yield from groups.values()


def symbol_of(block: Block) -> str:
    """Return what equations call a block: the left side of its own, or else its name.

    A long name is no symbol: it stands beside it anyway.

    Example:
        >>> from xlrnn.lessons.hello.forward import HelloForward
        >>> book = HelloForward().book()
        >>> [symbol_of(book[name]) for name in ("h", "W_xh", "a_x", "p")]
        ['h_t', 'W_xh', 'a_x', 'p_t']
    """
    usual = _left(block.entry.notation) if block.stepwise else ""
    if usual or _left(block.notation):
        return usual or _left(block.notation)
    symbol = block.entry.symbol
    name = symbol if block.name.endswith(f"_{symbol}") else block.name
    return name if len(name) <= LONGEST else ""


def _left(notation: str) -> str:
    """Return the left side of an equation if it is a symbol."""
    left = notation.partition(" = ")[0]
    return left if " " not in left and len(left) <= LONGEST else ""


def what_it_is(block: Block) -> str:
    """Return what the field calls a quantity, or else the page."""
    return block.entry.term or block.entry.label


def counted(block: Block) -> str:
    """Return what the rows and the columns of a block count.

    Example:
        >>> from xlrnn.lessons.hello.forward import HelloForward
        >>> book = HelloForward().book()
        >>> [counted(book[name]) for name in ("W_xh", "h_0", "w_hh")]
        ['unit × letter', 'unit', '']
    """
    return " × ".join(filter(None, (SHORTER.get(dim, dim) for dim in block.dims)))


def _link(blocks: Sequence[Block]) -> Link:
    return Link(f"{blocks[0].name} …" if len(blocks) > 1 else blocks[0].name, blocks[0])


def _pages(blocks: Sequence[Block]) -> str:
    pages = dict.fromkeys(block.page for block in blocks)
    return blocks[0].page + " …" * (len(pages) > 1)


def _has(block: Block, sign: str) -> bool:
    return sign in block.notation or sign in block.entry.label
