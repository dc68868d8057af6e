"""`train translate`: it learns, goes on bit for bit, and is judged by what was held out."""

import sys
import types
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.requirements import need
from tests.tasks.run_folders import losses, same
from tests.tasks.translate.conftest import PAIRS
from xlrnn import api
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.language import END, MARKS, START, Language
from xlrnn.tasks.run import read_run
from xlrnn.tasks.train import train
from xlrnn.tasks.translate.parts import inputs, parts
from xlrnn.tasks.translate.settings import TranslateSettings
from xlrnn.tasks.translate.task import TRANSLATE
from xlrnn.text.generated_pairs import FEMININE, SUBJECTS, VERBS
from xlrnn.text.readers.pairs import Pairs


def of(*pairs):
    return Pairs([one for one, _ in pairs], [other for _, other in pairs])


def test_new_sentences_are_translated(tmp_path):
    lines = [
        f"{who} {what} {thing}\t{qui} {forms[k]} {chose}s\n"
        for k, (who, qui) in enumerate(map(str.split, SUBJECTS))
        for what, *forms in map(str.split, VERBS)
        for thing, chose in map(str.split, FEMININE)
    ]
    (tmp_path / "pairs.txt").write_text("".join(lines), encoding="utf-8")
    told = []
    train("translate", tmp_path / "run", data=tmp_path / "pairs.txt", units=24, embedding_dim=16,
          epochs=20, batch_size=16, learning_rate=0.01, verbose=0, tell=told.append)  # fmt: skip
    values = api.evaluate(tmp_path / "run").values
    assert values["exact"] > 0.8
    assert told[-1].startswith("of 29 sentences held out ")


def test_without_data_it_makes_its_own(tmp_path):
    run = train("translate", tmp_path / "run", rows=40, epochs=1, verbose=0)
    assert (run.settings.units, run.settings.seed, run.data) == (64, 0, "")
    assert api.evaluate(run.folder).count == 4


@pytest.mark.parametrize("model", ["lstm", "gru"])
@pytest.mark.parametrize("attention", ["additive", "dot", "none"])
@pytest.mark.parametrize("tokens", ["words", "characters"])
def test_every_kind_learns_and_goes_on_bit_for_bit(model, attention, tokens, small, tmp_path):
    options = {**small, "model": model, "attention": attention, "tokens": tokens, "dropout": 0.1}
    train("translate", tmp_path / "whole", **{**options, "epochs": 4})
    train("translate", tmp_path / "parts", **options)
    train("translate", tmp_path / "parts", resume=True, epochs=4, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "parts")
    curve = losses(tmp_path / "whole")
    assert curve[-1] < curve[0]
    assert len(api.predict(tmp_path / "whole", ["i see cats"])[0].translation) >= 0


def test_patience_keeps_the_best(small, tmp_path):
    told = []
    run = train("translate", tmp_path / "run", **{**small, "epochs": 200, "patience": 2},
                tell=told.append)  # fmt: skip
    assert any("the model of that epoch is kept" in line for line in told)
    best = run.model()
    x, y = inputs(parts(TRANSLATE.read(run.data, run.settings), run.settings).held_out, run.known)
    assert best.evaluate(x, y, verbose=0, return_dict=True)["accuracy"] == pytest.approx(
        api.evaluate(run.folder).values["accuracy"]
    )


def test_the_loss_is_the_mean_over_the_tokens_of_translations(trained):
    settings, known = trained.settings, trained.known
    found = parts(TRANSLATE.read(trained.data, settings), settings).held_out
    total, right, count = 0.0, 0, 0
    for pair in found:  # alone: nothing is padded
        x, y = inputs([pair], known)
        p = trained.model().predict(x)[0]
        total -= np.log(p[np.arange(len(p)), y[0]]).sum()
        right, count = right + (p.argmax(-1) == y[0]).sum(), count + len(p)
    values = api.evaluate(trained.folder).values
    assert values["loss"] == pytest.approx(total / count, rel=1e-4)
    assert values["accuracy"] == pytest.approx(right / count)


def test_exact_matches_are_those_of_predictions(trained):
    settings = trained.settings
    found = parts(TRANSLATE.read(trained.data, settings), settings).held_out
    answers = api.predict(trained.folder, [" ".join(source) for source, _ in found])
    right = [list(one.written[:-1]) == list(target) for one, (_, target) in
             zip(answers, found, strict=True)]  # fmt: skip
    evaluation = api.evaluate(trained.folder)
    assert evaluation.values["exact"] == pytest.approx(np.mean(right))
    assert (evaluation.count, evaluation.unit, evaluation.part) == (3, "sentence", "held out")


def test_judged_by_another_file(trained, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("fr,en\nje vois chats !,I see cats\nnon,you see cats\n", encoding="utf-8")
    found = api.evaluate(trained.folder, path, source="en", target="fr")
    assert (found.count, found.part, found.data) == (2, "all", str(path))
    assert found.values["exact"] == 0.5
    with pytest.raises(UsageError, match="these say how to read a file, and there is none"):
        api.evaluate(trained.folder, source="en", target="fr")


def test_without_sacrebleu_it_says_how_to_get_it(trained, monkeypatch):
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    found = api.evaluate(trained.folder)
    assert set(found.values) == {"loss", "accuracy", "exact"}
    assert found.notes == ("for BLEU and chrF: pip install 'xlrnn[bleu]'",)


def test_bleu_and_chrf_are_those_of_sacrebleu(trained, monkeypatch):
    """A stand-in for it: what it is given, and what becomes of its answer."""
    asked = []

    def measure(score):
        def measured(found, references):
            asked.append((found, references))
            return types.SimpleNamespace(score=score)

        return measured

    module = types.ModuleType("sacrebleu")
    module.corpus_bleu, module.corpus_chrf = measure(12.5), measure(34.5)
    monkeypatch.setitem(sys.modules, "sacrebleu", module)
    found = api.evaluate(trained.folder)
    assert (found.values["bleu"], found.values["chrf"], found.notes) == (12.5, 34.5, ())
    (one, (references,)), other = asked
    assert other == (one, [references])
    assert len(one) == len(references) == 3
    assert set(references) <= {target.replace(" !", "!") for _, target in PAIRS}


def test_bleu_of_the_real_sacrebleu():
    need("sacrebleu", find_spec("sacrebleu") is not None, "pip install 'xlrnn[bleu]'")
    from xlrnn.tasks.score import scores

    values = scores(["the cat sat on the mat"], [["the cat sat on the mat"]])
    assert values == pytest.approx({"exact": 1, "bleu": 100, "chrf": 100})


# What is held out.


def test_a_sentence_is_held_out_with_all_its_translations():
    pairs = of(*((f"s {k % 20}", f"t {k}") for k in range(60)))
    found = parts(pairs, TranslateSettings(validation_split=0.25))
    learned, held_out = ({tuple(source) for source, _ in side}
                         for side in (found.learned, found.held_out))  # fmt: skip
    assert (len(learned), len(held_out)) == (15, 5)
    assert not learned & held_out
    assert len(found.held_out) == 15
    other = parts(pairs, TranslateSettings(validation_split=0.25, seed=1))
    assert other.held_out != found.held_out


def test_too_long_pairs_are_left_out_and_told():
    pairs = of(("a b c", "x"), ("a", "x y z"), ("a b", "x y"), ("a", "x"))
    settings = TranslateSettings(max_length=2, validation_split=0.0)
    known = TRANSLATE.fit(pairs, settings)
    assert known.notes == ("left out 2 pairs with a side of more than 2 words (max_length)",)
    assert known.longest == 2
    assert known.source.tokens == (*MARKS, "a", "b")


def test_inputs_and_what_is_expected():
    pairs = of(("a b", "x"), ("a", "y x"))
    settings = TranslateSettings(validation_split=0.0)
    known = TRANSLATE.fit(pairs, settings)
    (sentences, written), expected = inputs(parts(pairs, settings).learned, known)
    assert sentences.tolist() == [[4, 5], [4, 0]]
    assert written.tolist() == [[START, 4, 0], [START, 5, 4]]
    assert expected.tolist() == [[4, END, 0], [5, 4, END]]


def test_rare_tokens_are_unknown():
    language = Language.of([["a", "a", "b"]], most=1)
    assert language.numbers(["a", "b", "c"]) == [4, 3, 3]
    assert language.unknown(["a", "c", "b", "c"]) == ("c", "b")


# What is as small as can be.


@pytest.mark.parametrize("text", ["a\tb\n", "a\tb c\n", "a b c\td\n"])
@pytest.mark.parametrize("units", [1, 4])
def test_one_pair(text, units, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(text)
    train("translate", tmp_path / "run", data=path, units=units, embedding_dim=units, epochs=40,
          batch_size=1, learning_rate=0.1, verbose=0)  # fmt: skip
    source, target = text.strip().split("\t")
    found = api.evaluate(tmp_path / "run")
    assert (found.part, found.count) == ("all", 1)
    (one,) = api.predict(tmp_path / "run", [source], beam=9)
    assert units == 1 or one.translation == target


def test_the_first_rows_of_a_file(small, tmp_path):
    run = train("translate", tmp_path / "run", **{**small, "rows": 3, "validation_split": 0.0})
    assert run.known.source.tokens[4:] == ("i", "see", "cats", "red", "cars", "all")


# What is refused.


def test_nothing_left():
    pairs = of(("a b", "x"), ("a", "x y"))
    with pytest.raises(InputError, match=r"all 2 pairs have a side of more than 1 word: say a"):
        parts(pairs, TranslateSettings(max_length=1))
    with pytest.raises(
        InputError, match=r"the data have 2 pairs: validation_split 0.9 leaves 0 to"
    ):
        parts(pairs, TranslateSettings(validation_split=0.9))
    with pytest.raises(InputError, match="holds 0 out, and patience 1 needs some"):
        parts(pairs, TranslateSettings(patience=1))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"attention": "some"}, "attention is 'some': expected additive, dot, none"),
        ({"tokens": "bytes"}, "tokens is 'bytes': expected words, characters"),
        ({"model": "rnn"}, "there is no model 'rnn': expected lstm, gru"),
        ({"rows": 0}, "rows is 0: expected at least 1"),
        ({"beam": 0}, "beam is 0: expected at least 1"),
        ({"source": "en", "target": "fr"}, "source and target name columns of a file"),
        ({"num_layers": 2}, "translate has no setting 'num_layers'"),
    ],
)
def test_settings_that_make_no_sense(options, message, tmp_path):
    with pytest.raises(UsageError, match=message):
        train("translate", tmp_path / "run", **options)


def test_other_pairs_than_it_began_with(small, tmp_path):
    path = tmp_path / "pairs.txt"
    path.write_bytes(small["data"].read_bytes())
    run = train("translate", tmp_path / "run", **{**small, "data": path})
    path.write_text("a\tb\n")
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        train("translate", run.folder, resume=True, epochs=9, verbose=0)
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        api.evaluate(run.folder)


def test_a_run_is_not_exported_from_one_sentence(trained, tmp_path):
    with pytest.raises(UsageError, match="is given a sentence and the beginning of its transl"):
        api.export(trained.folder, tmp_path / "book.xlsx", "i see cats")


def test_settings_are_kept(trained):
    again = read_run(Path(trained.folder))
    assert again.settings == trained.settings
    assert again.known == trained.known
