"""Files among the arguments of a call: what another machine must be given with it, and gives back.

They are texts like any other to whoever shares a disk. `xlrnn.cluster` looks for them.
"""

from collections.abc import Sequence


class OwnFile(str):
    """The path of a file that one call reads, as a submission."""

    __slots__ = ()


class SharedFile(str):
    """The path of a file that many calls read, as a key: it is sent to a machine once."""

    __slots__ = ()


class MadeFile(str):
    """The path of a file that a call writes."""

    __slots__ = ()


class MadeFolder(str):
    """The path of a folder that a call works in: what is new in it at the end is made.

    Args:
        path: the folder.
        given: the folders in it of which a call needs what is there now.
    """

    given: Sequence[str]

    def __new__(cls, path: str, given: Sequence[str] = ()) -> "MadeFolder":
        """Return the path with what is given."""
        made = super().__new__(cls, path)
        made.given = given
        return made
