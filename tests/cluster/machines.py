"""A cluster of Dask on this machine: a real scheduler and real workers, TLS between all of them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = 60.0


class Machines:
    """Processes as `dask scheduler` and `dask worker` start them.

    Args:
        folder: for what they write.
        certificate: certificate and key, None for no encryption.
    """

    def __init__(self, folder: Path, certificate: tuple[Path, Path] | None) -> None:
        self.folder = folder
        self.scheduler_file = folder / "scheduler.json"
        self._tls: list[str] = []
        if certificate:
            cert, key = map(str, certificate)
            self._tls = ["--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key]
        self.tls = dict(zip(("tls_ca_file", "tls_cert", "tls_key"), self._tls[1::2], strict=False))
        self.processes: list[subprocess.Popen] = []
        protocol = ["--protocol", "tls"] if certificate else []
        self.scheduler = self._start(
            "scheduler", *protocol, "--host", "127.0.0.1", "--port", "0",
            "--idle-timeout", "5 minutes",  # should nobody be left to end it
            "--scheduler-file", str(self.scheduler_file),
        )  # fmt: skip
        deadline = time.monotonic() + START
        while not self.scheduler_file.exists():
            assert self.scheduler.poll() is None and time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        self.address = json.loads(self.scheduler_file.read_text())["address"]

    def add_workers(self, count: int, *options: str) -> subprocess.Popen:
        """Start workers, each with a nanny that starts it again."""
        return self._start(
            "worker", self.address, "--nworkers", str(count), "--nthreads", "1",
            "--local-directory", str(self.folder), *options,
        )  # fmt: skip

    def _start(self, kind: str, *options: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard"]
        with (self.folder / f"{kind}.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, *self._tls, *options], cwd=self.folder, stdout=log, stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def workers(self) -> list[int]:
        """Return the processes of the workers, which their nannies start."""
        import psutil  # comes with Dask

        nannies = [psutil.Process(one.pid) for one in self.processes if one is not self.scheduler]
        found = []
        for child in (child for one in nannies for child in one.children()):
            with suppress(psutil.NoSuchProcess):  # one that has just died, too
                if "spawn_main" in " ".join(child.cmdline()):
                    found.append(child.pid)
        return found

    def said(self) -> str:
        """Return what they have said, for whoever looks for a mistake."""
        return "\n".join(path.read_text() for path in self.folder.glob("*.log"))

    def close(self) -> None:
        """End all of them."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
