"""A cluster of Dask does the work: the same marks and numbers, and none is lost with who dies."""

import json
import re
import shlex
import signal
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import dask.config
import pytest

from tests.cluster.conftest import FORMATS, written
from tests.cluster.machines import Machines
from tests.cluster.preload import ALWAYS, ONCE
from xlrnn import api
from xlrnn.cluster import parcel
from xlrnn.cluster.dask import connected
from xlrnn.commands.main import run
from xlrnn.errors import ClusterError
from xlrnn.exercises.grade.grade import GRADED, NOT_GRADED
from xlrnn.tasks.study.sentiment import FIRST_SEED

SMALL = {"models": ["rnn"], "seeds": 2, "rows": 200, "units": 3, "epochs": 1, "embedding_dim": 3}

PAGE = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text(encoding="utf-8")


def test_the_verb_writes_the_same_files_as_without_a_cluster(
    machines, course, as_here, capsys, monkeypatch
):
    """The command of the page, with the address that is here."""
    *_, shown = re.findall("^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    asked = shown.replace("\\\n", " ").replace("tls://10.0.0.1:8786", str(machines.scheduler_file))
    assert asked != shown
    _, verb, _, *words = shlex.split(asked.replace("course/key", str(course)))
    monkeypatch.chdir(machines.folder)  # where cert.pem and key.pem are
    words += [f"--format={form}" for form in (*FORMATS, "workbook")]
    assert run([verb, str(course / "in"), *words, "--quiet"]) == 3  # one of the files is damaged
    assert "1 solved.xlsx: 12 of 12\n" in capsys.readouterr().out
    found = written(machines.folder / "grades")
    copies = {name: found.pop(name) for name in [*found] if name.startswith("annotated/")}
    assert found == as_here
    assert all(content.startswith(b"PK") for content in copies.values())
    assert len(copies) == 2


@pytest.mark.parametrize("program", ["scheduler", "worker"])
def test_dask_knows_the_options_that_the_page_shows(machines, program):
    (shown,) = re.findall(rf"^dask {program} ((?:.*\\\n)*.*)$", PAGE, re.MULTILINE)
    known = import_module(f"distributed.cli.dask_{program}").main.params
    names = {name for one in known for name in one.opts}
    options = {word for word in shlex.split(shown.replace("\\\n", " ")) if word.startswith("--")}
    assert {"--tls-ca-file", "--tls-cert", "--tls-key"} <= options <= names


def test_a_worker_that_dies_costs_nobody_a_mark(connect, machines, course, tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.xlsx").symlink_to(course / "in" / "1 solved.xlsx")
    (tmp_path / "4.xlsx").write_bytes(ONCE + str(tmp_path / "died").encode())
    (tmp_path / "5.xlsx").write_bytes(ALWAYS)
    files = [tmp_path / f"{number}.xlsx" for number in range(6)]
    before = machines.workers()
    with connect as executor:
        grades = api.grade(files, course, folder=tmp_path / "out", executor=executor)
    *right, once, always = grades.results
    assert [(one["score"], one["max_score"]) for one in right] == [(12, 12)] * 4
    assert "does not start as a zip" in once["reason"]  # what is to be said of it in any case
    assert always["status"] == NOT_GRADED
    assert always["reason"].startswith("the workers that tried it died, one after the other")
    assert (tmp_path / "died").exists()
    assert not {*before} & {*machines.workers()}


def test_limits_hold_on_the_worker_and_what_was_ended_is_tried_again(connect, course):
    """The file is opened by a child of the worker, which may be ended, and never by the worker."""
    with connect as executor:
        (result,) = api.grade(
            course / "in" / "2 empty.xlsx", course, executor=executor, memory=60 * 2**20
        ).results
    assert result["status"] == NOT_GRADED and "memory" in result["reason"].lower()


def test_what_is_shared_is_sent_to_who_lacks_it(connect, course, as_here, monkeypatch):
    monkeypatch.setattr(parcel, "_SMALL", 0)
    key = json.loads((course / "key" / "key.json").read_text())
    other = course / "other"
    other.mkdir()
    (other / "key.json").write_text(json.dumps(key))  # other bytes, which no worker has
    with connect as executor:
        first = api.grade(course / "in", other, executor=executor)
        again = api.grade(course / "in", other, executor=executor)
    assert first.results == again.results
    assert [one["status"] for one in first.results] == [GRADED, GRADED, NOT_GRADED]


def test_another_version_on_the_workers_is_refused(connect, course, monkeypatch):
    ours = {**parcel.identity(), "ironcalc": "0.1"}
    monkeypatch.setattr("xlrnn.cluster.parcel.identity", lambda: ours)
    monkeypatch.setattr("xlrnn.cluster.carrier.identity", lambda: ours)
    with connect as executor, pytest.raises(ClusterError) as refused:
        api.grade(course / "in", course, executor=executor)
    assert "has another version: ironcalc 0.9" in str(refused.value)
    assert ", here 0.1; install the same" in str(refused.value)


def test_a_lost_scheduler_leaves_a_journal(course, as_here, connect, tmp_path, capsys):
    lost = Machines(tmp_path, None)
    lost.add_workers(1, "--no-nanny")
    done = []

    def end_it(count: int, *_) -> None:
        done.append(count)
        if count == 1:
            lost.scheduler.send_signal(signal.SIGKILL)

    out = tmp_path / "out"
    try:
        with (
            dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
            pytest.raises(ClusterError, match=f"lost the scheduler at {lost.address}"),
            connected(lost.address) as executor,
        ):
            api.grade(course / "in", course, formats=FORMATS, folder=out, executor=executor,
                      progress=end_it)  # fmt: skip
    finally:
        lost.close()
    kept = [line for line in (out / "journal.jsonl").read_text().splitlines() if line]
    assert 0 < len(kept) < 4 and not (out / "results.json").exists()
    with connect as executor:
        api.grade(course / "in", course, formats=FORMATS, folder=out, executor=executor,
                  progress=lambda count, *_: done.append(count))  # fmt: skip
    assert done[2:][0] > 0  # what was kept is not graded again
    assert written(out) == as_here


def test_nobody_listens(course, tmp_path, capsys):
    with dask.config.set({"distributed.comm.timeouts.connect": "200ms"}):
        code = run(["grade", str(course / "in"), "--key", str(course), "-o", str(tmp_path),
                    "--cluster", "tcp://127.0.0.1:9"])  # fmt: skip
    assert code == 3
    assert "no scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_a_cluster_without_its_certificates(machines, course, tmp_path, capsys):
    code = run(["grade", str(course / "in"), "--key", str(course), "-o", str(tmp_path),
                "--cluster", machines.address])  # fmt: skip
    assert code == 3
    assert "no scheduler answers" in capsys.readouterr().err


def test_a_missing_file_says_the_same_as_here(connect, course, tmp_path):
    path = tmp_path / "1.xlsx"
    path.write_bytes((course / "in" / "1 solved.xlsx").read_bytes())
    with connect as executor:
        told = api.check(path, executor=executor)
    here = api.check(path)
    assert told == here and told["file"] == str(path)
    assert Path(told["file"]).is_file()


def results(found):
    return [{**asdict(one), "seconds": 0, "validation_accuracy": str(one.validation_accuracy)}
            for one in found.trained]  # fmt: skip


def test_a_study_has_the_same_numbers(connect, tmp_path):
    vectors = tmp_path / "vectors.txt"
    words = enumerate(("good", "bad", "the", "i", "day", "not", "so"))
    vectors.write_text("".join(f"{word} {k}.5 -0.25 {k / 3}\n" for k, word in words))
    asked = {**SMALL, "vectors": str(vectors)}
    told: list[str] = []
    here = api.study("sentiment", tmp_path / "here", **asked)
    with connect as executor:
        there = api.study("sentiment", tmp_path / "there", executor=executor, tell=told.append,
                          **asked)  # fmt: skip
        assert len(told) == 6
        more = api.study("sentiment", tmp_path / "there", executor=executor, tell=told.append,
                         **{**asked, "seeds": 3})  # fmt: skip
    assert results(there) == results(here) and there.notes == here.notes
    assert results(more)[:6] == results(here)
    assert told[6] == f"going on in {tmp_path / 'there'}: 6 trainings are done"
    assert len(told) == 6 + 1 + 3
    lines = (tmp_path / "there" / "trained.csv").read_text().splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [
        [model, str(seed)]
        for seed in range(FIRST_SEED, FIRST_SEED + 3)
        for model in ("majority", "naive Bayes", "rnn")
    ]


def test_claims_have_the_same_evidence(connect, tmp_path):
    asked = {"quick": True, "only": ["sheets.excel", "sheets.neuron"]}
    here = api.reproduce(tmp_path / "here", **asked)
    with connect as executor:
        there = api.reproduce(tmp_path / "there", executor=executor, **asked)
    assert [one.evidence for one in there.findings] == [one.evidence for one in here.findings]
    assert there.exit_code == here.exit_code == 0
    files = [{path.relative_to(one.setting.folder) for path in one.setting.folder.rglob("*")}
             for one in (here, there)]  # fmt: skip
    assert files[0] == files[1]
