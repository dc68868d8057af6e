"""Whatever is wrong with a file, it is read or refused: no other error gets out."""

import io
import random
import zipfile

import pytest

from tests.text.readers.public_forms import public_forms
from xlrnn.errors import XlrnnError
from xlrnn.text.readers import read_labelled
from xlrnn.text.readers.unlabelled import read_texts

FORMS = public_forms()
PIECES = (b'"', b",", b"\n", b"\t", b"\x00", b"{", b"\xff", b"__label__")
TRIALS = 12


def damaged(data, chance):
    """Return bytes with some of them changed, lost or put in."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 30])):
        k = chance.randrange(len(out))
        how = chance.random()
        if how < 0.4:
            out[k] = chance.randrange(256)
        elif how < 0.6 and len(out) > 30:
            del out[k : k + chance.randrange(1, 20)]
        else:
            out[k:k] = chance.choice(PIECES)
    return bytes(out)


def damaged_inside(data, chance):
    """Return an archive of which one file is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == victim else part)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_it_is_read_or_refused(form, tmp_path):
    chance, path = random.Random(form.name), tmp_path / form.file
    ways = [damaged, damaged_inside] if form.content.startswith(b"PK") else [damaged]
    for trial in range(TRIALS):
        path.write_bytes(ways[trial % len(ways)](form.content, chance))
        for read in (lambda: read_labelled(path, **form.options), lambda: read_texts(path)):
            try:
                read()
            except XlrnnError as error:
                assert str(error)
