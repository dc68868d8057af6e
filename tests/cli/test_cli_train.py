"""`xlrnn train` and `xlrnn predict`, as somebody types them."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import PROGRAM
from tests.requirements import need


@pytest.fixture(scope="module")
def hello(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained") / "hello"
    done = subprocess.run([*PROGRAM, "train", "next-char", "-o", folder], capture_output=True,
                          text=True, encoding="utf-8", check=True)  # fmt: skip
    return folder, done.stdout


def test_hello(hello):
    folder, shown = hello
    *epochs, stopped, wrote, end = [
        line for line in shown.splitlines() if "pip install" not in line
    ]
    assert all(re.match(r"epoch +\d+/1000  loss \d\.\d{4}  accuracy", line) for line in epochs)
    assert re.match(r"stopped after epoch \d+: every next letter has a probability above", stopped)
    assert wrote == (f"wrote {folder}: the model, its settings and its learning curve (curve.csv)")
    assert re.fullmatch("“hell” gives “o” with [5-9][0-9]%", end)


def test_the_picture_of_the_curve(hello):
    import importlib.util

    present = importlib.util.find_spec("matplotlib") is not None
    need("matplotlib", present, "pip install 'xlrnn[plot]'")
    data = (hello[0] / "curve.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(data[k : k + 4], "big") for k in (16, 20))
    assert (width, height) == (1050, 600)


def test_predict(xlrnn, hello):
    ran = xlrnn("predict", hello[0], "hel", "hell", "--top", "2")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert re.fullmatch(r"hel → l 0\.\d{3}  \w 0\.\d{3}", lines[0])
    assert lines[1].startswith("hell → o ")


def test_generate(xlrnn, hello):
    ran = xlrnn("predict", hello[0], "h", "--generate", "4", "--temperature", "0")
    assert (ran.code, ran.out) == (0, "hello\n")


def test_resume_by_the_command_line(xlrnn, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("abcd" * 50)
    options = ["--units", "4", "--max-length", "8", "--quiet", "-o", tmp_path / "run"]
    assert xlrnn("train", "next-char", "--data", text, *options, "--epochs", "1").code == 0
    assert xlrnn("train", "next-char", *options[-2:], "--resume", "--epochs", "3").code == 0
    lines = (tmp_path / "run" / "curve.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["epoch", "1", "2", "3"]


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        (["train", "next-poem"], 2, "there is no task 'next-poem': expected next-char, next-word"),
        (["train", "next-word"], 2, "next-word needs a text: name a file with --data"),
        (["train", "next-char", "--model", "cnn"], 2, "there is no model 'cnn'"),
        (["train", "next-char", "--data", "none.txt"], 3, "none.txt cannot be read: No such file"),
        (["predict", "none", "h"], 3, "none holds no run"),
    ],
)
def test_one_clear_message(xlrnn, arguments, code, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = xlrnn(*arguments)
    assert ran.code == code
    assert message in ran.message


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_interrupted(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("abcd" * 5000)
    command = [*PROGRAM, "train", "next-char", "--data", text, "--epochs", "500", "-o", tmp_path]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while not (tmp_path / "curve.csv").exists():
        assert process.poll() is None
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.splitlines()[0] == f"go on with: xlrnn train next-char -o {tmp_path} --resume"
    assert "Traceback" not in err
