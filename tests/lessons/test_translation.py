"""The lesson `translation`: the model, its words, and what a reader types to see it follow."""

import numpy as np
import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from tests.requirements import require
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.translation.lesson import ALL, Translation
from xlrnn.lessons.translation.trained import MODEL, trained
from xlrnn.tasks.translate.decoding import TranslationDecoder
from xlrnn.text.generated_pairs import generated_pairs
from xlrnn.verify.verify import verify

GREEN = "She sees three green cars"
FEW = {"words": "6", "steps": "6"}
# Sentences, and what is typed into the yellow cells of the attention.
TYPED = {
    "it must look there": ("(SHE) sees; three…GREEN\ncars!", {1: "CARS", 3: "green"}),
    "unknown words": ("Anna sees qwertz 😀 cars", {0: "boats", 1: "*", 2: "<5", 3: 3}),
    "nothing": (None, {}),
    "a number": (2012, {0: 2012}),
    "too long, and twice the same": ("three green three cars and three more cars", {2: "three"}),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The lesson with few words, which is read quickly."""
    return api.build(["translation"], tmp_path_factory.mktemp("built"), settings=FEW)[0]


def typed(book, sentence, forced, to):
    """Type a sentence, and words at which the decoder must look."""
    workbook = openpyxl.load_workbook(book)
    sheet, area = next(workbook.defined_names["sentence"].destinations)
    cells = [(workbook[sheet][area.replace("$", "")], sentence)]
    sheet, area = next(workbook.defined_names["attention_forced"].destinations)
    (row,) = workbook[sheet][area.replace("$", "")]
    for cell, text in [*cells, *((row[t], text) for t, text in forced.items())]:
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"
    workbook.save(to)
    workbook.close()
    return to


def shown(sentence=GREEN, forced=None, **options):
    lesson = Translation(**options)
    cells = ["" if forced is None else forced.get(t, "") for t in range(lesson.steps)]
    changed = {"sentence": texts([sentence]), "attention_forced": texts(cells).T}
    return lesson.calculate({**lesson.inputs(), **changed})


def written(sentence=GREEN, forced=None, **options):
    return shown(sentence, forced, **options)["written"][0, 0]


@pytest.mark.parametrize("engine", ["ironcalc", "libreoffice"])
def test_whatever_is_typed_is_followed_and_verified(book, tmp_path, engine):
    require(engine)
    kinds = TYPED if engine == "ironcalc" else {kind: TYPED[kind] for kind in [*TYPED][:2]}
    changed = [typed(book, *what, tmp_path / f"{k}.xlsx") for k, what in enumerate(kinds.values())]
    for kind, result in zip(kinds, verify(changed, [engine], vary=0).books, strict=True):
        assert result.outcome == "agree", (kind, result.reason or result.engines[0])


CHANGES = {
    "decoder_fed": lambda first, cell: Translator(first.value, first.coordinate).translate_formula(
        cell.coordinate
    ),
    "answer_so_far": lambda _, cell: cell.value.replace('"<end>"', '"<start>"'),
    "attention_pointed": lambda _, cell: cell.value.replace(",1,0)", ",0,0)"),
}


@pytest.mark.parametrize("block", CHANGES)
def test_a_loop_that_goes_another_way_is_found(book, tmp_path, block):
    """The start mark goes in at every step, the end mark is written, what is typed is not heard."""
    path = typed(book, GREEN, {1: "cars"}, tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet, area = next(workbook.defined_names[block].destinations)
    rows = workbook[sheet][area.replace("$", "")]
    for cell in (cell for row in rows for cell in row[1:]):
        before, cell.value = cell.value, CHANGES[block](rows[0][0], cell)
        assert cell.value != before
    workbook.save(path)
    workbook.close()
    (result,) = verify([path]).books
    assert result.outcome == "differ"
    assert result.engines[0].first_difference.block == block


def sentences(count, seed):
    """Sentences of the language of the lesson, and their translations."""
    pairs = generated_pairs(20 * count, seed)
    some = zip(pairs.sources, pairs.targets, strict=True)
    return [(one, other) for one, other in some if "-" not in one + other and " et " not in other][
        :count
    ]


def test_it_translates_as_it_should_and_as_the_model_itself_does():
    pairs = sentences(60, seed=9)
    known = trained().known
    numbers = [known.source.numbers(source.split()) for source, _ in pairs]
    of_model = TranslationDecoder(trained().model).translate(numbers, 8)
    right = 0
    for (source, target), one in zip(pairs, of_model, strict=True):
        found = shown(source)
        names = [known.target.tokens[k] for k in one.numbers]
        assert found["written"][0, 0] == " ".join(names)
        words, read = len(names) + one.ended, len(source.split())
        here = found["attention_steered"][:read, :words].T
        np.testing.assert_allclose(here, one.attention, atol=1e-6)
        right += found["written"][0, 0] == target
    assert right >= 0.95 * len(pairs)


@pytest.mark.parametrize("sentence", ["anna sees three green cars", "she qwertz qwertz", "x"])
def test_unknown_words_are_taken_for_the_mark_as_the_task_takes_them(sentence):
    known = trained().known
    (one,) = TranslationDecoder(trained().model).translate(
        [known.source.numbers(sentence.split())], 8
    )
    assert written(sentence) == " ".join(known.target.tokens[k] for k in one.numbers)


def test_where_it_must_look_attention_is_1_and_twice_the_word_two_halves():
    found = shown(GREEN, {3: "Green", 4: "qwertz"})
    assert found["attention_steered"][:, 3].tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    free = shown(GREEN, {3: "green"})["attention_steered"]
    assert np.array_equal(found["attention_steered"][:, 4], free[:, 4])
    twice = shown("three green three cars", {0: "three"})["attention_steered"][:, 0]
    assert twice.tolist() == [0.5, 0, 0.5, 0, 0, 0, 0, 0]


def test_behind_the_end_mark_nothing_goes_in_and_nothing_comes_out():
    found = shown("she sees three cars")
    assert found["answer_came_out"][0].tolist()[4:] == ["<end>", "", "", ""]
    assert found["decoder_writing"][0].tolist() == [1] * 5 + [0] * 3
    assert found["decoder_fed"][0, 5:].tolist() == found["answer_chosen"][0, 5:].tolist() == [0] * 3
    assert (found["attention_context"][:, 5:] == 0).all()
    assert found["fed_word"][0, :2].tolist() == ["<start>", "elle"]


@pytest.mark.parametrize(("sentence", "rests_on", "ended"), [
    (GREEN, "known words", "ended"),
    ("", "nothing: no word was read", "ended"),
    ("Anna sees", "words, some of them unknown", None),
    ("she sees a green car " * 3, "its first words: there is no room for the rest", None),
])  # fmt: skip
def test_the_sheet_says_what_the_translation_rests_on(sentence, rests_on, ended):
    found = shown(sentence)
    assert found["understood"][0, 0] == rests_on
    assert ended in (None, found["ended"][0, 0])
    assert bool(found["written"][0, 0]) == bool(sentence)


def test_a_translation_that_has_no_room_is_cut_off():
    lesson = Translation("she sees", 2)
    found = lesson.calculate(lesson.inputs())
    assert found["ended"][0, 0] == "cut off: the steps are over"
    assert len(found["written"][0, 0].split()) == 2


def test_of_few_words_those_of_the_sentence_and_its_translation_are_there():
    lesson = Translation("i count eleven grey pencils", words=2)
    inputs = lesson.inputs()
    assert {"count", "eleven", "pencils", "<unknown>"} <= set(inputs["english_token"][:, 0])
    assert {"compte", "onze", "crayons", "gris", "<end>"} <= set(inputs["french_token"][:, 0])
    assert max(map(len, (inputs["english_token"], inputs["french_token"]))) < 16
    assert lesson.calculate(inputs)["written"][0, 0] == "je compte onze crayons gris"
    everything = Translation().inputs()
    assert len(everything["french_token"]) == ALL + 4 == len(trained().known.target)
    assert len(everything["english_token"]) == len(trained().known.source)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"steps": 1}, "steps is 1: expected 2 to 16"),
        ({"words": 112}, "words is 112: expected 2 to 111"),
        ({"sentence": " ?! "}, "the sentence is empty: expected at least one word"),
        ({"sentence": "a\x07b"}, r"the input has the character '\\x07' at position 2"),
        (
            {"sentence": "she sees a green car and a red one"},
            "the sentence has 9 words: expected at most 8; give a shorter one, or more steps",
        ),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(UsageError, match=message):
        Translation(**options)


def test_colours_show_attention_and_grey_what_no_word_stands_for(book):
    page = openpyxl.load_workbook(book)["attention"]
    rules = {
        str(cells.sqref): kinds for cells, kinds in page.conditional_formatting._cf_rules.items()
    }
    shades = [kinds for kinds in rules.values() if kinds[0].operator == "greaterThanOrEqual"]
    assert len(shades[0]) == 4
    (quiet,) = [kinds for kinds in rules.values() if kinds[0].type == "expression"]
    assert quiet[0].formula[0].endswith('$5=""')


def test_the_file_of_the_model_is_small():
    assert MODEL.stat().st_size < 2_000_000
