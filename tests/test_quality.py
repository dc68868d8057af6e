"""Style, types and architecture: what the test command promises to run."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sys.executable).parent

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_project_passes(name):
    done = subprocess.run(
        [sys.executable, *CHECKS[name]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_the_wrong_way_are_found(tmp_path):
    """The contract is alive: in a copy where `nn` imports `sheet`, the check is red."""
    import shutil

    shutil.copytree(ROOT / "xlrnn", tmp_path / "xlrnn")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    dense = tmp_path / "xlrnn" / "nn" / "layers" / "dense.py"
    dense.write_text(f"import xlrnn.formula.cell\n{dense.read_text(encoding='utf-8')}", "utf-8")
    done = subprocess.run(
        [sys.executable, *CHECKS["imports"], "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "xlrnn.nn.layers.dense -> xlrnn.formula.cell" in done.stdout


def test_numpy_multiplies_on_one_thread_here():
    """With several workers on few cores, threads that wait for each other take most of the time."""
    from threadpoolctl import threadpool_info

    here = [one for one in threadpool_info() if "numpy" in one["filepath"]]
    assert [one["num_threads"] for one in here] == [1]
