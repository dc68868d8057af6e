"""Run xlrnn from a checkout: `python cli.py VERB …` is `xlrnn VERB …`.

`python cli.py test` runs the tests. What either needs is installed into `.venv` beside this
file the first time, unless the Python that runs this has it already.
"""

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
NEEDED = ("numpy", "pandas", "openpyxl", "xlsxwriter", "ironcalc", "click", "rich", "jaxtyping")
# What some verbs need besides, and the extra that brings it.
EXTRAS = {
    "test": ("test", ("pytest", "hypothesis", "beartype", "ruff", "mypy", "cellrune", "formulon")),
    "playground": ("engines", ("formulon",)),
}


def main(arguments: list[str]) -> int:
    """Run a verb, or the tests, with a Python that has what they need."""
    verb = arguments[0] if arguments else ""
    extra, more = EXTRAS.get(verb, ("", ()))
    python = _python_with([*NEEDED, *more], extra)
    if verb == "test":
        command = [python, "-m", "pytest", *arguments[1:]]
        return subprocess.run(command, cwd=HERE, check=False).returncode
    if python == sys.executable:
        from xlrnn.commands.main import run

        return run(arguments)
    return subprocess.run([python, str(HERE / "cli.py"), *arguments], check=False).returncode


def _python_with(modules: list[str], extra: str) -> str:
    """Return a Python that has the modules: this one, or that of `.venv`, made if needed."""
    if all(importlib.util.find_spec(module) for module in modules):
        return sys.executable
    if sys.version_info < (3, 11):  # noqa: UP036 - said before pip says it at length
        sys.exit(f"xlrnn needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    scripts = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
    python = str(scripts / ("python.exe" if sys.platform == "win32" else "python"))
    if not Path(python).exists():
        venv.create(ENVIRONMENT, with_pip=True)
    have = subprocess.run([python, "-c", f"import {', '.join(modules)}"], capture_output=True)
    if have.returncode:
        print(f"installing what is needed into {ENVIRONMENT} …", flush=True)
        target = f"{HERE}[{extra}]" if extra else str(HERE)
        install = [python, "-m", "pip", "install", "--quiet", "-e", target]
        subprocess.run(install, check=True)
    return python


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(f"cli.py: {' '.join(map(str, error.cmd))} failed, see above")
