"""The language of a workbook, which a program that reads it aloud has to know.

XlsxWriter has no word for it, so it is put into the part of the document's properties here.
"""

from typing import Final

from xlsxwriter.packager import Packager

LANGUAGE: Final = "en"
_END: Final = "</cp:coreProperties>"


class SpokenPackager(Packager):  # type: ignore[misc]
    """Packs a workbook whose properties say that its words are English."""

    def _write_core_file(self) -> None:
        super()._write_core_file()
        written = self.filenames[-1][0]
        text = written.getvalue()
        written.seek(0)
        written.write(text.replace(_END, f"<dc:language>{LANGUAGE}</dc:language>{_END}"))
