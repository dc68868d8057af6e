"""The few names of wasmtime that formulon uses, over the WebAssembly that a browser has itself.

Only a page's Python imports it, as `wasmtime`. The page's script instantiates the module, with the
same imports as it does for its own sheets; here its functions get the shape that wasmtime's have.
"""

from collections.abc import Callable
from typing import Any


class Trap(Exception):  # noqa: N818  # as wasmtime calls it
    """The module broke off."""


class WasmtimeError(Exception):
    """What wasmtime raises otherwise; nothing here does."""


class Engine:
    """Nothing: the browser is the engine."""


class Store:
    """Nothing: the browser keeps the instance."""

    def __init__(self, engine: Engine) -> None: ...

    def set_wasi(self, wasi: "WasiConfig") -> None:
        """Do nothing: the page's script gives the module its system."""


class WasiConfig:
    """A system without streams: what the module prints goes nowhere."""

    def inherit_stdout(self) -> None:
        """Do nothing."""

    def inherit_stderr(self) -> None:
        """Do nothing."""


class ValType:
    """Nothing: JavaScript's functions have no types."""

    @staticmethod
    def i32() -> None:
        """Do nothing."""


class FuncType:
    """Nothing, likewise."""

    def __init__(self, parameters: list[Any], results: list[Any]) -> None: ...


class Func:
    """An import; the page's script gives it."""

    def __init__(self, store: Store, kind: FuncType, call: Callable[..., Any]) -> None: ...


class Module:
    """The one module that there is."""

    @classmethod
    def from_file(cls, engine: Engine, path: str) -> "Module":
        """Return it; the page's script has the file."""
        return cls()


class Linker:
    """Leads to the instance that the page's script makes."""

    def __init__(self, engine: Engine) -> None: ...

    def define_wasi(self) -> None:
        """Do nothing."""

    def define(self, store: Store, module: str, name: str, function: Func) -> None:
        """Do nothing."""

    def instantiate(self, store: Store, module: Module) -> "Instance":
        """Instantiate the module."""
        from xlrnn_page import instantiate

        return Instance(instantiate())


class Instance:
    """An instance, by what it exports."""

    def __init__(self, exports: Any) -> None:
        self._exports = exports

    def exports(self, store: Store) -> dict[str, Any]:
        """Return its functions and its memory."""
        found: dict[str, Any] = {}
        for name in self._exports.object_keys():
            thing = getattr(self._exports, name)
            found[name] = Memory(thing) if name == "memory" else _function(thing)
        return found


class Memory:
    """The linear memory of an instance."""

    def __init__(self, memory: Any) -> None:
        self._memory = memory

    def data_len(self, store: Store) -> int:
        """Return how many bytes it has."""
        length: int = self._memory.buffer.byteLength
        return length

    def read(self, store: Store, start: int, stop: int) -> bytes:
        """Return some of its bytes."""
        from js import Uint8Array

        data: bytes = Uint8Array.new(self._memory.buffer, start, stop - start).to_bytes()
        return data

    def write(self, store: Store, data: bytes, start: int) -> None:
        """Put bytes into it."""
        from js import Uint8Array

        Uint8Array.new(self._memory.buffer, start, len(data)).assign(data)


def _function(function: Any) -> Callable[..., Any]:
    """Return an export as wasmtime calls it: with the store, and with its own exceptions."""

    def call(_store: Store, *arguments: int) -> Any:
        from pyodide.ffi import JsException

        try:
            return function(*arguments)
        except JsException as error:
            raise Trap(str(error)) from None

    return call
