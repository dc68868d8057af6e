"""Write a drafted map as TOML, with what was seen as comments at the layer that it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlrnn.provenance import written_by
from xlrnn.verify.drafting.rest import printable
from xlrnn.verify.subject.network import said
from xlrnn.verify.subject.network.writing import map_text

_WIDE = 300


@dataclass(frozen=True)
class Notes:
    """What the comments of a map say.

    Args:
        title: which workbook, and how much of it is covered.
        remarks: what asks for a look, by the name of the layer; "" for all.
        left_out: formulas that are not covered.
        unread: numbers that no formula reads.
    """

    title: str
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    unread: Sequence[str] = ()


def commented(network: said.NetworkMap, notes: Notes) -> str:
    """Return a map with comments.

    Args:
        network: the map.
        notes: the comments.
    """
    lines = [*_head(notes)]
    layers = iter(network.layers)
    for line in map_text(network).splitlines():
        if line == "[[layer]]":
            lines += [f"# ? {printable(text, _WIDE)}" for text in _of(notes, next(layers).name)]
        if line == "[loss]":
            lines += [f"# ? {printable(text, _WIDE)}" for text in _of(notes, "loss")]
        lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


def _of(notes: Notes, name: str) -> Sequence[str]:
    return notes.remarks.get(name, ())


def _head(notes: Notes) -> Iterator[str]:
    yield f"# Drafted by xlrnn map from {printable(notes.title, _WIDE)}."
    yield f"# Written by {written_by()}."
    yield "# What is right, xlrnn verify --map says. Lines with # ? ask for a look."
    for text in _of(notes, ""):
        yield f"# ? {printable(text, _WIDE)}"
    for text in notes.unread:
        yield f"# ? {printable(text, _WIDE)}: numbers that no formula reads"
    if notes.left_out:
        yield "# Formulas that are not in this map:"
        yield from (f"#   {printable(text, _WIDE)}" for text in notes.left_out)
