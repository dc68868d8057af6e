"""What the listing's text tells before it is run."""

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Final

from xlrnn.article.listing import Block, Listing

CODE: Final = "the article's listing"
"""What errors call the file."""


def compiled(block: Block) -> CodeType:
    """Return what Python makes of a block, its lines numbered as in the listing.

    Raises:
        SyntaxError: if it is no Python.
    """
    return compile("\n" * (block.first - 1) + block.code, CODE, "exec")


def refused(block: Block) -> SyntaxError | None:
    """Return why Python does not take a block, if it does not."""
    try:
        compiled(block)
    except SyntaxError as error:
        return error
    return None


def statements(block: Block) -> set[int]:
    """Return the lines in which statements begin; of what is no Python all lines."""
    if refused(block):
        return set(block.lines)
    first = block.first - 1
    nodes = ast.walk(ast.parse(block.code))
    return {first + node.lineno for node in nodes if isinstance(node, ast.stmt)}


def imported_names(listing: Listing) -> list[str]:
    """Return the names that are imported, as often as they are."""
    return [
        alias.asname or alias.name
        for node in _nodes(listing)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]


def read_names(listing: Listing) -> set[str]:
    """Return the names whose values are asked for."""
    return {
        node.id
        for node in _nodes(listing)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _nodes(listing: Listing) -> Iterator[ast.AST]:
    for block in listing.blocks():
        if not refused(block):
            yield from ast.walk(ast.parse(block.code))
