from xlrnn.article.listing import AS_PRINTED, Listing


def test_its_blocks_are_all_of_it():
    blocks = list(AS_PRINTED.blocks())
    assert len(blocks) == 15
    assert "\n\n".join(block.code for block in blocks) + "\n" == AS_PRINTED.text
    lines = AS_PRINTED.text.splitlines()
    for block in blocks:
        assert lines[block.first - 1] == block.code.splitlines()[0]
        assert all(lines[k - 1] == line for k, line in block.lines.items())
    assert [block.title for block in blocks][:2] == ["import all libraries", "load the dataset"]


def test_typed_has_usual_spaces_and_nothing_else_is_new():
    typed = AS_PRINTED.typed().text
    assert "\xa0" in AS_PRINTED.text and typed.isascii()
    assert len(typed) == len(AS_PRINTED.text)
    assert sum(a != b for a, b in zip(typed, AS_PRINTED.text, strict=True)) == 8


def test_changed_leaves_the_other_alone():
    listing = Listing("a = 1\n\nb = 2")
    assert listing.changed(("1", "3"), ("4", "5")).text == "a = 3\n\nb = 2"
    assert listing.text == "a = 1\n\nb = 2"
