"""How texts become XML: as XlsxWriter writes them, with a quick look first.

XlsxWriter runs several replacements over each text for what hardly any text has: control
characters, what looks like an escaped one, blanks at an end. Here one search finds those that have
some, and XlsxWriter writes them.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.xmlwriter import XMLwriter

Attributes = Sequence[tuple[str, Any]]

RARE: Final = re.compile("_x[0-9a-fA-F]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class QuickWords(XMLwriter):  # type: ignore[misc]
    """A part of a workbook that looks before it replaces."""

    def _xml_start_tag(self, tag: str, attributes: Attributes = ()) -> None:
        self.fh.write(f"<{tag}{self._attributes(attributes)}>")

    def _xml_empty_tag(self, tag: str, attributes: Attributes = ()) -> None:
        self.fh.write(f"<{tag}{self._attributes(attributes)}/>")

    def _attributes(self, attributes: Attributes) -> str:
        """Return attributes as XML; a number, which needs no escape, is not tried as a text."""
        found = ""
        for name, value in attributes:
            text = self._escape_attributes(value) if isinstance(value, str) else value
            found += f' {name}="{text}"'
        return found

    @staticmethod
    def _escape_control_characters(data: Any) -> Any:
        if isinstance(data, str) and RARE.search(data):
            return XMLwriter._escape_control_characters(data)
        return data


class SharedWords(QuickWords, SharedStrings):  # type: ignore[misc]
    """The table of all texts in the cells of a workbook."""

    def _write_sst_strings(self) -> None:
        out = []
        for text in self.string_table.string_array:
            if text.strip() == text and not text.startswith("<r>") and not RARE.search(text):
                out.append(f"<si><t>{self._escape_data(text)}</t></si>")
            else:
                self.fh.write("".join(out))
                out.clear()
                self._write_si(text)
        self.fh.write("".join(out))
