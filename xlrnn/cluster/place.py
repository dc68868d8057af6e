"""Where work is done: any executor of `concurrent.futures`; see `dask` for Dask."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

from xlrnn.errors import ClusterError

Tell = Callable[[str], None]


class Place:
    """An executor, and what its errors mean.

    Args:
        executor: the executor.
        jobs: how many workers it has, where it does not say so itself.
    """

    def __init__(self, executor: Executor, jobs: int = 1) -> None:
        self._executor, self._jobs = executor, jobs

    def submit(self, function: Callable[..., Any], parcel: bytes) -> "Future[Any]":
        """Let a worker call a function."""
        return self._executor.submit(function, parcel)

    def slots(self) -> int:
        """Return how many calls are worked at once."""
        said = [getattr(self._executor, name, None) for name in ("num_workers", "_max_workers")]
        return max(self._jobs, *(one for one in said if isinstance(one, int)), 1)

    def look(self, tell: Tell) -> int:  # noqa: ARG002
        """Return how many calls are worked at once now.

        Raises:
            ClusterError: if nothing can be done there any more.
        """
        return self.slots()

    def worker_died(self, error: BaseException) -> bool:  # noqa: ARG002
        """Tell whether an error says that workers died, and others live."""
        return False

    def is_lost(self, error: BaseException) -> bool:
        """Tell whether an error says that nothing can be done there any more."""
        return isinstance(error, BrokenExecutor)

    def why_lost(self, error: BaseException | None) -> ClusterError:
        """Return what to say of that."""
        why = f"{type(error).__name__}: {error}" if error else "it was shut down"
        return ClusterError(f"the executor does no more work ({why}): make a new one")

    def words_of_death(self) -> str:
        """Return what to say of a call that killed one worker after the other."""
        return "the workers that tried it died, one after the other"


def works_here(executor: Executor) -> bool:
    """Tell whether an executor sees our files, and has limits of its own or none."""
    return isinstance(executor, ThreadPoolExecutor) or getattr(executor, "works_here", False)
