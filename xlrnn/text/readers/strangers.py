"""Files that hold something else than their name says, recognised by how they begin."""

from xlrnn.errors import InputError

LFS = b"version https://git-lfs.github.com/spec/"
ANNEX = (b"/annex/objects/", b"../.git/annex/objects/", b".git/annex/objects/")
PAGES = (b"<!doctype html", b"<html", b"<head")
FORMS = {
    b"<?xml": ("XML", "save it as .csv, .xlsx or .ods"),
    b"%PDF-": ("a PDF", "copy its table into a spreadsheet and save that"),
    b"\xd0\xcf\x11\xe0": ("a file of an old Office program", "save it there as .xlsx or .csv"),
    b"\x1f\x8b": ("packed by gzip", "name it .gz"),
    b"BZh": ("packed by bzip2", "name it .bz2"),
    b"\xfd7zXZ": ("packed by xz", "name it .xz"),
    b"PK\x03\x04": ("a zip archive", "name it .zip, .xlsx or .ods, whatever it is"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "unpack it first"),
    b"Rar!": ("a RAR archive", "unpack it first"),
    b"\x28\xb5\x2f\xfd": ("packed by zstd", "unpack it first"),
    b"SQLite format 3\0": ("an SQLite database", "export the table as .csv"),
    b"\x80\x04\x95": ("a Python pickle", "save it as .csv or .parquet: pickles can run programs"),
}


def refuse_strangers(head: bytes, place: str) -> None:
    """Refuse what is no data, saying what it is.

    Args:
        head: the first bytes of the file, unpacked.
        place: the file, for messages.

    Raises:
        InputError: if it is known and of no use.
    """
    if head.startswith(LFS):
        raise InputError(
            f"{place} is a pointer of Git LFS, not the data themselves: get them with `git lfs "
            "pull`, or download the file with the web page's button"
        )
    if head.strip().startswith(ANNEX):
        raise InputError(
            f"{place} is a pointer of git-annex, not the data themselves: `git annex get` it"
        )
    if head[257:262] == b"ustar":
        raise InputError(f"{place} is a tar archive: name it .tar")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    if start.startswith(PAGES):
        raise InputError(
            f"{place} is a web page, not data: "
            "download the file that the page shows, for instance by its link “raw”"
        )
    for mark, (what, advice) in FORMS.items():
        if head.startswith(mark):
            raise InputError(f"{place} is {what}, not text: {advice}")
