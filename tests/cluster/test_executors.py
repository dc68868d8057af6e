"""Other executors than Dask's, what is refused, and what a worker keeps."""

import pickle
import sys
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cluster.conftest import FORMATS, written
from tests.requirements import need
from xlrnn import api
from xlrnn.carried import MadeFolder, OwnFile, SharedFile
from xlrnn.cluster import far_end, parcel
from xlrnn.cluster.carrier import Carrier
from xlrnn.cluster.dask import DaskPlace, connected
from xlrnn.cluster.kept import KEPT, Kept
from xlrnn.cluster.parcel import Shelf, call, unzipped, zipped
from xlrnn.cluster.place import Place
from xlrnn.cluster.private import refuse_readable
from xlrnn.errors import ClusterError, EngineError, UsageError
from xlrnn.exercises.mark.check import check_file


def test_a_process_pool_writes_the_same_files(course, as_here, tmp_path):
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        api.grade(course / "in", course, formats=FORMATS, folder=tmp_path, executor=executor)
    assert written(tmp_path) == as_here


def test_loky_writes_the_same_files(course, as_here, tmp_path):
    try:
        from joblib.externals import loky
    except ImportError:
        need("joblib", False, "pip install joblib")
    with loky.ProcessPoolExecutor(1) as executor:
        api.grade(course / "in", course, formats=FORMATS, folder=tmp_path, executor=executor)
    assert written(tmp_path) == as_here


class Answering(Executor):
    """Gives the answers that it was told, one after the other, and the last for ever."""

    def __init__(self, *answers) -> None:
        self.answers, self.asked = [*answers], 0

    def submit(self, *_):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        future: Future = Future()
        if isinstance(answer, BaseException):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        return future


def test_a_broken_pool_ends_with_its_reason_and_the_journal(course, tmp_path):
    executor = Answering(BrokenProcessPool("a process died"))
    with pytest.raises(ClusterError, match="BrokenProcessPool: a process died"):
        api.grade(course / "in", course, folder=tmp_path, formats="json", executor=executor)
    assert not (tmp_path / "results.json").exists()


class Dying(Place):
    """A place whose workers die of some calls."""

    def worker_died(self, error):
        return isinstance(error, ZeroDivisionError)


def test_who_was_beside_a_killer_is_tried_alone(course):
    answer = {"result": 1, "made": {}}
    path = OwnFile(course / "in" / "1 solved.xlsx")
    there = Answering(ZeroDivisionError(), ZeroDivisionError(), answer, answer)
    with Carrier(Dying(there, 2)) as carrier:
        both = [carrier.submit(check_file, path) for _ in range(2)]
        assert [one.result() for one in both] == [1, 1]
    assert there.asked == 4
    always = Answering(ZeroDivisionError())
    with Carrier(Dying(always)) as carrier, pytest.raises(EngineError, match="died, one after"):
        carrier.submit(check_file, path).result()
    assert always.asked == 2


def test_an_interruption_waits_for_nobody(course):
    class Idle(Executor):
        def submit(self, *_):
            return Future()

    def interrupted():
        with Carrier(Place(Idle())) as carrier:
            futures.append(carrier.submit(check_file, OwnFile(course / "in" / "2 empty.xlsx")))
            raise KeyboardInterrupt

    futures: list[Future] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with pytest.raises(CancelledError):
        futures[0].result(5)


def test_what_cannot_be_read_is_said_in_the_words_of_this_machine(course, tmp_path):
    missing = tmp_path / "gone.xlsx"
    with Carrier(Place(Answering({}))) as carrier:
        told = carrier.submit(check_file, OwnFile(missing)).result()
    assert told == check_file(str(missing)) and told["reason"]


def test_a_worker_asks_for_what_it_lacks_and_forgets_it(course, monkeypatch):
    shelf, path = Shelf(), course / "in" / "1 solved.xlsx"
    asked = call(check_file, (SharedFile(path),), {}, shelf, (30.0, None))
    monkeypatch.setattr(parcel, "_SMALL", 10**9)
    small = asked.parcel(shelf)
    monkeypatch.setattr(parcel, "_SMALL", 0)
    bare = asked.parcel(shelf)
    assert len(bare) < 2000 < len(small)
    (digest,) = far_end.do(bare)["lacks"]
    told = far_end.do(asked.parcel(shelf, [digest]))["result"]
    assert told == check_file(str(path))
    assert far_end.do(bare)["result"] == told
    KEPT.clear()
    assert far_end.do(bare) == {"lacks": [digest]}
    other = {**pickle.loads(bare), "identity": {"xlrnn": "0.0"}}
    assert far_end.do(pickle.dumps(other))["other"] == parcel.identity()
    KEPT.clear()


def test_nothing_is_cleared_away_while_it_is_used():
    kept = Kept()
    with kept.at_work():
        assert kept.lacking(["a"], {}) == ["a"]
        kept.clear()
        assert kept.path("a").parent.is_dir()
    kept.clear()
    kept.clear()


def test_of_a_folder_only_what_is_new_comes_back(tmp_path):
    (tmp_path / "given").mkdir()
    for name in ("given/a", "b"):
        (tmp_path / name).write_text(name)
    before = zipped(tmp_path, given=MadeFolder(str(tmp_path), ["given"]).given)
    assert unzipped(before) == {"given/a": b"given/a"}
    assert unzipped(zipped(tmp_path, unzipped(before))) == {"b": b"b"}
    assert unzipped(zipped(tmp_path / "none")) == {}


@pytest.mark.parametrize("address", ["tcp://192.0.2.1:8786", "192.0.2.1:8786", "ws://x.invalid:1"])
def test_what_others_could_read_is_refused(address):
    with pytest.raises(UsageError, match="--unencrypted"):
        refuse_readable(["tls://192.0.2.1:8786", address])


def fake_client(workers: dict, status: str = "running") -> SimpleNamespace:
    return SimpleNamespace(
        scheduler=SimpleNamespace(address="tcp://127.0.0.1:8786"),
        scheduler_info=lambda **_: {"workers": workers},
        status=status,
    )


def fake_dask(client: SimpleNamespace, *answers) -> Answering:
    executor = Answering(*answers)
    executor._client = client
    return executor


def test_a_cluster_where_the_toolkit_is_not(course):
    there = fake_dask(fake_client({}), ModuleNotFoundError("No module named 'xlrnn.cluster'"))
    with Carrier(DaskPlace(there)) as carrier:
        future = carrier.submit(check_file, OwnFile(course / "in" / "2 empty.xlsx"))
        with pytest.raises(ClusterError, match="cannot import this version of xlrnn: install it"):
            future.result()


def test_a_worker_that_comes_later_must_be_private_too(course, monkeypatch):
    monkeypatch.setattr("xlrnn.cluster.dask._EVERY", 0.0)
    workers: dict = {}
    idle = fake_dask(fake_client(workers), Future())
    idle.submit = lambda *_: Future()
    with Carrier(DaskPlace(idle)) as carrier:
        first = carrier.submit(check_file, OwnFile(course / "in" / "2 empty.xlsx"))
        workers["tcp://192.0.2.7:1"] = {"nthreads": 1}
        with pytest.raises(ClusterError, match=r"192\.0\.2\.7:1 is another machine without encr"):
            first.result(20)


def test_that_nobody_works_is_told_once(monkeypatch):
    monkeypatch.setattr("xlrnn.cluster.dask._EVERY", -1.0)
    monkeypatch.setattr("xlrnn.cluster.dask._PATIENCE", -1.0)
    place, told = DaskPlace(fake_dask(fake_client({}), {})), []
    assert [place.look(told.append) for _ in range(4)] == [0] * 4
    assert told == ["no worker is connected to tcp://127.0.0.1:8786: waiting for one"]


def test_what_nobody_else_can_read_is_not():
    refuse_readable(["tls://192.0.2.1:1", "tcp://127.0.0.1:1", "inproc://192.0.2.1/1", "wss://x:1"])
    refuse_readable(["tcp://[::1]:8786", "tcp://localhost:8786", "127.0.0.1:1"])


def test_a_missing_dask_is_named_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'xlrnn\[cluster\]'"), connected("tls://x:1"):
        pass


def test_a_thread_sees_our_files_and_nothing_is_carried(course):
    with ThreadPoolExecutor(1) as executor:
        told = api.check(course / "in" / "1 solved.xlsx", executor=executor)
    assert Path(told["file"]).is_file()
