"""The ways in which a workbook goes wrong: each kind lists what it can do to one formula.

A kind is a function from a target, a cell with a formula, to the edits that it knows for it.
Whether an edit changes any number is not known here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from tests.mutation.original import Original
from tests.mutation.package import Area, Cell, Content, Name, Parts, a1, cells_of, letters, parse
from tests.mutation.tokens import Token, cut, each, filled, join, put, resized, shifted, split_sheet

Edits = Mapping[Cell, Content]
_STEP = re.compile(r"(.+)_(\d+)")
_MATRIX = re.compile(r"^(?!ref_)(?:\w+_)?W_")


@dataclass(frozen=True)
class Edit:
    """What a kind does to a target.

    Args:
        what: it in words.
        cells: the new contents of the cells whose XML changes.
        typed: whether a value stands where a formula belongs: wrong, whatever the value.
        mutated: the cells that are wrong now, if they are not the target's.
        renamed: the text of a defined name and what it becomes, if that is what changes.
    """

    what: str
    cells: Edits
    typed: bool = False
    mutated: tuple[Cell, ...] = ()
    renamed: tuple[str, str] | None = None


@dataclass(frozen=True, eq=False)
class Target:
    """A cell with a formula, which may fill a range; or a cell of NumPy's stored reference."""

    original: Original = field(repr=False)
    sheet: str
    cell: Cell
    block: Name

    @property
    def calculates(self) -> bool:
        """Whether its block is part of the calculation, in one of the notations."""
        return self.block.name in self.original.calculating

    @property
    def parts(self) -> Parts:
        """The file that it is in."""
        return self.original.parts

    @cached_property
    def content(self) -> Content:
        """What the cell holds."""
        return self.parts.cells[self.sheet][self.cell]

    @property
    def formula(self) -> str:
        """Its formula."""
        return self.content.formula or ""

    @property
    def array(self) -> bool:
        """Whether it is an array formula."""
        return bool(self.content.array)

    @property
    def text(self) -> bool:
        """Whether it shows a text."""
        return self.content.type in ("str", "s")

    @property
    def area(self) -> Area:
        """The cells that its formula fills."""
        return parse(self.content.array or a1(self.cell))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The same, one by one."""
        return tuple(cells_of(self.area))

    def names(self, formula: str | None = None) -> Iterator[tuple[int, Name]]:
        """Yield the defined names in its formula, with their positions."""
        known = {name.name: name for name in self.parts.names}
        for at, token in each(self.formula if formula is None else formula, "name"):
            if token.text in known:
                yield at, known[token.text]

    def rewrite(self, text: str | None, what: str) -> Iterator[Edit]:
        """Yield the edit that puts another formula there; none if it is the same."""
        if text is not None and text != self.formula:
            formula = f"{what}: ={self.formula} → ={text}"
            yield Edit(formula, {self.cell: self.content.with_formula(text)})

    def type_in(self, values: Mapping[Cell, Content], what: str) -> Iterator[Edit]:
        """Yield the edit that puts values where the formula belongs."""
        yield Edit(f"{what} in place of ={self.formula}", values, typed=True)

    def stored(self) -> dict[Cell, Content]:
        """The stored contents of the cells that it fills."""
        return {cell: self.parts.cells[self.sheet][cell] for cell in self.cells}

    def sibling(self, rows: int, columns: int) -> Content | None:
        """The cell of the same block at some distance."""
        row, column = self.cell[0] + rows, self.cell[1] + columns
        top, left, bottom, right = self.block.area
        inside = top <= row <= bottom and left <= column <= right
        return self.parts.cells[self.sheet].get((row, column)) if inside else None


Kind = Callable[[Target], Iterator[Edit]]


def address(area: Area, sheet: str) -> str:
    """Return the reference to a range."""
    first, last = (area[0], area[1]), (area[2], area[3])
    quoted = sheet if re.fullmatch(r"\w+", sheet) else f"'{sheet}'"
    return f"{quoted}!" + (a1(first) if first == last else f"{a1(first)}:{a1(last)}")


def _references(target: Target) -> Iterator[tuple[int, str]]:
    """Yield every reference in a formula with its position; a name as what it stands for."""
    for at, token in each(target.formula, "ref"):
        yield at, token.text
    for at, name in target.names():
        yield at, address(name.area, name.sheet)


def operands_swapped(target: Target) -> Iterator[Edit]:
    """Exchange two operands that stand next to each other."""
    found = list(each(target.formula, "ref", "name", "number", "text"))
    for (i, left), (j, right) in pairwise(found):
        if {left.kind, right.kind} == {"ref", "number"} and (left.is_range or right.is_range):
            continue  # MATCH(x, 0, range): nonsense, about which programs differ
        tokens = cut(target.formula)
        tokens[i], tokens[j] = right, left
        yield from target.rewrite(join(tokens), "operands swapped")


def sign(target: Target) -> Iterator[Edit]:
    """Turn a plus into a minus, a minus into a plus, or negate one operand or everything."""
    if target.text:
        return
    for at, token in each(target.formula, "operator"):
        if token.text in "+-":
            yield from target.rewrite(put(target.formula, at, "-+"["+-".index(token.text)]), "sign")
    for at, token in each(target.formula, "ref", "name"):
        if target.array or not token.is_range:
            yield from target.rewrite(put(target.formula, at, f"(-{token.text})"), "negated")
    yield from target.rewrite(f"-({target.formula})", "negated")


def operator(target: Target) -> Iterator[Edit]:
    """Take another operator."""
    others = {"*": "+", "+": "*", "/": "*", "-": "*", ">": "<", "<=": ">", "=": "<>", ">=": "<", "<": ">=", "<>": "="}
    for at, token in each(target.formula, "operator"):
        if token.text in others:
            yield from target.rewrite(put(target.formula, at, others[token.text]), "operator")


def dollar_lost(target: Target) -> Iterator[Edit]:
    """Lose a `$`, and fill the formula on from there; by itself the loss changes nothing."""
    for rows, columns in ((0, -1), (-1, 0), (0, -2), (-2, 0)):
        source = target.sibling(rows, columns)
        if source is None or source.formula is None or target.array:
            continue
        if filled(source.formula, -rows, -columns) != target.formula:
            continue
        for lost in _without_dollars(source.formula):
            moved = filled(lost, -rows, -columns)
            if moved is None or moved.replace("$", "") == target.formula.replace("$", ""):
                continue
            yield from target.rewrite(moved, "$ lost at the neighbour, then filled")
            yield from _filled_on(target, rows, columns, source, lost)
    if sum(target.cell) % 25 == 0:  # a few of those that change nothing are enough
        yield from target.rewrite(
            next(_without_dollars(target.formula), None), "$ lost, not filled"
        )


def _without_dollars(formula: str) -> Iterator[str]:
    for at, token in each(formula, "ref"):
        for lost in {
            token.text.replace("$", ""),
            re.sub(r"\$([A-Z])", r"\1", token.text),
            re.sub(r"([A-Z])\$", r"\1", token.text),
        } - {token.text}:
            yield put(formula, at, lost)


def _filled_on(
    target: Target, rows: int, columns: int, source: Content, lost: str
) -> Iterator[Edit]:
    """Fill from the neighbour to the end of the block, as Excel saves it: one shared formula."""
    if (rows, columns) not in ((0, -1), (-1, 0)):
        return
    _, _, bottom, right = target.block.area
    row, column = target.cell
    across = columns != 0
    cells = (
        [(row, c) for c in range(column, right + 1)]
        if across
        else [(r, column) for r in range(row, bottom + 1)]
    )
    cells = [cell for cell in cells if cell in target.parts.cells[target.sheet]]
    start = (row + rows, column + columns)
    reference = f"{a1(start)}:{a1(cells[-1])}"
    first = f' t="shared" ref="{reference}" si="77"'
    contents = target.parts.cells[target.sheet]
    edits = {start: Content(source.style, source.type, lost, first, source.value)}
    for cell in cells:
        old = contents[cell]
        edits[cell] = Content(old.style, old.type, "", ' t="shared" si="77"', old.value)
    yield Edit(f"$ lost in ={lost}, filled over {reference}", edits, mutated=tuple(cells))


def row_off_by_one(target: Target) -> Iterator[Edit]:
    """Read one row above or below."""
    for at, reference in _references(target):
        for rows in (1, -1):
            moved = shifted(reference, rows, 0)
            yield from target.rewrite(moved and put(target.formula, at, moved), "row off by one")


def column_off_by_one(target: Target) -> Iterator[Edit]:
    """Read one column to the left or right."""
    for at, reference in _references(target):
        for columns in (1, -1):
            moved = shifted(reference, 0, columns)
            yield from target.rewrite(moved and put(target.formula, at, moved), "column off by one")


def range_resized(target: Target) -> Iterator[Edit]:
    """Make a range one cell longer or shorter."""
    for at, reference in _references(target):
        if ":" not in reference:
            continue
        top, left, bottom, right = parse(split_sheet(reference)[1])
        rows, columns = (1, 0) if bottom - top >= right - left else (0, 1)
        for by, first in ((1, False), (-1, False), (1, True), (-1, True)):
            other = resized(reference, by * rows, by * columns, first=first)
            yield from target.rewrite(other and put(target.formula, at, other), "range resized")


def wrong_range_in_array(target: Target) -> Iterator[Edit]:
    """Let an array formula read another name: of another step, of all steps, of another block."""
    if not target.array:
        return
    known = {name.name: name for name in target.parts.names}
    for at, name in target.names():
        step = _STEP.fullmatch(name.name)
        others = [known.get(f"{step[1]}_{int(step[2]) + by}") for by in (1, -1, 2)] if step else []
        others += [known.get(f"{step[1]}_eq")] if step else []
        shape = _shape(name.area)
        others += [
            n for n in target.parts.names if _shape(n.area) == shape and n.sheet == name.sheet
        ]
        for other in others:
            if other is not None and other.name != name.name:
                yield from target.rewrite(put(target.formula, at, other.name), "wrong range")


def name_shifted(target: Target) -> Iterator[Edit]:
    """Let a name that an array formula reads stand for the column beside it."""
    if not target.array:
        return
    for _, name in target.names():
        if not _STEP.fullmatch(name.name) or name.name in target.original.blocks:
            continue  # that of a block, not of one step
        for columns in (1, -1):
            moved = _dollars(shifted(address(name.area, name.sheet), 0, columns) or "")
            yield Edit(
                f"the name {name.name} stands for {moved}",
                {},
                mutated=tuple(_reading(target, name.name)),
                renamed=(name.name, moved),
            )


def _reading(target: Target, name: str) -> Iterator[Cell]:
    """Yield the cells of the target's sheet whose formula reads a name."""
    for content in target.parts.cells[target.sheet].values():
        reads = any(token.text == name for _, token in each(content.formula or "", "name"))
        if content.array and reads:
            yield from cells_of(parse(content.array))


def _dollars(reference: str) -> str:
    return re.sub(r"\b([A-Z]+)(\d+)\b", r"$\1$\2", reference)


def _shape(area: Area) -> tuple[int, int]:
    return area[2] - area[0], area[3] - area[1]


def bias_left_out(target: Target) -> Iterator[Edit]:
    """Leave the bias out, subtract it, or take another unit's."""
    found = re.search(r" ?\+ ?(\$[A-Z]+\$?\d+|b_h)(\)?)$", target.formula)
    if target.block.name not in ("a_h", "h_eq") or found is None:
        yield from _any_bias_left_out(target)
        return
    bias = next(name for name in target.parts.names if name.name == "b_h")
    front, end = target.formula[: found.start()], found[2]
    yield from target.rewrite(front + end, "bias left out")
    yield from target.rewrite(f"{front}-{found[1]}{end}", "bias subtracted")
    yield from target.rewrite(f"{front}+2*{found[1]}{end}", "bias twice")
    corner = address((*bias.area[:2], *bias.area[:2]), bias.sheet)
    yield from target.rewrite(f"{front}+{corner}{end}", "the first unit's bias for all")


def _any_bias_left_out(target: Target) -> Iterator[Edit]:
    """Do the same wherever a formula adds what a block of biases holds."""
    for at, token in each(target.formula, "ref", "name"):
        before = "".join(token.text for token in cut(target.formula)[:at]).rstrip()
        added = before.endswith("+") and re.search(r"(?:^|_)b_", _block_read(target, token) or "")
        if target.calculates and added:
            after = "".join(token.text for token in cut(target.formula)[at + 1 :])
            yield from target.rewrite(before[:-1].rstrip() + after, "bias left out")
            yield from target.rewrite(f"{before[:-1]}-{token.text}{after}", "bias subtracted")
            yield from target.rewrite(f"{before}2*{token.text}{after}", "bias twice")


def _block_read(target: Target, token: Token) -> str | None:
    """Return the name of the block that a reference or a name begins in."""
    if token.kind == "name":
        return token.text
    sheet, cells = split_sheet(token.text)
    sheet, (row, column, *_) = sheet.rstrip("!").strip("'") or target.sheet, parse(cells)
    for name in target.parts.names:
        top, left, bottom, right = name.area
        if name.sheet == sheet and top <= row <= bottom and left <= column <= right:
            return name.name
    return None


def previous_state_not_used(target: Target) -> Iterator[Edit]:
    """Forget the previous state, keep the first one, or take the one before the previous."""
    formula = target.formula
    if target.block.name == "h_prev":
        first = f"$B{target.cell[0]}"
        yield from target.rewrite(first, "initial state for the previous one")
        yield from target.rewrite("0", "previous state left out")
        yield from target.rewrite(shifted(formula, 0, -1), "the state before the previous one")
    elif target.block.name == "a_h":
        yield from target.rewrite(formula.rpartition("+")[2], "previous state left out")
        for at, token in each(formula, "ref"):
            if not token.text.startswith("$"):
                moved = shifted(token.text, 0, -1)
                yield from target.rewrite(moved and put(formula, at, moved), "an older state")
    elif target.block.name == "h_eq":
        left_out = re.sub(r" \+ (w_hh\*h_\d+|MMULT\(W_hh, h_\d+\))", "", formula)
        yield from target.rewrite(left_out, "previous state left out")
        yield from target.rewrite(
            re.sub(r"\bh_\d+", "h_0", formula), "initial state for the previous one"
        )
        older = re.sub(r"\bh_(\d+)", lambda m: f"h_{max(int(m[1]) - 1, 0)}", formula)
        yield from target.rewrite(older, "the state before the previous one")
    elif target.calculates:
        yield from _neighbour_not_used(target)


def _neighbour_not_used(target: Target) -> Iterator[Edit]:
    """Do the same with whatever a formula reads from the step, or the epoch, beside its own."""
    for at, token in each(target.formula, "ref"):
        if "!" in token.text or "$" in token.text or token.is_range:
            continue
        row, column, *_ = parse(token.text)
        way = row - target.cell[0], column - target.cell[1]
        if way in ((0, -1), (0, 1)) or way == (-1, 0):
            yield from target.rewrite(put(target.formula, at, "0"), "the step beside left out")
            moved = shifted(token.text, *way)
            yield from target.rewrite(moved and put(target.formula, at, moved), "a step too far")
    step = target.cell[1] - target.block.area[1] + 1
    known = {name.name for name in target.parts.names}
    for at, token in each(target.formula, "name"):
        found = _STEP.fullmatch(token.text)
        way_there = int(found[2]) - step if found else 0
        if found and token.text not in target.original.blocks and way_there in (-1, 1):
            left_out = put(target.formula, at, f"(0*{token.text})")
            yield from target.rewrite(left_out, "the step beside left out")
            moved = f"{found[1]}_{step + 2 * way_there}"
            if moved in known:
                yield from target.rewrite(put(target.formula, at, moved), "a step too far")


def transposed_matrix(target: Target) -> Iterator[Edit]:
    """Exchange rows and columns of a matrix of weights."""
    matrices = [n for n in target.parts.names if _MATRIX.search(n.name) and _shape(n.area) != (0, 0)]
    if target.array:
        for at, name in target.names():
            if name in matrices:
                text = put(target.formula, at, f"TRANSPOSE({name.name})")
                yield from target.rewrite(text, "transposed matrix")
        swapped = re.sub(r"MMULT\((\w+), (\w+)\)", r"MMULT(TRANSPOSE(\2), \1)", target.formula)
        yield from target.rewrite(swapped, "factors of the matrix product swapped")
        return
    for matrix in matrices:
        if target.calculates and matrix.sheet == target.sheet:
            yield from target.rewrite(_transposed(target.formula, matrix), "transposed matrix")


def _transposed(formula: str, matrix: Name) -> str:
    """Read a column of weights instead of a row."""
    top, left, bottom, right = matrix.area
    product = re.fullmatch(r"SUM\(MMULT\((\$[A-Z]+\d+):[^,]+,(.+)\)\)", formula)
    row, first, *_ = parse(product[1]) if product else (0, 0)
    if product and top <= row <= bottom and left <= first <= right:
        column = letters(left + row - top)
        return f"SUMPRODUCT({column}${top}:{column}${bottom},{product[2]})"
    tokens = cut(formula)
    for at, token in enumerate(tokens):
        cell = token.kind == "ref" and not token.is_range and "!" not in token.text
        area = parse(token.text) if cell else (0, 0, 0, 0)
        if top <= area[0] <= bottom and left <= area[1] <= right:
            there = (top + area[1] - left, left + area[0] - top)
            tokens[at] = type(token)("ref", a1(there))
    return join(tokens)


def softmax_without_normalisation(target: Target) -> Iterator[Edit]:
    """Do not divide by the sum of all letters, or forget to subtract the largest score."""
    top, left, bottom, right = target.block.area
    here = letters(target.cell[1])
    if target.block.name == "p" and re.fullmatch(r"[A-Z]+\d+/[A-Z]+\$?\d+", target.formula):
        part, whole = target.formula.split("/")
        row = int(re.sub(r"\D", "", part))
        first = row - (target.cell[0] - top)
        last = first + bottom - top
        line = f"{letters(left)}{row}:{letters(right)}{row}"
        yield from target.rewrite(part, "not normalised")
        yield from target.rewrite(
            f"{part}/MAX({here}{first}:{here}{last})", "divided by the largest"
        )
        yield from target.rewrite(f"{part}/SUM({line})", "normalised over the steps")
        yield from target.rewrite(
            f"{part}/COUNT({here}{first}:{here}{last})", "divided by the count"
        )
        yield from target.rewrite(f"{part}/({whole}-{part})", "odds for probabilities")
    elif target.block.name == "p_eq":
        part = target.formula.partition("/")[0]
        yield from target.rewrite(part, "not normalised")
        yield from target.rewrite(f"{part}/MAX({part})", "divided by the largest")
        yield from target.rewrite(f"{part}/COUNT({part})", "divided by the count")
        yield from target.rewrite(f"{part}/SUM(exps_eq)", "normalised over all steps")
    elif target.calculates and re.search(r"(?:^|_)exps(?:_|$)", target.block.name):
        plain = re.sub(r" ?- ?.+\)$", ")", target.formula)
        yield from target.rewrite(plain, "largest score not subtracted")
    elif target.calculates and re.search(r"(?:^|_)p(?:_|$)", target.block.name):
        part, _, whole = target.formula.partition("/")
        if whole and "(" not in part:
            yield from target.rewrite(part, "not normalised")
            yield from target.rewrite(f"{part}/({whole}-{part})", "odds for probabilities")


def function_changed(target: Target) -> Iterator[Edit]:
    """Take another function."""
    others = {
        "MAX": ("MIN", "SUM"),
        "SUM": ("MAX", "PRODUCT", "AVERAGE"),
        "EXP": ("LN", "SIN"),
        "TANH": ("TAN", "SINH", "ATAN"),
        "ABS": ("SQRT", "SIGN"),
        "EXACT": ("OR",),
        "ISNUMBER": ("ISTEXT",),
    }
    for at, token in each(target.formula, "function"):
        for other in others.get(token.text, ()):
            yield from target.rewrite(put(target.formula, at, other), "function changed")


def constant(target: Target) -> Iterator[Edit]:
    """Type the very value that the formula gives, or another one."""
    stored = target.stored()
    if target.text:
        for value in (target.content.value or "", "e"):
            typed = {cell: old.with_text(value) for cell, old in stored.items()}
            yield from target.type_in(typed, f"the constant {value!r}")
        return
    same = {cell: old.with_number(old.value or "0") for cell, old in stored.items()}
    yield from target.type_in(same, "its own value as a constant")
    other = {cell: old.with_number("0.25") for cell, old in stored.items()}
    yield from target.type_in(other, "the constant 0.25")
    yield from target.rewrite(target.content.value, "a formula that is a constant")


def array_shrunk(target: Target) -> Iterator[Edit]:
    """Let an array formula fill one cell less, and type the value of the last one."""
    top, left, bottom, right = target.area
    if bottom == top:
        return
    reference = f"{a1((top, left))}:{a1((bottom - 1, right))}"
    old = target.content
    short = Content(old.style, old.type, old.formula, f' t="array" ref="{reference}"', old.value)
    last = (bottom, left)
    value = target.parts.cells[target.sheet][last]
    for typed, what in (
        (value.with_number(value.value or "0"), "its own value typed"),
        (value.with_number("0.125"), "0.125 typed"),
        (Content(value.style), "nothing"),
    ):
        yield Edit(
            f"={target.formula} fills {reference} only, {what} in {a1(last)}",
            {target.cell: short, last: typed},
            typed=True,
            mutated=(last,),
        )


def rounded_to_4_digits(target: Target) -> Iterator[Edit]:
    """Round the result, by a formula or by hand."""
    if target.text:
        return
    yield from target.rewrite(f"ROUND({target.formula},4)", "rounded")
    stored = target.stored()
    typed = {c: old.with_number(f"{float(old.value or 0):.4f}") for c, old in stored.items()}
    yield from target.type_in(typed, "its value with 4 digits")


def text_for_number(target: Target) -> Iterator[Edit]:
    """Put a text where a number belongs: typed, or as a formula's result."""
    if target.text:
        return
    for value in ("0.5", target.content.value or "0"):
        typed = {cell: old.with_text(value) for cell, old in target.stored().items()}
        yield from target.type_in(typed, f"the text {value!r}")
    yield from target.rewrite('"0.5"', "a text")
    yield from target.rewrite(f'TEXT({target.formula},"0.000000")', "a text")
    yield from target.rewrite(f'({target.formula})&""', "a text")


def error_value(target: Target) -> Iterator[Edit]:
    """Break a formula so that it shows an error, or leave an error behind."""
    yield from target.rewrite(f"({target.formula})/0", "division by zero")
    yield from target.rewrite("NA()", "not available")
    for at, _ in each(target.formula, "ref", "name"):
        yield from target.rewrite(put(target.formula, at, "#REF!"), "a deleted reference")
        if not target.text:
            # Texts are chosen by IF: an unknown name in the branch that is not taken is an error
            # for CellRune and none for IronCalc, LibreOffice and formulon.
            yield from target.rewrite(put(target.formula, at, "no_such_name"), "an unknown name")
    typed = {c: Content(old.style, "e", value="#N/A") for c, old in target.stored().items()}
    yield from target.type_in(typed, "a typed #N/A")


def emptied(target: Target) -> Iterator[Edit]:
    """Delete the contents of a cell."""
    yield from target.type_in(
        {c: Content(old.style) for c, old in target.stored().items()}, "nothing"
    )


def slightly_off(target: Target) -> Iterator[Edit]:
    """Be wrong in a late digit: just beyond the tolerance, or just within."""
    if target.text:
        return
    yield from target.rewrite(f"({target.formula})*(1+1E-8)", "a part in 10⁸ too much")
    yield from target.rewrite(f"({target.formula})+1E-8", "10⁻⁸ too much")
    yield from target.rewrite(f"({target.formula})*(1+1E-12)", "a part in 10¹² too much")


def copied_unmoved(target: Target) -> Iterator[Edit]:
    """Hold the neighbour's formula, copied as text so that it did not move along."""
    for rows, columns in ((0, -1), (-1, 0), (0, 1), (1, 0)):
        other = target.sibling(rows, columns)
        if other is not None and other.formula is not None:
            yield from target.rewrite(other.formula, "the neighbour's formula")


def read_from_the_reference(target: Target) -> Iterator[Edit]:
    """Read NumPy's stored number instead of calculating."""
    if target.sheet not in target.original.notations:
        return
    stored = next(
        (n for n in target.parts.names if n.name == f"ref_{target.block.name.removesuffix('_eq')}"),
        None,
    )
    if stored is None:
        return
    top, left = (stored.area[i] - target.block.area[i] for i in (0, 1))
    area = target.area
    there = (area[0] + top, area[1] + left, area[2] + top, area[3] + left)
    yield from target.rewrite(address(there, stored.sheet), "read from the reference")
    beside = (there[0], there[1] + 1, there[2], there[3] + 1)
    yield from target.rewrite(address(beside, stored.sheet), "read from the reference, a step later")


def reference_changed(target: Target) -> Iterator[Edit]:
    """Change one of NumPy's stored numbers."""
    old = target.content
    if target.text:
        yield Edit("another letter stored", {target.cell: old.with_text("#")}, typed=True)
        return
    other = repr(float(old.value or 0) + 0.001)
    yield Edit("a thousandth more stored", {target.cell: old.with_number(other)}, typed=True)
    yield Edit("the text '0.5' stored", {target.cell: old.with_text("0.5")}, typed=True)
    yield Edit("nothing stored", {target.cell: Content(old.style)}, typed=True)


KINDS: dict[str, Kind] = {
    "operands swapped": operands_swapped,
    "sign": sign,
    "operator": operator,
    "`$` lost": dollar_lost,
    "row off by one": row_off_by_one,
    "column off by one": column_off_by_one,
    "range resized": range_resized,
    "wrong range in an array formula": wrong_range_in_array,
    "name stands for another column": name_shifted,
    "neighbour's formula": copied_unmoved,
    "bias left out": bias_left_out,
    "previous state not used": previous_state_not_used,
    "transposed matrix": transposed_matrix,
    "softmax without normalisation": softmax_without_normalisation,
    "function changed": function_changed,
    "constant instead of formula": constant,
    "array formula fills less": array_shrunk,
    "rounded to 4 digits": rounded_to_4_digits,
    "slightly off": slightly_off,
    'text "0.5"': text_for_number,
    "error value": error_value,
    "emptied": emptied,
    "read from the reference": read_from_the_reference,
    "reference changed": reference_changed,
}
