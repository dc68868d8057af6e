"""What the pages of a workbook share: its sizes, and all its blocks by name."""

from collections.abc import Mapping

from xlrnn.errors import AddressError
from xlrnn.formula.block import Block, Ref
from xlrnn.names import check_name


class Shared:
    """What is known on every page of a workbook.

    Args:
        lesson: the lesson that it shows.
        sizes: how many letters, units and steps there are.
        decimals: how many decimals its cells show at most; they hold all.
    """

    def __init__(self, lesson: str, sizes: Mapping[str, int], decimals: int) -> None:
        self.lesson = lesson
        self.sizes = {"one": 1, **sizes}
        self.decimals = decimals
        self._blocks: dict[str, Block] = {}
        self._column_names: dict[str, str] = {}

    def register(self, block: Block) -> None:
        """Take note of a block.

        Raises:
            AddressError: if its name is taken or no spreadsheet would accept it.
        """
        key = check_name(block.name).casefold()
        if key in self._blocks:
            raise AddressError(f"two blocks are called {block.name!r} (case does not count)")
        self._blocks[key] = block

    def name_columns(self, block: Block, prefix: str) -> None:
        """Give every column of a block a name of its own, `x_1`, `x_2` and so on."""
        check_name(f"{prefix}_1")
        self._column_names[block.name] = prefix

    @property
    def named_columns(self) -> dict[str, str]:
        """The blocks whose columns have names, with what stands before the number of each."""
        return dict(self._column_names)

    @property
    def blocks(self) -> list[Block]:
        """All blocks, in the order of the calculation."""
        return list(self._blocks.values())

    def __getitem__(self, name: str) -> Block:
        return self._blocks[name.casefold()]

    def named(self, name: str) -> Ref | None:
        """Return what a defined name stands for: a block, or one of its columns."""
        block = self._blocks.get(name.casefold())
        if block is not None:
            return block[:, :]
        prefix, _, number = name.casefold().rpartition("_")
        for owner, columns in self._column_names.items():
            block = self[owner]
            if columns.casefold() == prefix and number in map(str, range(1, block.shape[1] + 1)):
                return block[:, int(number) - 1]
        return None

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._blocks
