"""The report as JSON, field by field as its schema says, and the same facts as JUnit."""

import json
import math
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from xlrnn import api
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.formula.value import CellError
from xlrnn.names import Role
from xlrnn.provenance import as_json
from xlrnn.report.verification import json as json_report
from xlrnn.report.verification import junit
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome, Verdict
from xlrnn.verify.subject.locate import Located

# A distance that is infinite, as from 0 to 1 relatively, has no number in JSON: null.
NUMBER = (int, float, type(None))
BLOCK = {
    "name": str, "range": str, "cells": int, "matched": int, "noted": int, "mismatched": int,
    "constant": int, "missing": int, "error": int, "wrong_type": int, "borrowed": int,
    "max_abs": NUMBER, "max_rel": NUMBER, "max_ulp": NUMBER, "tolerance": (dict, type(None)),
}  # fmt: skip
CELL = {
    "cell": str, "block": str, "step": (int, type(None)), "unit": (int, type(None)), "verdict": str,
    "expected": (int, float, str, type(None)), "actual": (int, float, str, bool, type(None)),
    "formula": str, "trial": (int, type(None)),
}  # fmt: skip
ENGINE = {
    "name": str, "version": str, "recalculated": bool, "verdict": str, "reason": str,
    "cells_total": int, "cells_verified": int, "trials": int, "blocks": list,
    "not_followed": list, "not_verified": dict,
    "first_difference": (dict, type(None)),
}  # fmt: skip
PAIR = {"a": str, "b": str, "max_abs": NUMBER, "max_ulp": NUMBER}
BOOK = {
    "book": str, "verdict": str, "reason": str, "tolerance": dict, "doubts": list,
    "notes": list, "engines": list, "engine_pairs": list,
}  # fmt: skip


def check_fields(entry, fields):
    assert list(entry) == list(fields)
    for name, kind in fields.items():
        assert isinstance(entry[name], kind), name


def check_document(text):
    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    document = json.loads(text, parse_constant=refuse)
    assert list(document) == ["schema", *as_json(), "books"]
    assert document["schema"] == "xlrnn/verify/1"
    for book in document["books"]:
        check_fields(book, BOOK)
        assert book["verdict"] in {"agree", "differ", "unknown"}
        assert set(book["tolerance"]) == {"relative", "absolute", "by_column"}
        for engine in book["engines"]:
            check_fields(engine, ENGINE)
            for block in engine["blocks"]:
                check_fields(block, BLOCK)
            if engine["first_difference"] is not None:
                check_fields(engine["first_difference"], CELL)
        for pair in book["engine_pairs"]:
            check_fields(pair, PAIR)
    return document


def block_result(expected, actual, codes, role=Role.STATE):
    place = Place("page", (1,), tuple(range(1, len(expected) + 1)))
    block = Block("h", "h", "page", (1, len(expected)), ("unit", "step"), role, place=place)
    array = np.array([expected])
    formulas = {(1, column): "TANH(A9)" for column in place.columns}
    codes = np.array([codes], dtype=np.uint8)
    return BlockResult(Located(block, place), array, [actual], codes, formulas)


def verification(*blocks, name="book.xlsx"):
    engine = EngineResult("ironcalc", "1.0", True, list(blocks))
    return Verification([BookResult(name, Tolerance(), [engine])])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    (path,) = api.build(["hello-forward"], tmp_path_factory.mktemp("built"))
    return path


def test_document_of_a_right_workbook(built):
    document = check_document(json_report.render(api.verify([built])))
    (book,) = document["books"]
    (engine,) = book["engines"]
    assert (book["verdict"], book["reason"], engine["first_difference"]) == ("agree", "", None)
    assert book["tolerance"] == {
        "relative": 1e-9, "absolute": 1e-12, "by_column": False,
    }  # fmt: skip
    assert sum(block["cells"] for block in engine["blocks"]) == engine["cells_total"]
    names = [block["name"] for block in engine["blocks"]]
    assert len(names) == len(set(names)) > 50


def test_document_of_an_unreadable_workbook(tmp_path):
    document = check_document(json_report.render(api.verify([tmp_path / "no.xlsx"])))
    (book,) = document["books"]
    assert (book["verdict"], book["engines"], book["engine_pairs"]) == ("unknown", [], [])
    assert "does not exist" in book["reason"]


@pytest.mark.parametrize(
    ("expected", "actual", "verdict"),
    [
        (math.nan, 1.0, Verdict.UNVERIFIED),
        (math.inf, 1.0, Verdict.UNVERIFIED),
        (-math.inf, CellError("#NUM!"), Verdict.UNVERIFIED),
        (1.0, None, Verdict.MISSING),
        (1.0, True, Verdict.WRONG_TYPE),
        (1.0, "text\x1b[31m", Verdict.WRONG_TYPE),
        (1.0, CellError("#DIV/0!"), Verdict.ERROR),
        (1.0, 1e308, Verdict.MISMATCHED),
        (-1e308, 1e308, Verdict.MISMATCHED),
        (0.0, 5e-324, Verdict.MISMATCHED),
    ],
)
def test_values_without_a_json_number(expected, actual, verdict):
    result = verification(block_result([1.0, expected], [1.0, actual], [0, verdict]))
    text = json_report.render(result)
    assert text.isascii()
    (book,) = check_document(text)["books"]
    first = book["engines"][0]["first_difference"]
    assert first["verdict"] == verdict.label
    assert first["expected"] == (expected if math.isfinite(expected) else None)
    assert first["actual"] == actual
    assert (first["step"], first["unit"], first["cell"]) == (2, None, "page!B1")
    assert book["verdict"] == ("unknown" if verdict is Verdict.UNVERIFIED else "differ")
    suite = ElementTree.fromstring(junit.render(result))
    kind = "error" if verdict is Verdict.UNVERIFIED else "failure"
    assert len(suite.findall(f".//{kind}")) == 1


def test_numbers_keep_every_digit():
    value = 0.1 + 0.2
    result = verification(block_result([value], [value + 1e-3], [Verdict.MISMATCHED]))
    first = json.loads(json_report.render(result))["books"][0]["engines"][0]["first_difference"]
    assert (first["expected"], first["actual"]) == (value, value + 1e-3)


def test_junit_counts(built, tmp_path):
    result = api.verify([built, tmp_path / "no.xlsx"])
    root = ElementTree.fromstring(junit.render(result))
    assert (root.tag, root.get("name")) == ("testsuites", "xlrnn verify")
    right, unreadable = root.findall("testsuite")
    blocks = result.books[0].engines[0].blocks
    assert int(right.get("tests")) == len(right.findall("testcase")) == len(blocks)
    assert (right.get("failures"), right.get("errors")) == ("0", "0")
    assert (unreadable.get("tests"), unreadable.get("errors")) == ("1", "1")
    assert "does not exist" in unreadable.find("testcase/error").get("message")
    for case in root.iter("testcase"):
        assert case.get("classname")
        assert case.get("name")


def test_junit_holds_doubts_notes_and_what_is_not_verified():
    """A build server must not see green where the verdict is another one."""
    (book,) = verification(block_result([1.0], [1.0], [0])).books
    engine = replace(book.engines[0], strays=["page!T3"], given_formulas=["page!B1"])
    book = replace(book, engines=[engine], doubts=["a & b"], notes=["n <1>"])
    assert book.outcome is Outcome.DIFFER
    ran, whole = ElementTree.fromstring(junit.render(Verification([book]))).findall("testsuite")
    assert (ran.get("tests"), ran.get("skipped"), ran.get("failures")) == ("2", "1", "0")
    assert ran.find(".//skipped").get("message") == (
        "1 of 3 cells verified; not verified: formulas in inputs and weights at page!B1; "
        "formulas outside all blocks at page!T3"
    )
    assert (whole.get("tests"), whole.get("failures")) == ("2", "1")
    assert whole.find(".//failure").get("message") == "a & b"
    assert whole.find(".//system-out").text == "n <1>"
    document = check_document(json_report.render(Verification([book])))
    assert document["books"][0]["engines"][0]["not_verified"] == {
        "given": ["page!B1"], "outside": ["page!T3"],
    }  # fmt: skip


def test_junit_of_engines_that_disagree():
    pairs = [EnginePair("a", "b", 0.5, 1e15, False), EnginePair("a", "c", 0.0, 0.0, True)]
    book = BookResult("book.xlsx", Tolerance(), [], pairs)
    (suite,) = ElementTree.fromstring(junit.render(Verification([book]))).findall("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert suite.find("testcase/failure").get("message") == "up to 0.5 apart"


def test_junit_of_an_engine_that_is_missing():
    engine = EngineResult("excel", "", True, reason="not here", failed=Outcome.UNKNOWN)
    book = BookResult("book.xlsx", Tolerance(), [engine])
    root = ElementTree.fromstring(junit.render(Verification([book])))
    assert root.find(".//error").get("message") == "not here"


def test_junit_is_well_formed_whatever_a_workbook_holds():
    for sign in map(chr, [*range(0x20), 0x7F, 0x85, 0x9B, 0x202E, 0xD800, 0xFFFE, 0xFFFF]):
        actual = f"<{sign}&\"']]>"
        result = verification(
            block_result([1.0], [actual], [Verdict.WRONG_TYPE]), name=f"a{sign}.xlsx"
        )
        text = junit.render(result)
        ElementTree.fromstring(text)
        assert sign not in text.replace("\n", "") or sign == "\n"
