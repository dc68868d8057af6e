"""Who wrote a workbook, and what makes a program calculate it when it is opened.

XlsxWriter signs as Excel. LibreOffice takes the results stored by Excel for true and calculates
nothing; results of other programs it takes for true where they are numbers, but not in a shared
formula. So we sign with our own name, and `rows` writes every formula as a shared one. Excel
itself goes by `fullCalcOnLoad`, Gnumeric always calculates, its `ssconvert` with `--recalc`.
"""

from typing import Final

import xlsxwriter
from xlsxwriter.packager import Packager

from xlrnn.xlsx.manifest import SIGNATURE, SIGNATURES_BEFORE
from xlrnn.xlsx.writing.language import SpokenPackager
from xlrnn.xlsx.writing.rows import RowSheet
from xlrnn.xlsx.writing.words import QuickWords, SharedWords

_TAGS: Final = ("Application", "AppVersion")


class OwnWorkbook(QuickWords, xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook that names xlrnn as its generator, wherever programs look."""

    def name_cells(self, name: str, cells: str) -> None:
        """Define a name of some cells, which `names.checks` has found to be one everywhere."""
        self.defined_names.append([name, -1, cells, False])

    def _write_file_version(self) -> None:
        self._xml_empty_tag("fileVersion", [("appName", SIGNATURE[0])])

    def _get_packager(self) -> Packager:
        return _OwnPackager()


class _OwnPackager(SpokenPackager):
    def _write_shared_strings_file(self) -> None:
        words = SharedWords()
        words.string_table = self.workbook.str_table
        if words.string_table.count:
            words._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            words._assemble_xml_file()

    def _write_app_file(self) -> None:
        super()._write_app_file()
        written = self.filenames[-1][0]
        text = written.getvalue()
        for tag, theirs, ours in zip(_TAGS, SIGNATURES_BEFORE[0], SIGNATURE, strict=True):
            text = text.replace(f"<{tag}>{theirs}</{tag}>", f"<{tag}>{ours}</{tag}>")
        written.seek(0)
        written.truncate()
        written.write(text)


class OwnSheet(RowSheet):
    """A worksheet that takes formulas as they are.

    XlsxWriter rewrites functions that are newer than Excel 2010 with several hundred regular
    expressions for each formula, most of the time that writing takes. The sheet layer has made
    sure that there are none. If XlsxWriter renames the method, this is merely slower.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.lstrip("=")
