"""formulon's compiled module in the user's cache folder: compiling takes seconds, loading none.

What is kept is native code, and wasmtime loads a damaged file without noticing. So a SHA-256 lies
beside it, and a folder into which others can write is not used. Whatever is wrong with the cache,
the module is compiled anew. Uses private names of formulon, which is why formulon is pinned.
"""

import hashlib
import os
import platform
import stat
import sys
import tempfile
import threading
from importlib import metadata
from pathlib import Path
from typing import Any

from xlrnn.caching import cache_folder

_starting = threading.Lock()


def compiled_file() -> Path:
    """Return the file for the module that the installed versions would compile here."""
    versions = [f"{name}-{metadata.version(name)}" for name in ("formulon", "wasmtime")]
    return cache_folder() / "-".join([*versions, sys.platform, platform.machine() + ".cwasm"])


def start() -> None:
    """Instantiate formulon's module once in this process, from the cache if it is there."""
    import formulon._c
    import wasmtime

    if sys.platform == "emscripten":  # a browser keeps no native code for us
        formulon._c.LIB._ensure()
        return

    class Module(wasmtime.Module):
        @classmethod
        def from_file(cls, engine: Any, path: Any) -> Any:
            file = compiled_file()
            code = stored(file)
            if code is not None:
                try:
                    return cls.deserialize(engine, code)
                except wasmtime.WasmtimeError:  # another processor, or other settings
                    pass
            module = super().from_file(engine, path)
            store(file, bytes(module.serialize()))
            return module

    with _starting:
        package: Any = wasmtime
        original, package.Module = wasmtime.Module, Module
        try:
            formulon._c.LIB._ensure()
        finally:
            package.Module = original


def stored(file: Path) -> bytes | None:
    """Return a cached file's content.

    Args:
        file: its path.

    Returns:
        The content, or None if it is missing, damaged or could have been put there by another.
    """
    try:
        if not _is_private(file.parent):
            return None
        code = file.read_bytes()
        noted = _digest_file(file).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return code if hashlib.sha256(code).hexdigest() == noted else None


def store(file: Path, code: bytes) -> None:
    """Keep a content together with its SHA-256; where that fails, there is simply no cache."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(file.parent):
            # A reader between the two finds a digest that does not match, and compiles.
            _replace(file, code)
            _replace(_digest_file(file), hashlib.sha256(code).hexdigest().encode())
    except OSError:
        return


def _digest_file(file: Path) -> Path:
    return file.with_name(file.name + ".sha256")


def _is_private(path: Path) -> bool:
    if sys.platform == "win32":  # %LOCALAPPDATA% is the user's own
        return True
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _replace(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
