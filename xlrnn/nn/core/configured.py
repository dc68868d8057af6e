"""What is made of its arguments, and made again from them: initializers, penalties on weights."""

from collections.abc import Mapping
from typing import Any, ClassVar

from xlrnn.errors import UsageError


class Configured:
    """Something whose attributes are its arguments."""

    called: ClassVar[str]
    """What errors call such a thing, with its article."""

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Any:
        """Make the same of the arguments that `get_config` returned.

        Raises:
            UsageError: if it has no such arguments.
        """
        try:
            return cls(**config)
        except TypeError as error:
            raise UsageError(f"{cls.called} {cls.__name__} cannot be made: {error}") from None
