"""Who wrote a workbook, and what makes a program calculate it when it is opened.

XlsxWriter signs as Excel. LibreOffice takes the results stored by Excel for true and calculates
nothing; results of other programs it takes for true where they are numbers, but not in a shared
formula. So we sign with our own name, and every formula is a shared one, shared by its own cell
alone, as Excel writes it, too. Excel itself goes by `fullCalcOnLoad`, Gnumeric always
calculates, its `ssconvert` with `--recalc`.
"""

from typing import Any, Final

import xlsxwriter
from xlsxwriter.packager import Packager

from xlrnn.xlsx.manifest import SIGNATURE, SIGNATURES_BEFORE
from xlrnn.xlsx.writing.language import SpokenPackager
from xlrnn.xlsx.writing.shapes import DrawnSheet

_TAGS: Final = ("Application", "AppVersion")


class OwnWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook that names xlrnn as its generator, wherever programs look."""

    def _write_file_version(self) -> None:
        self._xml_empty_tag("fileVersion", [("appName", SIGNATURE[0])])

    def _get_packager(self) -> Packager:
        return _OwnPackager()


class _OwnPackager(SpokenPackager):
    def _write_app_file(self) -> None:
        super()._write_app_file()
        written = self.filenames[-1][0]
        text = written.getvalue()
        for tag, theirs, ours in zip(_TAGS, SIGNATURES_BEFORE[0], SIGNATURE, strict=True):
            text = text.replace(f"<{tag}>{theirs}</{tag}>", f"<{tag}>{ours}</{tag}>")
        written.seek(0)
        written.truncate()
        written.write(text)


class OwnSheet(DrawnSheet):
    """A worksheet that takes formulas as they are, and lets programs calculate them anew.

    XlsxWriter rewrites functions that are newer than Excel 2010 with several hundred regular
    expressions for each formula, most of the time that writing takes. The sheet layer has made
    sure that there are none. If XlsxWriter renames the method, this is merely slower.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shared = 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.lstrip("=")

    def _xml_formula_element(
        self, formula: str, result: object, attributes: list[tuple[str, Any]]
    ) -> None:
        """Write a cell with a formula that it shares with no other."""
        about = "".join(f' {name}="{value}"' for name, value in attributes)
        shared = f't="shared" ref="{attributes[0][1]}" si="{self._shared}"'
        self._shared += 1
        text, stored = self._escape_data(formula), self._escape_data(result)
        self.fh.write(f"<c{about}><f {shared}>{text}</f><v>{stored}</v></c>")
