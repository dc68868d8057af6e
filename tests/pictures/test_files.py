"""Pictures from files: every form as the same colours, and what is hostile refused."""

import os
import struct
import sys
import zlib

import numpy as np
import pytest

from tests.pictures.files import pillow, plain
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.pictures import files
from xlrnn.pictures.files import inside, places_of, read_picture


@pytest.mark.parametrize("form", ["png", "bmp", "gif", "tiff", "ppm", "tga", "webp"])
def test_every_form_gives_the_same(form, tmp_path):
    image, path = pillow(), tmp_path / f"a.{form}"
    how = {"lossless": True} if form == "webp" else {}
    image.fromarray(plain("red")).save(path, **how)
    np.testing.assert_array_equal(read_picture(path), plain("red"))


def test_grey_palettes_and_other_colours(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    expected = np.repeat(grey[..., None], 3, axis=2)
    image.fromarray(grey).save(path)
    np.testing.assert_array_equal(read_picture(path), expected)
    image.fromarray(grey.astype(np.uint16) * 257).save(path)
    np.testing.assert_array_equal(read_picture(path), expected)
    image.fromarray(grey > 20).save(path)
    np.testing.assert_array_equal(read_picture(path), (expected > 20) * np.uint8(255))
    image.fromarray(plain("blue")).convert("P").save(path)
    np.testing.assert_array_equal(read_picture(path), plain("blue"))
    image.fromarray(plain("blue")).convert("CMYK").save(tmp_path / "a.tiff")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.tiff"), plain("blue"))


def test_what_can_be_seen_through_stands_on_white_paper(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    alpha = np.dstack([plain("red"), np.full((8, 8), 255, np.uint8)])
    alpha[:4, :, 3] = 0
    image.fromarray(alpha).save(path)
    found = read_picture(path)
    assert found[:4].min() == 255
    np.testing.assert_array_equal(found[4:], plain("red")[4:])
    image.fromarray(plain("red")[..., 0]).save(path, transparency=255)
    assert [read_picture(path)[k, k].tolist() for k in (0, 5)] == [[0, 0, 0], [255, 255, 255]]
    image.fromarray(plain("red")[..., 0]).save(path, transparency=0)
    assert read_picture(path)[0, 0].tolist() == [255, 255, 255]


def test_what_a_camera_turned_stands_upright(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    exif = image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    image.fromarray(plain("red")).save(path, exif=exif)
    np.testing.assert_array_equal(read_picture(path), np.rot90(plain("red"), -1))


def test_to_scale_keeps_what_is_made_of_larger_places(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    image.fromarray(plain("green").repeat(5, axis=0).repeat(5, axis=1)).save(path)
    np.testing.assert_array_equal(read_picture(path, size=8), plain("green"))
    assert read_picture(path, size=3).shape == (3, 3, 3)
    image.fromarray(plain("green")[:, :2]).save(path)
    assert read_picture(path, size=8).shape == (8, 8, 3)


# What is refused.


def bomb(width, height):
    """A PNG of a few bytes that says that it is huge."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(
            ">I", zlib.crc32(name + data))  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("sides", [(30_000, 30_000), (9_000, 9_000), (2_000_000_000, 1)])
def test_bombs_are_not_unpacked(sides, tmp_path):
    pillow()
    path = tmp_path / "a.png"
    path.write_bytes(bomb(*sides))
    with pytest.raises(InputError, match=r"a.png would have .*more than 80 million places"):
        read_picture(path, size=8)


def test_large_pictures_need_a_size(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    image.new("RGB", (700, 20)).save(path)
    with pytest.raises(InputError, match=r"a.png has 20 × 700 places, .* as in --size 64"):
        read_picture(path)
    assert read_picture(path, size=8).shape == (8, 8, 3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no picture that Pillow can read"),
        (b"<html>", "is no picture that Pillow can read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\n", "is no picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is damaged, or no picture|is no picture"),
    ],
)
def test_what_is_no_picture(content, words, tmp_path):
    pillow()
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=words):
        read_picture(path)


def test_a_picture_cut_off(tmp_path):
    image, path = pillow(), tmp_path / "a.png"
    image.fromarray(np.random.default_rng(0).integers(256, size=(64, 64, 3), dtype=np.uint8)).save(
        path
    )
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadableError, match=r"a.png is damaged, or no picture: .*; get it again"):
        read_picture(path)


def test_numbers_that_are_no_colours(tmp_path):
    image, path = pillow(), tmp_path / "a.tiff"
    image.fromarray(np.ones((8, 8), np.float32)).save(path)
    with pytest.raises(InputError, match="holds numbers that are no colours"):
        read_picture(path)


def test_what_is_no_file(tmp_path):
    pillow()
    with pytest.raises(UnreadableError, match=r"cannot read .*a.png: No such file"):
        read_picture(tmp_path / "a.png")
    with pytest.raises(UnreadableError, match="is a folder: expected a picture"):
        read_picture(tmp_path)
    with pytest.raises(UnreadableError, match="cannot read"):
        read_picture(tmp_path / "a\0.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")  # to open it would wait for ever
        with pytest.raises(UnreadableError, match="is no ordinary file: expected a picture"):
            read_picture(tmp_path / "pipe.png")


def test_a_file_too_large_to_be_one(tmp_path, monkeypatch):
    pillow()
    path = tmp_path / "a.png"
    path.write_bytes(bomb(8, 8))
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="expected a picture of at most"):
        read_picture(path)


def test_without_pillow(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(UsageError, match=r"read with Pillow: pip install 'xlrnn\[pictures\]'"):
        read_picture(tmp_path / "a.png")


# Where a name leads.


def test_names_lead_to_files_of_the_folder(tmp_path):
    (tmp_path / "Images").mkdir()
    (tmp_path / "Images" / "a.png").touch()
    (tmp_path / "b.png").touch()
    (tmp_path / "c.png").symlink_to(tmp_path / "b.png")
    places = places_of(tmp_path)
    assert inside(places, "a.png") == inside(places, "Images/a.png") == tmp_path / "Images/a.png"
    assert inside(places, "Images\\a.png") == tmp_path / "Images" / "a.png"
    assert inside(places, "b.png") == tmp_path / "b.png"
    assert inside(places, "c.png") == tmp_path / "c.png"
    assert inside(places, "d.png") is None
    assert inside(places, "d" * 5000) is None


@pytest.mark.parametrize(
    "name", ["../b.png", "/etc/passwd", "C:\\a.png", "Images/../../b.png", "..\\b.png", "\\\\x\\y"]
)
def test_names_do_not_lead_out_of_it(name, tmp_path):
    with pytest.raises(InputError, match="which leads out of this folder"):
        inside(places_of(tmp_path), name)


@pytest.mark.parametrize("linked", ["b.png", "Images"])
def test_links_do_not_lead_out_of_it(linked, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.png").touch()
    target = tmp_path / "out" / "b.png" if linked == "b.png" else tmp_path / "out"
    (tmp_path / "in" / linked).symlink_to(target)
    with pytest.raises(InputError, match="a link that leads out of this folder"):
        inside(places_of(tmp_path / "in"), "b.png")
