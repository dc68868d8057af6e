"""An executor that hands calls to another executor, elsewhere, with the files that they need.

One thread does all of it: it packs calls as workers get free, so that few are in memory; sends
shared files to who lacks them; tries calls whose workers died once more, one at a time, so that
only a call that kills workers is blamed for it; and tells everybody who waits if all is lost.
"""

import logging
import queue
import threading
import zlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from xlrnn.atomic import write_atomically
from xlrnn.cluster.far_end import do
from xlrnn.cluster.identity import differences, identity
from xlrnn.cluster.parcel import Call, Shelf, call, unzipped
from xlrnn.cluster.place import Place
from xlrnn.errors import ClusterError, EngineError, XlrnnError
from xlrnn.exercises.grade.pool import LimitedExecutor

T = TypeVar("T")
P = ParamSpec("P")

# So many calls for each worker are on their way, so that none waits for the next.
_AHEAD: Final = 2
# Seconds after which it is asked again how many workers there are.
_LOOK: Final = 2.0
# What is larger is not sent: no workbook so large is graded, and here it is refused in its words.
_LARGEST: Final = 2**28
_END: Final = None


class _Sent:
    """A call and whoever waits for it."""

    def __init__(self, function: Callable[..., Any], given: Any, *, new: bool) -> None:
        self.function, self.given, self.new = function, given, new
        self.outer: Future[Any] = Future()
        self.packed: Call | None = None
        self.lacking: list[str] = []
        self.deaths = 0


class Carrier(Executor):
    """Runs functions of importable modules elsewhere; arguments must survive JSON.

    Files among the arguments are marked: see `xlrnn.carried`.

    Args:
        place: where the work is done.
        time_limit: seconds of processor time that a piece of work may take.
        memory: bytes that it may use, or None.
        tell: is told when nobody does the work; by default the log is.
    """

    def __init__(
        self,
        place: Place,
        *,
        time_limit: float = 60.0,
        memory: int | None = 2**31,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.time_limit, self._memory = time_limit, memory
        self._place, self._tell = place, tell or logging.getLogger("xlrnn").warning
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._waiting: deque[_Sent] = deque()
        self._suspects: deque[_Sent] = deque()
        self._running: dict[Future[Any], _Sent] = {}
        self._shelf = Shelf()
        self._lost: ClusterError | None = None
        self._here: LimitedExecutor | None = None
        self._slots = place.slots()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def at_once(self) -> int:
        """How many pieces of work are worth handing out at once: more workers may come."""
        return max(8, self._slots)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run a function elsewhere.

        The future fails with `EngineError` if the call does, or kills one worker after the other;
        with `ClusterError` if nothing can be done there any more.
        """
        return self._submit(_Sent(fn, (args, kwargs), new=False))

    def submit_to_new_worker(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[T]":
        """Do the same in a child process that has done nothing before."""
        return self._submit(_Sent(fn, (args, kwargs), new=True))

    def _submit(self, sent: _Sent) -> "Future[Any]":
        self._events.put((sent, None))
        return sent.outer

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Wait for the work, unless an interruption says that nobody waits for it any more."""
        self.shutdown(wait=error is None, cancel_futures=error is not None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when the work is done, or at once."""
        self._events.put((_END, cancel_futures))
        if wait:
            self._thread.join()

    def _work(self) -> None:
        """Do what comes until the end was announced and all is done."""
        ending = False
        while not (ending and not (self._waiting or self._suspects or self._running)):
            try:
                event = self._events.get(timeout=_LOOK)
            except queue.Empty:
                event = ()
            if event and event[0] is _END:
                ending = True
            try:
                self._see(event)
                self._look()
                self._hand_out()
            except Exception as error:  # nobody who waits may wait for ever
                self._lose(ClusterError(f"nothing more is handed out: {error!r}"))
        if self._here is not None:
            self._here.shutdown()

    def _see(self, event: Any) -> None:
        """Take up what has come: a call, one that is back, or the end."""
        if event and event[0] is _END:
            if event[1]:
                self._cancel()
        elif event and isinstance(event[0], _Sent):
            self._waiting.append(event[0])
        elif event:
            self._came_back(event[0])

    def _look(self) -> None:
        """See whether the place is still there, and how many workers it has."""
        if self._lost is None and self._running:
            try:
                self._slots = self._place.look(self._tell)
            except XlrnnError as error:  # gone, or a worker came who would not be private
                self._lose(ClusterError(str(error)))

    def _hand_out(self) -> None:
        """Send what waits, as far as there are workers; suspects go alone."""
        while self._waiting and self._lost:
            self._fail(self._waiting.popleft(), self._lost)
        while self._waiting and len(self._running) < max(_AHEAD * self._slots, 2):
            self._send(self._waiting.popleft())
        if self._suspects and not self._running and not self._waiting:
            self._send(self._suspects.popleft())

    def _send(self, sent: _Sent) -> None:
        if sent.outer.cancelled():
            return
        try:
            arguments, keywords = sent.given
            limits = (self.time_limit, self._memory)
            if sent.packed is None:
                sent.packed = call(sent.function, arguments, keywords, self._shelf, limits,
                                   new=sent.new, largest=_LARGEST)  # fmt: skip
            parcel = sent.packed.parcel(self._shelf, sent.lacking)
        except OSError:  # cannot be read, or is too large: what is said of it here holds there
            self._do_here(sent)
            return
        except Exception as error:
            self._fail(sent, error)
            return
        try:
            inner = self._place.submit(do, parcel)
        except Exception as error:
            self._waiting.appendleft(sent)
            self._lose(self._place.why_lost(error))
            return
        self._running[inner] = sent
        inner.add_done_callback(lambda done: self._events.put((done, None)))

    def _do_here(self, sent: _Sent) -> None:
        """Do what cannot be sent in a child process of this machine."""
        if self._here is None:
            self._here = LimitedExecutor(1, time_limit=self.time_limit, memory=self._memory)
        arguments, keywords = sent.given
        inner = self._here.submit(sent.function, *arguments, **keywords)
        inner.add_done_callback(lambda done: _hand_on(done, sent.outer))

    def _came_back(self, inner: "Future[Any]") -> None:
        """See what became of a call."""
        sent = self._running.pop(inner, None)
        if sent is None or sent.outer.cancelled():
            return
        if inner.cancelled():
            self._waiting.appendleft(sent)
            self._lose(self._place.why_lost(None))
            return
        error = inner.exception()
        if error is None:
            self._answered(sent, inner.result())
        elif self._place.worker_died(error):
            self._died(sent)
        elif self._place.is_lost(error):
            self._waiting.appendleft(sent)
            self._lose(self._place.why_lost(error))
        else:
            self._fail(sent, error)

    def _answered(self, sent: _Sent, answer: dict[str, Any]) -> None:
        if "other" in answer:
            self._waiting.appendleft(sent)
            self._lose(ClusterError(
                f"the worker on {answer['at']} has another version: "
                f"{differences(identity(), answer['other'])}; install the same there, and start "
                "the workers again"
            ))  # fmt: skip
        elif "lacks" in answer:
            sent.lacking = answer["lacks"]
            self._waiting.appendleft(sent)
        elif "failed" in answer:
            self._fail(sent, EngineError(answer["failed"]))
        else:
            try:
                self._keep(sent, answer["made"])
            except Exception as error:
                self._fail(sent, error)
                return
            if not sent.outer.cancelled():
                sent.outer.set_result(answer["result"])

    def _keep(self, sent: _Sent, made: dict[int, bytes]) -> None:
        """Write what a call made to where it was asked for."""
        assert sent.packed is not None
        files = sent.packed.files
        for number, packed in made.items():
            path, content = Path(files.paths[number]), zlib.decompress(packed) if packed else b""
            if number in files.folders:
                for name, inside in unzipped(content).items():
                    write_atomically(path / name, inside)
            elif packed:
                write_atomically(path, content)

    def _died(self, sent: _Sent) -> None:
        """Try a call once more, alone: what else its workers had in hand may have killed them."""
        sent.deaths += 1
        if sent.deaths == 1:
            self._suspects.append(sent)
        else:
            self._fail(sent, EngineError(self._place.words_of_death()))

    def _lose(self, error: ClusterError) -> None:
        """Tell all who wait that nothing more is done."""
        self._lost = self._lost or error
        for sent in (*self._running.values(), *self._waiting, *self._suspects):
            self._fail(sent, self._lost)
        running, self._running = self._running, {}
        self._waiting.clear()
        self._suspects.clear()
        for inner in running:
            inner.cancel()

    def _cancel(self) -> None:
        for sent in (*self._waiting, *self._suspects):
            sent.outer.cancel()
        for inner, sent in self._running.items():
            sent.outer.cancel()
            inner.cancel()
        self._running.clear()
        self._waiting.clear()
        self._suspects.clear()

    def _fail(self, sent: _Sent, error: BaseException) -> None:
        if not sent.outer.cancelled():
            sent.outer.set_exception(error)


def _hand_on(inner: "Future[Any]", outer: "Future[Any]") -> None:
    if outer.cancelled() or inner.cancelled():
        return
    if error := inner.exception():
        outer.set_exception(error)
    else:
        outer.set_result(inner.result())
