"""How everything looks: one palette, one format for each role and each kind of text.

Colour says what a cell is, and its border and weight say it again for those who do not see the
colour: inputs have a thick border, weights a thin one, states are bold, outputs are italic in a
strong frame, gradients a dashed one, checks are dotted. Every text stands out from
its fill by a contrast of 4.5 or more.
"""

from typing import Any, Final

from xlrnn.names import NAMES, Kind, Role

NAVY: Final = "#2F4B66"
GREY: Final = "#6B7480"
INK: Final = "#1F2933"
RED: Final = "#9B2226"
LINE: Final = "#B8C4D0"
ARROW: Final = "#3E8E5A"

# The colours of series: each stands out from white by a contrast of 3 or more. The first four are
# told apart by every eye; of more, marks and dashes of lines and hatches of columns tell.
SERIES: Final = (
    "#1F3A5F",
    "#C8581E",
    "#3A94B8",
    "#7A3E9D",
    "#8A7400",
    "#D0467A",
    "#3F7D3A",
    "#6B7480",
)

_THIN, _MEDIUM, _THIN_DASHED, _DOTTED, _DASHED = 1, 2, 3, 4, 8

Format = dict[str, Any]

LETTERS: Final = ("letter", "predicted", "predicted_end", "target")
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
    Role.CHECK: {**_CENTRED, "bg_color": "#F2F2F2", "border": _DOTTED, "border_color": "#9AA5B1"},
    Role.LABEL: {"align": "right", "indent": 1, "font_color": GREY},
    Role.REFERENCE: {**_BOXED, "bg_color": "#F1F5F4", "font_color": "#2F4F4F"},
}  # fmt: skip

# What is calculated, and what a reader looks for by its colour on any page: over the role's look.
KINDS: Final[dict[Kind, Format]] = {
    Kind.WEIGHT: {"bg_color": "#EFF6FD", "border_color": "#A9C4E2"},
    Kind.GRADIENT: {"bg_color": "#EFE3F8", "border": _THIN_DASHED, "border_color": "#8E5BB5"},
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

WARNING: Final[Format] = {"font_color": "#8A5A00", "bg_color": "#FFF1BF", "bold": True}
_READ: Final[Format] = {"align": "left", "indent": 1}
_TYPED: Final[Format] = {"num_format": "@"}
_CENTRED_WORD: Final[Format] = {"align": "center", "indent": 0, "shrink": True}
_PIXEL: Final[Format] = {"bg_color": "#FFFFFF", "border": _THIN, "border_color": LINE, **_TYPED}
# How texts that are read, and not compared by eye, stand in their cells; "@" takes "=a" as a text.
WORDS: Final[dict[str, Format]] = {
    "sentence": {**_READ, **_TYPED, "text_wrap": True},
    "token": {**_READ, **_TYPED},
    **dict.fromkeys(("lowered", "without_signs", "unread", "next_word"), _READ),
    **dict.fromkeys(("left_over", "written"), _READ),
    "caption": {**_READ, "border": 0, "bg_color": "#FFFFFF", "bold": True, "italic": False},
    "forced": {**_TYPED, "align": "center", "indent": 0},
    **dict.fromkeys(("came_out", "looks_at", "so_far"), _CENTRED_WORD),
    "fed_word": {"align": "center", "indent": 0, "shrink": True, "font_color": GREY},
    "source_word": {"align": "right", "indent": 1, "font_color": GREY},
    "read": {"align": "center", "indent": 0, "shrink": True, "font_color": INK},
    "number": {"num_format": "0;-0;"},
    **dict.fromkeys(("pixel", "gallery", "letter_of"), _PIXEL),
    "paint": {**_PIXEL, "bg_color": "#FFF9E3"},
    "picture_there": {**_READ, **WARNING},
    "colours_known": {**_READ, **WARNING},
    # What there is none of catches the eye; `guidance` lets what there is be quiet.
    "there": {**_READ, **WARNING},
    "fits": {**_READ, **WARNING},
    "understood": {**_READ, **WARNING},
    "ended": {**_READ, **WARNING},
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
    "equation": {"italic": True, "valign": "top", "font_name": "Cambria", "font_color": RED,
                 "bottom": _MEDIUM, "bottom_color": NAVY},
    "weights_title": {"bold": True, "font_color": NAVY},
    "column_name": {"align": "center", "valign": "vcenter", "font_size": 9, "font_color": GREY},
    "row_label": {"align": "right", "valign": "vcenter", "indent": 1, "font_color": GREY},
    "note": {"italic": True, "font_color": GREY},
    "hint": {"align": "center", "font_size": 9, "font_color": GREY},
    "hint_left": {"font_size": 9, "font_color": GREY},
    "text": {"font_color": INK},
    "beside": {"font_color": INK, "indent": 1},
    "small_link": {"font_color": "#1F5FA8", "underline": 1, "font_size": 9},
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
    """Return the format of a text; `legend_ROLE` and `legend_KIND` look like such cells."""
    if not style.startswith("legend_"):
        return {**BASE, **TEXTS[style]}
    shown = style.removeprefix("legend_")
    own = KINDS[Kind(shown)] if shown in KINDS else {}
    role = Role.CALCULATION if own else Role(shown)
    return {**BASE, **ROLES[role], **own, "font_size": 9}


def block_format(role: Role, quantity: str, number: str) -> Format:
    """Return the format of a block's cells.

    Args:
        role: what the block is for.
        quantity: what it shows.
        number: the format of its numbers.
    """
    if quantity == "mark":
        return {**BASE, **MARK}
    shown = NAMES[quantity].shown_as(role)
    own = KINDS[shown] if isinstance(shown, Kind) else {}
    big = BIG if quantity in LETTERS else {}
    # A longer number than a cell has room for is shown smaller, and not as ###.
    shrunk = {} if NAMES[quantity].text else {"shrink": True}
    look = {**BASE, **ROLES[role], **own, **shrunk, **big, "num_format": number}
    return {**look, **WORDS.get(quantity, {})}


def blank_format(role: Role, quantity: str, number: str) -> Format:
    """Return the format of a cell that a student fills: white, in a dashed frame, not locked."""
    dashed = {"bg_color": "#FFFFFF", "border": _DASHED, "border_color": "#C8581E", "locked": False}
    return {**block_format(role, quantity, number), **dashed}
