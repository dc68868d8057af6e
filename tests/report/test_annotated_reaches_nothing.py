"""An annotated copy, which a teacher opens, holds nothing of a student's that reaches out."""

import zipfile

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from xlrnn.report.grades.workbook import annotate

OUT = 'INDIRECT(CHAR(39)&"http://127.0.0.1/x"&CHAR(39)&CHAR(35)&"$a.A1")'


def test_cells_names_lists_and_formats_that_reach_out_are_gone(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = f"={OUT}", "=SUM(B1:B2)"
    for holder in (book, sheet):
        for name, text in (("bad", OUT), ("good", "Sheet!$B$1")):
            holder.defined_names[name] = DefinedName(name, attr_text=text)
    for cell, text in (("B1", OUT), ("B2", "$B$1:$B$3")):
        sheet.add_data_validation(DataValidation("list", formula1=text, sqref=cell))
        sheet.conditional_formatting.add(cell, FormulaRule([f"{text}=1"]))
    book.save(tmp_path / "in.xlsx")
    result = {"right": [], "cells": [], "score": 0, "max_score": 1, "criteria": [], "notes": [],
              "reason": "", "remark": "", "own": True, "first_wrong": None}  # fmt: skip
    annotate(str(tmp_path / "in.xlsx"), result, str(tmp_path / "out.xlsx"))
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert b"INDIRECT(" not in held
    assert b"127.0.0.1" not in held
    after = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert list(after.defined_names) == list(after["Sheet"].defined_names) == ["good"]
    assert after["Sheet"]["A2"].value == "=SUM(B1:B2)"
    assert len(after["Sheet"].data_validations.dataValidation) == 1
    assert len(list(after["Sheet"].conditional_formatting)) == 1
