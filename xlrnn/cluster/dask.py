"""Dask as the place where work is done: connected to, or given as the executor of a client."""

import logging
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xlrnn.cluster.place import Place, Tell
from xlrnn.cluster.private import refuse_readable
from xlrnn.errors import ClusterError, UsageError

# Seconds between two questions to the scheduler, and without a worker until somebody is told.
_EVERY: Final = 2.0
_PATIENCE: Final = 10.0
# What an error is called that says that the scheduler is gone.
_LOST: Final = frozenset({"CommClosedError", "FutureCancelledError", "CancelledError"})
# Words of errors on a cluster where the toolkit is not, or is older than this.
_NOT_THERE: Final = ("No module named 'xlrnn", "during deserialization")


class DaskPlace(Place):
    """Dask's workers.

    Args:
        executor: what `Client.get_executor` returns.
        unencrypted: whether others on the network may read what is sent.

    Raises:
        UsageError: if they could, and must not.
    """

    def __init__(self, executor: Executor, *, unencrypted: bool = False) -> None:
        super().__init__(executor)
        self._client: Any = executor._client  # type: ignore[attr-defined]
        self._unencrypted = unencrypted
        self._address = str(self._client.scheduler.address)
        self._looked, self._alone_since, self._threads = 0.0, 0.0, 0
        self._ask()

    def submit(self, function: Callable[..., Any], parcel: bytes) -> "Future[Any]":
        """Let a worker call a function."""
        with warnings.catch_warnings():
            # A shared file that is large goes to each worker once, and nowhere else.
            warnings.filterwarnings("ignore", message="(?s).*large graph")
            return super().submit(function, parcel)

    def slots(self) -> int:
        """Return how many threads the workers have."""
        return self._threads

    def look(self, tell: Tell) -> int:
        """Return how many threads there are now; workers come and go.

        Raises:
            ClusterError: if the scheduler is gone.
        """
        if self._client.status in ("closing", "closed"):
            raise self.why_lost(None)
        if self._client.status == "running" and time.monotonic() - self._looked > _EVERY:
            self._ask()
            self._tell_if_alone(tell)
        return self._threads

    def _ask(self) -> None:
        """Ask the scheduler who works for it."""
        try:
            found = self._client.scheduler_info(n_workers=-1)
        except Exception as error:
            if self.is_lost(error) or isinstance(error, OSError):
                return  # the client tries to come back, and says when it gives up
            raise
        self._looked = time.monotonic()
        workers = found["workers"]
        self._threads = sum(worker["nthreads"] for worker in workers.values())
        if not self._unencrypted:
            refuse_readable([self._address, *workers])

    def _tell_if_alone(self, tell: Tell) -> None:
        if self._threads:
            self._alone_since = 0.0
        elif not self._alone_since:
            self._alone_since = self._looked
        elif 0 < self._alone_since < self._looked - _PATIENCE:
            tell(f"no worker is connected to {self._address}: waiting for one")
            self._alone_since = -1.0

    def worker_died(self, error: BaseException) -> bool:
        """Tell whether an error says that workers died, and others live."""
        return "KilledWorker" in _kinds(error)

    def is_lost(self, error: BaseException) -> bool:
        """Tell whether an error says that nothing can be done there any more."""
        return bool(_LOST & _kinds(error)) or any(words in str(error) for words in _NOT_THERE)

    def why_lost(self, error: BaseException | None) -> ClusterError:
        """Return what to say of that."""
        if error is not None and any(words in str(error) for words in _NOT_THERE):
            return ClusterError(
                f"the cluster at {self._address} cannot import this version of xlrnn: install it "
                f"where the scheduler and the workers run ({error})"
            )
        return ClusterError(
            f"lost the scheduler at {self._address}: see whether it runs, and start it again"
        )

    def words_of_death(self) -> str:
        """Return what to say of a call that killed one worker after the other."""
        return "the workers that tried it died, one after the other, also with nothing else to do"


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def is_dask(executor: Executor) -> bool:
    """Tell whether an executor is that of a client of Dask."""
    return type(executor).__module__.partition(".")[0] == "distributed"


@contextmanager
def connected(
    address: str, *, ca_file: Path | None = None, cert: Path | None = None, key: Path | None = None,
    unencrypted: bool = False,
) -> Iterator[Executor]:  # fmt: skip
    """Connect to a scheduler and return an executor.

    Args:
        address: of the scheduler, as `tls://10.0.0.1:8786`, or a scheduler file.
        ca_file: the certificate that all others are signed by; by default what Dask's own
            configuration says, and so the next two.
        cert: the certificate of this side.
        key: its key.
        unencrypted: whether others on the network may read what is sent.

    Raises:
        UsageError: if Dask is not installed, or the address or a file makes no sense.
        ClusterError: if no scheduler answers.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError("a cluster needs Dask: pip install 'xlrnn[cluster]'") from None
    where = _where(address, unencrypted)
    files = {"tls_ca_file": ca_file, "tls_client_cert": cert, "tls_client_key": key}
    security = distributed.Security(**_checked(files))
    # What is to be said of a lost scheduler, we say.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(**where, security=security, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(f"no scheduler answers at {address}: {_first_line(error)}") from None
    try:
        yield client.get_executor()
    finally:
        with suppress(Exception):  # it may be lost
            client.close(timeout=2)


def _where(address: str, unencrypted: bool) -> dict[str, str]:
    """Return how the client is told where the scheduler is."""
    if "://" in address:
        if not unencrypted:
            refuse_readable([address])
        return {"address": address}
    if not Path(address).is_file():
        raise UsageError(
            f"{address} is no address and no file: expected an address such as "
            "tls://10.0.0.1:8786, or the file that dask scheduler --scheduler-file wrote"
        )
    return {"scheduler_file": address}


def _checked(files: Mapping[str, Path | None]) -> dict[str, str]:
    """Return the files that were named; for the others Dask looks into its configuration."""
    given = {name: str(path) for name, path in files.items() if path is not None}
    for path in given.values():
        if not Path(path).is_file():
            raise UsageError(f"{path}: there is no such file; expected a certificate or key (PEM)")
    return given


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
