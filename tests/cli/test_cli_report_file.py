"""`xlrnn verify -o FILE`: whole or not at all, and nothing of others is overwritten."""

import json
from xml.etree import ElementTree

import pytest


@pytest.mark.parametrize("form", ["text", "json", "junit", "html"])
def test_report_is_written_and_written_again(xlrnn, book, tmp_path, form):
    report = tmp_path / "new" / "folder" / "report"
    for _ in range(2):
        ran = xlrnn("verify", book, "--format", form, "-o", report)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    content = report.read_text(encoding="utf-8")
    assert content.endswith("\n")
    if form == "json":
        assert json.loads(content)["schema"] == "xlrnn/verify/1"
    elif form == "junit":
        assert ElementTree.fromstring(content).tag == "testsuites"
    elif form == "html":
        assert content.startswith("<!DOCTYPE html>")
    else:
        assert content.startswith("agree:   ")
    assert [path.name for path in report.parent.iterdir()] == ["report"]


def test_workbook_is_not_overwritten_by_its_report(xlrnn, book, target):
    target.write_bytes(book.read_bytes())
    ran = xlrnn("verify", target, "-o", target)
    assert ran.code == 2
    assert "is no report of xlrnn" in ran.message
    assert target.read_bytes() == book.read_bytes()
    assert xlrnn("verify", book, "-o", target, "--force").code == 0
    assert target.read_text().startswith("agree")


def test_exit_code_is_that_of_the_verdict(xlrnn, tmp_path):
    ran = xlrnn("verify", tmp_path / "no.xlsx", "-o", tmp_path / "report.txt")
    assert (ran.code, ran.out) == (3, "")
    assert "does not exist" in (tmp_path / "report.txt").read_text()


def test_report_into_a_folder(xlrnn, book, tmp_path):
    ran = xlrnn("verify", book, "-o", tmp_path)
    assert ran.code == 2
    assert "is a directory" in ran.err


def test_report_where_no_file_can_be(xlrnn, book, tmp_path):
    (tmp_path / "file").write_text("x")
    ran = xlrnn("verify", book, "-o", tmp_path / "file" / "report.txt")
    assert ran.code == 2
    assert f"{tmp_path / 'file'} is a file, not a folder" in ran.message


def test_a_report_as_it_once_began_is_written_again(xlrnn, book, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("agree   hello-forward.xlsx: …", encoding="utf-8")
    assert xlrnn("verify", book, "-o", report).code == 0
    assert report.read_text(encoding="utf-8").startswith("agree:   ")


def test_a_file_that_is_not_there_is_no_sentence_of_unknown_files(xlrnn, tmp_path):
    missing = tmp_path / "x.xlsx"
    ran = xlrnn("verify", missing)
    assert ran.code == 3
    assert ran.out.startswith(f"unknown: {missing} does not exist: check the name and the folder")
