"""Colours that can be read and told apart, and the same for the same thing in every lesson."""

import itertools

import pytest

from tests.lessons.every import DEFAULTS
from tests.xlsx.colours import contrast
from xlrnn.names import NAMES, Kind, Role
from xlrnn.sheet.pages.time.layout import LEGEND
from xlrnn.xlsx.writing import guidance, style

WHITE = "#FFFFFF"
LOOKS = {
    **{f"text {name}": style.text_format(name) for name in style.TEXTS},
    **{f"legend {look}": style.text_format(f"legend_{look}") for look, _ in LEGEND},
    **{f"block {role} {name}": style.block_format(role, name, "0.0000")
       for role, name in itertools.product(Role, ("h", "W_xh", "dW_xh", "letter", "mark", "read"))},
    "blank": style.blank_format(Role.STATE, "h", "0.0000"),
    **{f"signal {name} {text}": look
       for name, signals in guidance._SIGNALS.items() for text, look in signals.items()},
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_stands_out_from_its_fill(name):
    look = LOOKS[name]
    fills = [look["bg_color"]] if "bg_color" in look else [WHITE]
    if name.startswith("signal") and "bg_color" not in look:  # it stands on its block's fill
        fills = [WHITE, style.ROLES[Role.CHECK]["bg_color"]]
    for fill in fills:
        assert contrast(look.get("font_color", "#000000"), fill) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)  # the known near miss


# Letters that stand for colours show those.
PAINTED = ("letter_of", "gallery")


@pytest.mark.parametrize("name", DEFAULTS)
def test_weights_are_blue_and_gradients_violet_in_every_lesson(name):
    book = DEFAULTS[name].book()
    for page in book.pages:
        for block in page.blocks:
            shown = block.entry.shown_as(block.role)
            if block.quantity in PAINTED:
                continue
            fill = style.block_format(block.role, block.quantity, "0.0000").get("bg_color", WHITE)
            red, green, blue = (int(fill[k : k + 2], 16) for k in (1, 3, 5))
            is_weight = shown in (Role.PARAMETER, Kind.WEIGHT)
            assert (blue > green > red) == is_weight, (block.name, fill)
            violet = blue > red > green
            assert violet == (shown is Kind.GRADIENT), (block.name, fill)


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_a_derivative_is_called_and_written_as_is_told_by_the_table(name):
    """∂ in a label or on the left of an equation: nothing of the kind is forgotten."""
    for block in DEFAULTS[name].book().blocks:
        entry = block.entry
        called = f"{entry.label} {entry.notation.partition('=')[0]}"
        if "∂" in called and entry.role is not Role.CHECK:
            assert entry.kind is Kind.GRADIENT, entry.symbol


def test_states_and_gates_have_kinds():
    kinds = {name: NAMES[name].kind for name in ("h", "layer_h", "cell", "forget", "a_h", "p")}
    assert kinds == {
        "h": Kind.STATE, "layer_h": Kind.STATE, "cell": Kind.STATE, "forget": Kind.GATE,
        "a_h": None, "p": None,
    }  # fmt: skip


def test_what_is_typed_in_looks_as_its_role_does():
    assert NAMES["dh_last"].shown_as(Role.INPUT) is Role.INPUT
    assert NAMES["W_xh"].shown_as(Role.PARAMETER) is Role.PARAMETER
    assert NAMES["W_xh"].shown_as(Role.CALCULATION) is Kind.WEIGHT
    assert NAMES["dW_xh"].shown_as(Role.REFERENCE) is Role.REFERENCE
    assert NAMES["weight_row"].shown_as(Role.STATE) is Kind.WEIGHT


@pytest.mark.parametrize("name", ["hello-bptt", "hello-training", "lstm-cell"])
def test_the_legend_names_every_colour_of_its_page(name):
    called = {f"legend_{look}": text for look, text in LEGEND}
    assert called["legend_gradient"] == "gradient"
    found = 0
    for page in DEFAULTS[name].book().pages:
        legend = {f.style: f.text for f in page.fixtures if f.style.startswith("legend_")}
        if legend:
            found += 1
            looks = {f"legend_{b.entry.shown_as(b.role)}" for b in page.blocks}
            assert legend == {look: text for look, text in called.items() if look in looks}
    assert found >= 3


def test_looks_differ_in_more_than_colour():
    """Borders, bold and italics say it again to those who do not see colours."""
    roles = (Role.INPUT, Role.PARAMETER, Role.STATE, Role.OUTPUT, Role.CHECK)
    looks = [style.text_format(f"legend_{look}") for look in (*roles, Kind.GRADIENT)]
    marks = [tuple(look.get(key) for key in ("border", "bold", "italic")) for look in looks]
    assert len(set(marks)) == len(marks)
