"""What each part of a package is: its `[Content_Types].xml` says it.

An `Override` names one part. A `Default` speaks of all parts whose names end alike, whether there
are any or not: SheetJS lists a dozen in every file, the one of binary workbooks among them.
"""

from typing import Final
from xml.etree import ElementTree

from xlrnn.xlsx.reading.xml import local_name

CONTENT_TYPES: Final = "[Content_Types].xml"


def part_key(part: str) -> str:
    """Return a part's name as it is compared: from the root, upper and lower case alike.

    Example:
        >>> part_key("/xl/Workbook.xml")
        'xl/workbook.xml'
    """
    return part.replace("\\", "/").lstrip("/").lower()


class ContentTypes:
    """The content types of a package's parts, in lower case.

    Args:
        root: the root element of `[Content_Types].xml`.
    """

    def __init__(self, root: ElementTree.Element) -> None:
        self._parts: dict[str, set[str]] = {}
        self._endings: dict[str, set[str]] = {}
        for element in root:
            kind = element.get("ContentType", "").strip().lower()
            if local_name(element.tag) == "Override":
                key = part_key(element.get("PartName", ""))
                self._parts.setdefault(key, set()).add(kind)
            elif local_name(element.tag) == "Default":
                ending = element.get("Extension", "").lower()
                self._endings.setdefault(ending, set()).add(kind)

    def of(self, part: str) -> set[str]:
        """Return the types that a part is given: one, none, or more where a file is a mess."""
        key = part_key(part)
        ending = key.rpartition("/")[2].rpartition(".")[2]
        return self._parts.get(key) or self._endings.get(ending, set())

    def parts(self, word: str) -> set[str]:
        """Return the parts with an entry of their own whose type holds a word."""
        return {part for part, kinds in self._parts.items() if any(word in k for k in kinds)}
