"""Modules of JavaScript become one script, for a page that must work as a single file.

Every module becomes a function that returns what it exports, in the order in which they need each
other. Only what our modules use is understood: imports and exports at the beginning of a line, of
named things, from paths that begin with a dot; anything else is an error, not a guess.
"""

import posixpath
import re
from collections.abc import Collection, Mapping

_NAMES = r"\{(?P<names>[^}]*)\}"
_IMPORT = re.compile(
    rf"^import\s+(?:(?:{_NAMES}|\*\s+as\s+(?P<all>\w+))\s+from\s+)?[\"'](?P<path>\.[^\"']+)[\"'];?",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export\s+(?=(?:async\s+)?(?:function\*?|class|const)\s+(?P<name>\w+))", re.MULTILINE
)
_EXPORT_LIST = re.compile(
    rf"^export\s+{_NAMES}(?:\s+from\s+[\"'](?P<path>\.[^\"']+)[\"'])?;?", re.MULTILINE
)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.MULTILINE)


def bundle(start: str, files: Mapping[str, bytes], scripts: Collection[str] = ()) -> str:
    """Return one script that does what a module and all that it imports do.

    Args:
        start: the address of the module.
        files: all files by their addresses.
        scripts: other people's scripts among them, which are no modules and are taken as they are.

    Raises:
        ValueError: if a module says something that is not understood, is not there, or needs
            itself.
    """
    done = dict.fromkeys(scripts, "")
    _add(start, files, done, ())
    taken = {name: f"// {name}\n(() => {{\n{files[name].decode()}\n}})();" for name in scripts}
    return "\n".join({**done, **taken}.values())


def _add(
    address: str, files: Mapping[str, bytes], done: dict[str, str], above: tuple[str, ...]
) -> None:
    if address in done:
        return
    if address in above:
        raise ValueError(f"modules need each other: {' → '.join((*above, address))}")
    if address not in files:
        raise ValueError(f"{above[-1] if above else 'the page'} imports {address}: no such file")
    text = files[address].decode()
    for found in (*_IMPORT.finditer(text), *_EXPORT_LIST.finditer(text)):
        if found["path"]:
            _add(_resolved(found["path"], address), files, done, (*above, address))
    done[address] = _as_function(address, text)


def _as_function(address: str, text: str) -> str:
    """Return a module as a function that is called, its exports in a constant."""
    exported = [found["name"] for found in _EXPORT.finditer(text)]
    passed_on: list[str] = []

    def listed(found: re.Match[str]) -> str:
        source = f"{_constant(_resolved(found['path'], address))}." if found["path"] else ""
        for name, other in _pairs(found["names"]):
            passed_on.append(f"{other}: {source}{name}")
        return ""

    body = _EXPORT.sub(
        "", _EXPORT_LIST.sub(listed, _IMPORT.sub(lambda found: _taken(found, address), text))
    )
    if left_over := _LEFT_OVER.search(_without_comments(body)):
        raise ValueError(f"{address}: not understood: {left_over.group()}")
    returned = ", ".join([*exported, *passed_on])
    begin = f"// {address}\nconst {_constant(address)} = (() => {{"
    return f"{begin}\n{body}\nreturn {{ {returned} }};\n}})();"


def _taken(found: re.Match[str], address: str) -> str:
    """Return an import as a constant that takes from another module's."""
    module = _constant(_resolved(found["path"], address))
    if found["all"]:
        return f"const {found['all']} = {module};"
    if found["names"] is None:
        return ""
    names = ", ".join(
        name if name == other else f"{name}: {other}" for name, other in _pairs(found["names"])
    )
    return f"const {{ {names} }} = {module};"


def _pairs(names: str) -> list[tuple[str, str]]:
    """Return what `{one, two as other}` names, and how it is called on the other side."""
    pairs = (name.split(" as ") for name in re.split(r"\s*,\s*", names.strip()) if name)
    return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


def _resolved(path: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path))


def _constant(address: str) -> str:
    return "module_" + re.sub(r"\W", "_", address.removesuffix(".js"))


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
