"""What leaves every number as it is and makes the workbook doubtful: names, pages, signs."""

import re
from collections.abc import Iterator

from tests.mutation.decoy import BEHIND, decoy
from tests.mutation.package import a1
from tests.mutation.target import Edit, Target, address, dollars
from tests.mutation.tokens import cut

_BOOK = "xl/workbook.xml"
_SIGNS = {"\u00a0": "no-break space", "\u200b": "zero width space", "\u3000": "ideographic space"}


def name_defined_twice(target: Target) -> Iterator[Edit]:
    """Let the block's name stand for its neighbours, too: in other capitals, or on one sheet."""
    name = target.block
    top, left, bottom, right = name.area
    beside = dollars(address((top, left + 1, bottom, right + 1), name.sheet))
    number = [*target.parts.sheet_parts].index(target.sheet)
    text = target.parts.text(_BOOK)
    for again, scope, doubtful in (
        (name.name, "", f"{name.name} ("),
        (name.name.swapcase(), "", f"{name.name} ("),
        (name.name, f' localSheetId="{number}"', f"the name {name.name} stands"),
    ):
        new = f'<definedName name="{again}"{scope}>{beside}</definedName>'
        for old, pair, where in (
            ("<definedNames>", f"<definedNames>{new}", "before it"),
            ("</definedNames>", f"{new}</definedNames>", "behind it"),
        ):
            what = f"the name {again}{scope} stands for {beside}, too, {where}"
            yield Edit(what, {}, parts={_BOOK: text.replace(old, pair)}, doubtful=doubtful)


def name_made_relative(target: Target) -> Iterator[Edit]:
    """Leave a `$` out in what the block's name stands for."""
    name, text = target.block.name, target.parts.text(_BOOK)
    match = re.search(rf'(?<=<definedName name="{name}">)[^<]*', text)
    assert match is not None
    for dollar in re.finditer(r"\$", match[0]):
        at = match.start() + dollar.start()
        what = f"the name {name} stands for {match[0][: dollar.start()]}{match[0][dollar.end() :]}"
        parts = {_BOOK: text[:at] + text[at + 1 :]}
        yield Edit(what, {}, parts=parts, doubtful=f"the name {name} is relative")


def hidden_line(target: Target) -> Iterator[Edit]:
    """Hide the row or the column of the cell, or make it too low or too narrow to be seen."""
    if not target.calculates:
        return
    part = target.parts.sheet_parts[target.sheet]
    text, (row, column) = target.parts.text(part), target.cell
    doubtful = f"block {target.block.name} "
    for how in ('hidden="1"', 'ht="0" customHeight="1"'):
        new = re.sub(rf'<row r="{row}"[^>]*?(/?)>', rf'<row r="{row}" {how}\1>', text)
        yield Edit(f"row {row} with {how}", {}, parts={part: new}, doubtful=doubtful)
    for how in ('width="9" hidden="1"', 'width="0" customWidth="1"'):
        line = f'<cols><col min="{column}" max="{column}" {how}/></cols>'
        new = re.sub(r"<cols>.*?</cols>", line, text, flags=re.DOTALL)
        yield Edit(f"column {column} with {how}", {}, parts={part: new}, doubtful=doubtful)


def page_behind_another(target: Target) -> Iterator[Edit]:
    """Hide the page behind one of its name with typed numbers."""
    if target.calculates:
        what = f"{target.sheet} hidden behind a page of typed numbers"
        yield Edit(what, {}, parts=decoy(target.parts, target.sheet), doubtful=BEHIND)


def sign_that_looks_like_another(target: Target) -> Iterator[Edit]:
    """Put a sign into the formula that some programs read over."""
    tokens = [token.text for token in cut(target.formula)]
    for sign, called in _SIGNS.items():
        for at in range(len(tokens) + 1):
            text = "".join([*tokens[:at], sign, *tokens[at:]])
            edits = {target.cell: target.content.with_formula(text)}
            what = f"a {called} in ={target.formula}, behind {at} tokens"
            yield Edit(what, edits, doubtful=f"{target.sheet}!{a1(target.cell)}")
