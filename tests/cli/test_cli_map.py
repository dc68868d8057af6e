"""`xlrnn map`: what it prints and writes, and its exit codes."""

from tests.verify.drafting.layouts import LAYOUTS, write
from xlrnn.commands.main import run


def test_a_map_is_written_and_verifies(tmp_path, capsys):
    book = write(tmp_path / "book.xlsx", LAYOUTS["lstm_one_unit_a_row"]())
    target = tmp_path / "map.toml"
    assert run(["map", str(book), "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert said == f"wrote {target}: lstm (lstm); 24 of 24 formula cells\n"
    assert run(["verify", "--map", str(target), str(book), "--vary", "0"]) == 0
    assert "24 of 24 cells verified" in capsys.readouterr().out


def test_without_o_the_map_is_printed(tmp_path, capsys):
    book = write(tmp_path / "book.xlsx", LAYOUTS["lstm_one_unit_a_row"]())
    assert run(["map", str(book)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("# Drafted by xlrnn map from book.xlsx: 24 of 24 formula cells of cell.")
    assert '\nkind = "lstm"\n' in said


def test_a_file_that_is_there_stays(tmp_path, capsys):
    book = write(tmp_path / "book.xlsx", LAYOUTS["lstm_one_unit_a_row"]())
    target = tmp_path / "map.toml"
    target.write_text("mine", encoding="utf-8")
    assert run(["map", str(book), "-o", str(target)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(["map", str(book), "-o", str(target), "--force"]) == 0
    assert run(["map", str(book), "-o", str(book), "--force"]) == 2
    assert "is the workbook itself" in capsys.readouterr().err


def test_exit_codes_of_what_cannot_be_mapped(tmp_path, capsys):
    book = write(tmp_path / "book.xlsx", {"s": {"A1": 1}})
    assert run(["map", str(book)]) == 3
    assert run(["map", str(tmp_path / "none.xlsx")]) == 3
    assert run(["map", str(book), "--sheet", "t"]) == 2
    assert run(["map", "workbooks/hello-forward.xlsx"]) == 2
    assert "Traceback" not in capsys.readouterr().err
