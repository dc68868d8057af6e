"""Whether a formula can be filled: told by one call of its rule, and true for every cell."""

import pytest

from tests.formula.filling import block_at
from xlrnn.formula.writing.fill import cell_text, cell_texts, fill_of

READ = block_at("B20:E23", name="x")
TALL = block_at("G20:G23", name="b")

# A rule, and whether one formula fills the whole block.
RULES = {
    "the same cell": (lambda i, t: READ[i, t], True),
    "a row above": (lambda i, t: READ[i + 0, t] + TALL[i, 0], True),
    "its whole column": (lambda _, t: READ[:, t] * 2, True),
    "the other way round": (lambda i, t: READ[t, i], False),
    "one fixed row": (lambda _, t: READ[1, t], False),
    "one pinned cell": (lambda _, __: READ[1, 2].pinned(), True),
    "pinned, and another in each": (lambda i, t: READ[i, t].pinned(), False),
    "a number that counts": (lambda i, t: READ[i, t] * (t + 1), False),
    "an exception": (lambda i, t: READ[i, t] if (i, t) != (2, 1) else TALL[i, 0], False),
}


@pytest.mark.parametrize("rule, whole", RULES.values(), ids=RULES)
@pytest.mark.parametrize("area", ["B2:E5", "B2:B5", "B2:E2", "B2", "C2:D5"])
def test_filling_gives_what_the_rule_says_of_each_cell(rule, whole, area):
    block = block_at(area, rule=rule)
    height, width = block.shape
    each = [[cell_text(block, i, t) for t in range(width)] for i in range(height)]
    assert cell_texts(block) == each
    found = fill_of(block)
    if area == "B2:E5":
        assert (found is not None and found[1:] == (range(4), range(4))) is whole
