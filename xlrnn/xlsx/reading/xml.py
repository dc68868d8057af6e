"""Parse XML that may be hostile."""

from typing import NoReturn
from xml.etree import ElementTree


class RefusedError(Exception):
    """Why a part is refused, still without the file's name; never leaves `xlrnn.xlsx`."""


def refuse_doctype(*_: object) -> NoReturn:
    """Refuse a DOCTYPE: its entities are the way to blow up an XML parser."""
    raise RefusedError("it holds a DOCTYPE, which no spreadsheet program writes")


class _Builder(ElementTree.TreeBuilder):
    """Build elements, but refuse a DOCTYPE."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        refuse_doctype()


def parse_xml(data: bytes) -> ElementTree.Element:
    """Parse XML that may be hostile; a DOCTYPE raises `RefusedError`."""
    parser = ElementTree.XMLParser(target=_Builder())
    parser.feed(data)
    root = parser.close()
    assert isinstance(root, ElementTree.Element)
    return root


def local_name(tag: str) -> str:
    """Return an element's or attribute's name without its namespace: strict OOXML has others."""
    return tag.rpartition("}")[2]
