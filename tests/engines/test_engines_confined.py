"""A confined program has no network, no files but its own folder, and ends with who started it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.requirements import require_program
from xlrnn import engines
from xlrnn.engines.isolation import confinement
from xlrnn.engines.isolation.confinement import (
    confined_command,
    refuse_unconfined,
    why_not_confined,
)
from xlrnn.engines.isolation.isolated import Isolated
from xlrnn.errors import EngineError

pytestmark = pytest.mark.skipif(bool(why_not_confined()), reason="needs namespaces of Linux")


def confined(folder, script, *seen):
    command = confined_command(folder, seen, ["/bin/sh", "-c", script])
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_it_sees_its_folder_and_no_other_file(tmp_path):
    secret, own = tmp_path / "secret", tmp_path / "own"
    secret.write_text("SESAME")
    own.mkdir()
    (own / "copy").write_text("copy")
    ran = confined(
        own, f"cat {own}/copy; cat {secret}; ls {tmp_path} /home /root; echo x > {own}/new"
    )
    assert ran.stdout.startswith("copy")
    assert "SESAME" not in ran.stdout
    assert f"{secret}: No such file" in ran.stderr
    assert (own / "new").read_text() == "x\n"


def test_it_has_no_network_device_and_no_rights(tmp_path):
    ran = confined(tmp_path, "cat /proc/net/dev /proc/net/route; grep CapEff /proc/self/status")
    assert "lo:       0" in ran.stdout.replace("  lo", "lo")
    assert "eth" not in ran.stdout
    assert "CapEff:\t0000000000000000" in ran.stdout


def test_programs_are_there_to_be_read_only(tmp_path):
    assert "Read-only file system" in confined(tmp_path, "touch /usr/new").stderr


def test_passwords_in_the_environment_stay_outside(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SESAME")
    assert "SESAME" not in confined(tmp_path, "env").stdout


def test_its_exit_status_is_the_programs(tmp_path):
    assert confined(tmp_path, "exit 7").returncode == 7


def test_all_ends_with_who_started_it(tmp_path):
    script = f"sleep 61 & echo $! > {tmp_path}/started; wait"
    child = subprocess.Popen(confined_command(tmp_path, (), ["/bin/sh", "-c", script]))
    while not (tmp_path / "started").exists():
        time.sleep(0.02)
    child.kill()
    child.wait()
    time.sleep(0.5)
    mine = str(tmp_path).encode()
    left = [p for p in Path("/proc").glob("[0-9]*") if mine in _command_line(p)]
    assert left == []


def _command_line(entry):
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def test_without_namespaces_submissions_need_a_word_of_the_teacher(monkeypatch):
    monkeypatch.setattr(confinement, "why_not_confined", lambda: "only Linux has what it takes")
    with pytest.raises(EngineError, match=r"only Linux .*: choose another engine, or say --unconf"):
        refuse_unconfined()
    with engines.get("libreoffice") as engine:
        with pytest.raises(EngineError, match="cannot keep it from network and files"):
            engines.guarded(engine)
        assert engines.guarded(engine, unconfined=True) is engine


@pytest.mark.parametrize("name", ["ironcalc", "cellrune", "formulon"])
def test_engines_for_strangers_formulas_have_no_network(tmp_path, name):
    """Their process is in another network than this one, where the system lets it be."""
    code = (
        "import os; from xlrnn.engines.isolation.confined import without_network; "
        "before = os.readlink('/proc/self/ns/net'); "
        "print(without_network(), before != os.readlink('/proc/self/ns/net'))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True"]
    book = Path("workbooks/hello-forward.xlsx").resolve()
    engine = Isolated(name)
    try:
        engine.version()
    except EngineError:
        pytest.skip(f"needs {name}")
    with engine.load(book) as sheets:
        pid = sheets._child._process.pid
        assert Path(f"/proc/{pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


KILLED = """
import sys, time
from pathlib import Path
from xlrnn import engines
with engines.get("libreoffice") as engine, engine.load(Path(sys.argv[1])) as sheets:
    print("loaded", flush=True)
    time.sleep(60)
"""


def _kill_all(run, folder):
    """Kill a run with its helpers, which would clear up; return them."""
    mine = str(folder).encode()
    helpers = [p for p in Path("/proc").glob("[0-9]*") if mine in _command_line(p)]
    for entry in helpers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(entry.name), signal.SIGKILL)
    run.kill()
    assert helpers
    return helpers


def test_who_is_killed_leaves_no_office_and_the_next_clears_the_folders(tmp_path):
    require_program("libreoffice", "soffice")
    book = Path("workbooks/hello-forward.xlsx").resolve()
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", KILLED, book]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as run:
        assert run.stdout.readline() == b"loaded\n"
        offices = _kill_all(run, tmp_path)
    assert list(tmp_path.glob("xlrnn-held-*"))
    time.sleep(0.5)
    assert not [p for p in offices if str(tmp_path).encode() in _command_line(p)]
    code = "from xlrnn.scratch import scratch_folder\nwith scratch_folder(): pass"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
