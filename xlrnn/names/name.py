"""What an entry of the table says, and which names both Python and spreadsheets take."""

import enum
import re
from dataclasses import dataclass

from xlrnn.errors import AddressError

_DEFINED_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LOOKS_LIKE_A_CELL = re.compile(r"(?i)[a-z]{1,3}[0-9]+|[rc]|r[0-9]*c[0-9]*")
_IS_A_VALUE = re.compile(r"(?i)true|false")
_LONGEST = 255


class Role(enum.StrEnum):
    """What a block is for; colour, border and protection follow from it."""

    INPUT = "input"
    PARAMETER = "parameter"
    CALCULATION = "calculation"
    STATE = "state"
    OUTPUT = "output"
    CHECK = "check"
    LABEL = "label"
    REFERENCE = "reference"


class Kind(enum.StrEnum):
    """What a quantity is in the subject, where it has a colour, bounds or mistakes of its own."""

    WEIGHT = "weight"
    BIAS = "bias"
    STATE = "state"
    GATE = "gate"
    GRADIENT = "gradient"
    LEARNING_RATE = "learning rate"
    DECAY = "decay of a running mean"
    DECAY_POWER = "what is still missing in a running mean"


class Ways(enum.StrEnum):
    """Which ways from a quantity to the loss a gradient counts."""

    ALL = "all ways to the loss"
    THIS_STEP = "those through the outputs of its own step"
    LATER_STEPS = "those through the steps after it"
    AFTER_LAST = "those that begin after the last step, as somebody types them in"
    OTHER = "a part of these, or the ways to another result than the loss"


@dataclass(frozen=True)
class Name:
    """One quantity.

    Args:
        symbol: its name in code and in the workbook.
        label: its name in words.
        dims: what its rows and its columns on a sheet count, such as letter, unit, step or one.
        role: what it is for.
        notation: its equation as a textbook writes it.
        note: one sentence for a beginner.
        term: what the field calls it, if the label does not say.
        text: whether its cells hold texts and not numbers.
        whole: whether its cells hold whole numbers.
        optional: whether its cells may be left empty, which is an empty text.
        kind: what it is in the subject: a state lies between −1 and 1, a gate between 0 and 1, a
            gradient is any derivative, or the length of one.
        gradient_of: of a gradient, the quantity by which it is the derivative.
        ways: which ways from that quantity to the loss it counts.
        minimised: whether it is the loss of all steps, which training makes small.
        inside_of: the quantity that is a function of this sum.
        previous_of: the state that this one is, a step before; or before the first step.
        recurrent: whether it is the part of a sum that comes from earlier states.
        confused_with: what students read in its place: the state for the memory.
    """

    symbol: str
    label: str
    dims: tuple[str, str]
    role: Role
    notation: str = ""
    note: str = ""
    term: str = ""
    text: bool = False
    whole: bool = False
    optional: bool = False
    kind: Kind | None = None
    gradient_of: str = ""
    ways: Ways = Ways.ALL
    minimised: bool = False
    inside_of: str = ""
    previous_of: str = ""
    recurrent: bool = False
    confused_with: str = ""

    def shown_as(self, role: Role) -> Role | Kind:
        """Return what the colour of its cells says.

        What is calculated and is a gradient or a weight says so on every page; anything else says
        its role, and so does a weight that a reader may change.

        Args:
            role: what these cells are for.
        """
        if role not in (Role.CALCULATION, Role.STATE, Role.OUTPUT):
            return role
        if self.kind is Kind.WEIGHT or self.role is Role.PARAMETER:
            return Kind.WEIGHT
        return Kind.GRADIENT if self.kind is Kind.GRADIENT else role


def check_name(symbol: str) -> str:
    """Return the symbol if it can be both a Python identifier and a defined name.

    Raises:
        AddressError: if a spreadsheet would refuse it or read it as a cell.

    Example:
        >>> check_name("h_1")
        'h_1'
    """
    if not _DEFINED_NAME.fullmatch(symbol) or len(symbol) > _LONGEST:
        raise AddressError(
            f"{symbol!r} cannot be a defined name: use up to {_LONGEST} letters, digits and _"
        )
    if _IS_A_VALUE.fullmatch(symbol):
        raise AddressError(f"{symbol!r} cannot be a defined name: spreadsheets read it as a value")
    if _LOOKS_LIKE_A_CELL.fullmatch(symbol):
        raise AddressError(
            f"{symbol!r} cannot be a defined name, since spreadsheets read it as a cell: "
            "put an underscore before the digit, as in h_1"
        )
    return symbol
