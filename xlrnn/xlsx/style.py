"""How everything looks: one palette, one format for each role and each kind of text.

Colour says what a cell is, and its border and weight say it again for those who do not see the
colour: inputs have a thick border, weights a thin one, states are bold, outputs are italic in a
strong frame, checks are dotted.
"""

from typing import Any, Final

from xlrnn.names import NAMES, Role

NAVY: Final = "#2F4B66"
GREY: Final = "#6B7480"
INK: Final = "#1F2933"
RED: Final = "#9B2226"
LINE: Final = "#B8C4D0"

# Four series that can be told apart in colour, in grey and by most colour-blind readers.
SERIES: Final = (
    "#2F4B66",
    "#7FA3CC",
    "#EFB12D",
    "#C8581E",
    "#5B8C5A",
    "#A06CB0",
    "#8A8F98",
    "#3AA6A6",
)

_THIN, _MEDIUM, _DOTTED, _DASHED = 1, 2, 4, 8

Format = dict[str, Any]

SHORT_NUMBERS: Final = (
    "h_0",
    "c_0",
    "dh_last",
    "dc_last",
    "rate_sgd",
    "rate_adam",
    "rate",
    "clip",
    "beta_1",
    "beta_2",
)
LETTERS: Final = ("letter", "predicted", "predicted_end", "target")
NUMBER: Final = "0.000000"
WHOLE: Final = "0"
SMALL: Final = "0.0000E+00"
TINY: Final = "0.0E+00;-0.0E+00;0"

POWER: Final = "0.000E+00"

# Numbers that may vanish or explode, and numbers that a reader is asked to choose.
POWERS: Final = (
    *("heard", "felt", "felt_largest", "felt_norm", "memory_path", "memory_largest"),
    *("memory_norm", "arriving", "length", "by_value", "by_norm"),
)
CHOSEN: Final = ("scale", "scale_up", "threshold", "wanted")

_CENTRED: Format = {"align": "center", "valign": "vcenter"}
_BOXED: Format = {**_CENTRED, "border": _THIN, "border_color": LINE}

ROLES: Final[dict[Role, Format]] = {
    Role.INPUT: {**_CENTRED, "bg_color": "#FFF1BF", "border": _MEDIUM, "border_color": "#C8961E"},
    Role.PARAMETER: {**_BOXED, "bg_color": "#DCEBFA", "border_color": "#7FA3CC"},
    Role.CALCULATION: {**_BOXED},
    Role.STATE: {**_BOXED, "bg_color": "#DDF3E2", "bold": True, "border_color": "#7DB58A"},
    Role.OUTPUT: {
        **_BOXED, "bg_color": "#FCE5D4", "border_color": "#C8581E", "italic": True,
    },
    Role.CHECK: {**_CENTRED, "bg_color": "#F1F3F5", "border": _DOTTED, "border_color": "#9AA5B1"},
    Role.LABEL: {"align": "right", "indent": 1, "font_color": GREY},
    Role.REFERENCE: {**_BOXED, "bg_color": "#F4F1F8", "font_color": "#4A3B66"},
}  # fmt: skip

MARK: Final[Format] = {**_CENTRED, "bold": True, "font_color": "#2E7D4F"}
BIG: Final[Format] = {
    **_CENTRED,
    "indent": 0,
    "bold": True,
    "italic": False,
    "font_size": 13,
    "font_color": INK,
}

_READ: Final[Format] = {"align": "left", "indent": 1}
_TYPED: Final[Format] = {"num_format": "@"}
# How texts that are read, and not compared by eye, stand in their cells; "@" takes "=a" as a text.
WORDS: Final[dict[str, Format]] = {
    "sentence": {**_READ, **_TYPED, "text_wrap": True},
    "token": {**_READ, **_TYPED},
    **dict.fromkeys(("lowered", "without_signs", "unread", "next_word"), _READ),
    "left_over": _READ,
    "read": {"align": "center", "indent": 0, "shrink": True, "font_color": INK},
    "number": {"num_format": "0;-0;"},
}

_IN_A_ROW: Final[Format] = {
    "valign": "vcenter", "text_wrap": True, "bottom": _THIN, "bottom_color": LINE,
}  # fmt: skip

TEXTS: Final[dict[str, Format]] = {
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "subtitle": {"italic": True, "font_color": GREY},
    "section": {"bold": True, "font_size": 13, "font_color": NAVY},
    "header": {**_CENTRED, "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY},
    "header_left": {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY},
    "column_label": {"align": "right", "font_size": 9, "font_color": GREY, "bottom": _MEDIUM,
                     "bottom_color": NAVY},
    "header_right": {"align": "right", "indent": 1, "bold": True, "font_color": "#FFFFFF",
                     "bg_color": NAVY},
    "band_title": {"bold": True, "font_color": NAVY, "bottom": _MEDIUM, "bottom_color": NAVY},
    "band_rule": {"bottom": _MEDIUM, "bottom_color": NAVY},
    "band_note": {"italic": True, "font_color": GREY, "bottom": _MEDIUM, "bottom_color": NAVY},
    "equation": {"italic": True, "font_name": "Cambria", "font_color": RED, "bottom": _MEDIUM,
                 "bottom_color": NAVY},
    "weights_title": {"bold": True, "font_color": NAVY},
    "row_label": {"align": "right", "valign": "vcenter", "indent": 1, "font_color": GREY},
    "note": {"italic": True, "font_color": GREY},
    "hint": {"align": "center", "font_size": 9, "font_color": GREY},
    "hint_left": {"font_size": 9, "font_color": GREY},
    "text": {"font_color": INK},
    "beside": {"font_color": INK, "indent": 1},
    "link": {"font_color": "#1F5FA8", "underline": 1},
    "arrow": {"align": "center", "font_size": 13, "font_color": NAVY},
    "diagram_state": {**ROLES[Role.STATE]},
    "table_text": {"font_color": INK},
    "table_link": {"font_color": "#1F5FA8", "underline": 1},
    "row_text": {**_IN_A_ROW, "font_color": INK},
    "row_number": {**_IN_A_ROW, "font_color": INK, "align": "center"},
    "row_link": {**_IN_A_ROW, "font_color": "#1F5FA8", "underline": 1},
}  # fmt: skip

BASE: Final[Format] = {"font_name": "Calibri", "font_size": 11}


def text_format(style: str) -> Format:
    """Return the format of a text; `legend_ROLE` looks like the cells of that role."""
    if style.startswith("legend_"):
        return {**BASE, **ROLES[Role(style.removeprefix("legend_"))]}
    return {**BASE, **TEXTS[style]}


def block_format(role: Role, quantity: str, *, small: bool = False) -> Format:
    """Return the format of a block's cells; of small numbers six decimals would show none."""
    if quantity == "mark":
        return {**BASE, **MARK}
    number = {
        **dict.fromkeys(SHORT_NUMBERS, "0.######"),
        "epsilon": "0.0###########",
        "epsilon_adam": TINY,
        "loudness": "0.0###########",
        "loss_change": SMALL,
        "slope_error": TINY,
        **dict.fromkeys(POWERS, POWER),
        **dict.fromkeys(CHOSEN, "0.0####"),
        "amounts": TINY,
        "tolerance": TINY,
        "numpy_difference": TINY,
        "notation_difference": TINY,
    }.get(quantity, WHOLE if NAMES[quantity].whole else POWER if small else NUMBER)
    big = BIG if quantity in LETTERS else {}
    return {**BASE, **ROLES[role], **big, "num_format": number, **WORDS.get(quantity, {})}


def blank_format(role: Role, quantity: str) -> Format:
    """Return the format of a cell that a student fills: white, in a dashed frame, not locked."""
    dashed = {"bg_color": "#FFFFFF", "border": _DASHED, "border_color": "#C8581E", "locked": False}
    return {**block_format(role, quantity), **dashed}
