"""A file that cannot be checked: one clear line that says what it is, and exit code 3."""

import zipfile

import pytest

from tests.cli.workbooks import pack, parts_of, saved_by_openpyxl, with_manifest

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def ods(path, book):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")


def xlsm(path, book):
    parts = parts_of(book)
    key = "[Content_Types].xml"
    parts[key] = parts[key].replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled")
    pack(path, {**parts, "xl/vbaProject.bin": OLE})


def encrypted_part(path, book):
    pack(path, parts_of(book))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    path.write_bytes(data)


DAMAGES = {
    "absent": (lambda *_: None, "does not exist"),
    "empty": (lambda path, _: path.write_bytes(b""), "is empty"),
    "no zip": (lambda path, _: path.write_bytes(b"hello"), "does not start as a zip file"),
    "cut off": (lambda path, book: path.write_bytes(book.read_bytes()[:9000]), "is cut off"),
    "a byte short": (lambda path, book: path.write_bytes(book.read_bytes()[:-1]), "is cut off"),
    "other zip": (lambda path, _: pack(path, {"a": b"b"}), "is a zip file, but no workbook"),
    "xls": (
        lambda path, _: path.write_bytes(OLE + "Workbook\0".encode("utf-16-le") + bytes(600)),
        "is an old Excel workbook (.xls)",
    ),
    "password": (
        lambda path, _: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")),
        "is protected by a password",
    ),
    "encrypted part": (encrypted_part, "needs a password"),
    "ods": (ods, "is an OpenDocument file (.ods)"),
    "xlsm": (xlsm, "contains macros"),
    "folder": (lambda path, _: path.mkdir(), "is a folder"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("engine", ["auto", "cached"])
def test_verify_says_what_the_file_is(xlrnn, book, target, damage, engine):
    make, phrase = DAMAGES[damage]
    make(target, book)
    ran = xlrnn("verify", target, "--engine", engine)
    assert ran.code == 3
    (line,) = ran.out.splitlines()
    assert line.startswith(f"unknown: {target}")
    assert phrase in line
    assert line.count(str(target)) == 1
    assert ran.err == ""


@pytest.mark.parametrize("damage", DAMAGES)
def test_build_check_says_so_too(xlrnn, book, tmp_path, damage):
    make, phrase = DAMAGES[damage]
    make(tmp_path / "hello-forward.xlsx", book)
    ran = xlrnn("build", "hello-forward", "-o", tmp_path, "--check")
    assert ran.code == 3
    assert phrase in ran.message


NO_MANIFEST = "no xlrnn manifest"


def test_workbook_of_somebody_else(xlrnn, target, book):
    saved_by_openpyxl(book, target, lambda workbook: workbook.remove(workbook["xlrnn"]))
    ran = xlrnn("verify", target)
    assert ran.code == 3
    assert NO_MANIFEST in ran.out
    assert "--map" in ran.out


DAMAGED = {
    "no text": ("it is no JSON", ()),
    "no JSON": ("it is no JSON", ("hello",)),
    "half of it": ("it is no JSON", ('{"schema": "xlrnn/manifest/1", "lesson',)),
    "a list": ("it is no JSON object", ("[1, 2]",)),
    "a number": ("it is no JSON object", ("1e999",)),
    "deep": ("it is no JSON", ('{"schema":' + "[" * 29_000, "[" * 30_000, "[" * 30_000)),
    "deep objects": ("it is no JSON", ('{"a":' * 5_000, '{"a":' * 5_000)),
    "endless number": ("is damaged", ('{"schema": ' + "9" * 29_000 + "}",)),
    "no schema": ("it names no schema", ('{"lesson": "hello-forward", "options": {}}',)),
    "other schema": ("it names no schema", ('{"schema": "hello"}',)),
    "schema a list": ("it names no schema", ('{"schema": ["xlrnn/manifest/2"]}',)),
    "no options": (
        "it names no schema, lesson and options",
        ('{"schema": "xlrnn/manifest/1", "lesson": "hello-forward"}',),
    ),
    "lesson a list": (
        "it names no schema, lesson and options",
        ('{"schema": "xlrnn/manifest/1", "lesson": ["hello-forward"], "options": {}}',),
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_manifest(xlrnn, book, target, case):
    phrase, lines = DAMAGED[case]
    ran = xlrnn("verify", with_manifest(book, target, *lines))
    assert ran.code == 3
    assert phrase in ran.out
    assert len(ran.out) < 500


@pytest.mark.parametrize("version", ["2", "999999"])
def test_newer_manifest(xlrnn, book, target, version):
    text = f'{{"schema": "xlrnn/manifest/{version}", "lessons": []}}'
    ran = xlrnn("verify", with_manifest(book, target, text))
    assert ran.code == 3
    assert "use a newer xlrnn" in ran.out


def test_unknown_lesson(xlrnn, book, target):
    text = '{"schema": "xlrnn/manifest/1", "lesson": "goodbye", "options": {}}'
    ran = xlrnn("verify", with_manifest(book, target, text))
    assert ran.code == 3
    assert "lesson 'goodbye' is unknown: expected one of hello-forward" in ran.out


OPTIONS = {
    "units": ["0", "1000000000", "-3", "3.0", "true", '"3"', "null", "[3]", "NaN", "1e400"],
    "seed": ['"x"', "1.5", "-1", "[1]", "{}", "false"],
    "word": ['""', '"h"', "5", "null", '["h", "e", "l"]', '{"h": 1}', '"hxllo"', '"h\\ud800"'],
    "vocabulary": ['"hel"', "4", '"heloo"', '["h", "e", "l", "o"]'],
    "form": ['"other"', "1", "null", "[]"],
    "colour": ['"red"'],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in OPTIONS.items() for value in values]
)
def test_absurd_options(xlrnn, book, target, name, value):
    options = {
        "word": '"hello"', "vocabulary": '"helo"', "units": "3", "form": '"article"', "seed": "null"
    }  # fmt: skip
    options[name] = value
    inside = ", ".join(f'"{key}": {text}' for key, text in options.items())
    text = f'{{"schema": "xlrnn/manifest/1", "lesson": "hello-forward", "options": {{{inside}}}}}'
    ran = xlrnn("verify", with_manifest(book, target, text))
    assert ran.code == 3
    assert "the manifest's options are damaged" in ran.out
    assert "bug" not in ran.out


@pytest.mark.parametrize("letters", [900_000, 10_000_000])
def test_endless_word_is_refused_at_once(xlrnn, book, target, letters):
    start = '{"schema": "xlrnn/manifest/1", "lesson": "hello-forward", "options": {"word": "'
    text = start + "h" * letters + '"}}'
    pieces = [text[at : at + 30_000] for at in range(0, len(text), 30_000)]
    ran = xlrnn("verify", with_manifest(book, target, *pieces))
    assert ran.code == 3
    assert "is damaged" in ran.out or "are damaged" in ran.out
    assert len(ran.out) < 500


def test_one_bad_file_does_not_stop_the_others(xlrnn, book, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no")
    ran = xlrnn("verify", bad, book, bad)
    assert ran.code == 3
    assert [line.split()[0] for line in ran.out.splitlines()] == [
        "unknown:", "agree:", "unknown:", "unknown:",
    ]  # fmt: skip
    assert ran.out.splitlines()[-1] == "unknown: 3 workbooks: 1 agree, 2 unknown"


def test_bug_in_one_workbook_does_not_stop_the_others(xlrnn, book, monkeypatch, tmp_path):
    from xlrnn.verify import verify

    real = verify.prepare

    def prepare(path, *rest):
        if path.name == "odd.xlsx":
            raise ZeroDivisionError("oh")
        return real(path, *rest)

    monkeypatch.setattr(verify, "prepare", prepare)
    ran = xlrnn("verify", tmp_path / "odd.xlsx", book)
    assert ran.code == 3
    first, second, _ = ran.out.splitlines()
    assert "report it as a bug: ZeroDivisionError: oh" in first
    assert second.startswith("agree")
