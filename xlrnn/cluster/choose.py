"""From the executor that somebody gives to the one that carries files there."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from xlrnn.cluster.place import Place, works_here


@contextmanager
def carrying(
    executor: Executor | None,
    *,
    jobs: int = 1,
    time_limit: float = 60.0,
    memory: int | None = 2**31,
    unencrypted: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Executor | None]:
    """Return an executor to which files are carried, or the same one if it sees them.

    Args:
        executor: the executor; it stays open.
        jobs: how many workers it has, where it does not say so itself.
        time_limit: seconds of processor time that a piece of work may take.
        memory: bytes that it may use, or None.
        unencrypted: whether others on the network may read what is sent.
        tell: is told when nobody does the work.

    Raises:
        UsageError: if others could read what is sent, and must not.
    """
    if executor is None or works_here(executor):
        yield executor
        return
    from xlrnn.cluster.carrier import Carrier
    from xlrnn.cluster.dask import DaskPlace, is_dask

    dask = is_dask(executor)
    place = DaskPlace(executor, unencrypted=unencrypted) if dask else Place(executor, jobs)
    with Carrier(place, time_limit=time_limit, memory=memory, tell=tell) as carrier:
        yield carrier
