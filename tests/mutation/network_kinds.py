"""Mistakes about the network: a bias, a state, a matrix or a sum forgotten."""

import re
from collections.abc import Iterator

from tests.mutation.package import Name, a1, letters, parse
from tests.mutation.target import STEP, Edit, Target, address, shape
from tests.mutation.tokens import Token, cut, each, join, put, shifted, split_sheet

_MATRIX = re.compile(r"^(?!ref_)(?:\w+_)?W_")


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
        found = STEP.fullmatch(token.text)
        way_there = int(found[2]) - step if found else 0
        if found and token.text not in target.original.blocks and way_there in (-1, 1):
            left_out = put(target.formula, at, f"(0*{token.text})")
            yield from target.rewrite(left_out, "the step beside left out")
            moved = f"{found[1]}_{step + 2 * way_there}"
            if moved in known:
                yield from target.rewrite(put(target.formula, at, moved), "a step too far")


def transposed_matrix(target: Target) -> Iterator[Edit]:
    """Exchange rows and columns of a matrix of weights."""
    matrices = [n for n in target.parts.names if _MATRIX.search(n.name) and shape(n.area) != (0, 0)]
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
