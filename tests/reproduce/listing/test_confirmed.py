"""What the ledger records of the listing is found; see `test_broken.py` for where it is not."""

import pytest

from xlrnn.article.claims.claim import Verdict
from xlrnn.article.claims.keras import CLAIMS
from xlrnn.errors import InputError
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.listing import files, learning
from xlrnn.reproduce.listing.data import data
from xlrnn.reproduce.listing.libraries import lemmas_of, libraries, spacy_today
from xlrnn.reproduce.listing.model import model
from xlrnn.reproduce.listing.printed import printed
from xlrnn.reproduce.listing.vectors import vectors
from xlrnn.text.generated import generated_tweets, write_sentiment140

OF_LEARNING = ("tells-tweets", "not-best", "shallow-reason", "play")


def recorded(check):
    return [claim.name for claim in CLAIMS if claim.check == f"listing.{check}"]


def test_each_claim_has_a_name_of_its_own():
    assert len({claim.name for claim in CLAIMS}) == len(CLAIMS) > 40
    for claim in CLAIMS:
        assert claim.name.startswith("listing-")
        assert bool(claim.because) == (claim.verdict is not Verdict.HOLDS)


@pytest.mark.parametrize("check", [printed, data, vectors])
def test_what_is_recorded_is_found(setting, check):
    found = check(setting)
    assert sorted(found) == sorted(recorded(check.__name__))
    (file,) = {link.file for one in found.values() for link in one.links}
    said = (setting.folder / file).read_text()
    assert "  27      for w in sentence:\n" in said
    assert "→ IndentationError: unexpected indent" in said and said.count("→ runs") == 14
    assert {name: one.says for name, one in found.items() if not one.confirmed} == {}


def test_what_is_recorded_of_the_network_is_found(setting, monkeypatch):
    """All but what is learned, for which there are too few tweets; see `test_learning.py`."""
    monkeypatch.setattr(learning, "ENOUGH_QUICKLY", 60)
    found = model(setting)
    assert sorted(found) == sorted(recorded("model"))
    unfound = {name for name, one in found.items() if not one.confirmed}
    assert unfound <= {f"listing-{name}" for name in OF_LEARNING}
    (table,), (plot,) = found["listing-tells-tweets"].tables, found["listing-tells-tweets"].plots
    assert [row[0] for row in table.rows][:3] == [
        "most frequent class", "naive Bayes", "as printed",
    ]  # fmt: skip
    assert {len(line.y) for line in plot.lines} == {10}


def test_the_same_seed_gives_the_same_numbers(setting):
    first, second = data(setting), data(setting)
    assert {name: one.numbers for name, one in first.items()} == {
        name: one.numbers for name, one in second.items()
    }


def test_the_user_s_tweets_are_read_as_they_are(tmp_path):
    path = tmp_path / "own.csv"
    write_sentiment140(path, generated_tweets(2_000, seed=3))
    assert files.files(Setting(tmp_path / "a", data=path)).tweets == path
    found = data(Setting(tmp_path / "b", quick=True, data=path))
    assert all(one.confirmed for one in found.values())
    assert found["listing-amount"].numbers["rows"] == 2_000


def test_a_table_of_another_form_is_brought_into_it(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("label\ttext\n" + "positive\tso good\nnegative\tso bad\n" * 9)
    made = files.files(Setting(tmp_path, data=path)).tweets
    assert made.read_text().splitlines()[0].startswith('"0",')
    assert len(made.read_text().splitlines()) == 18


def test_too_few_tweets_are_refused(tmp_path):
    path = tmp_path / "few.csv"
    write_sentiment140(path, generated_tweets(20))
    with pytest.raises(InputError, match=r"few\.csv: block \d+ of the article's listing does not"):
        data(Setting(tmp_path, data=path))


def test_of_what_is_not_installed_nothing_is_said(setting, monkeypatch):
    assert set(libraries(setting)) <= set(recorded("libraries"))
    monkeypatch.setattr("xlrnn.reproduce.listing.libraries.find_spec", lambda _: None)
    assert libraries(setting) == {}
    assert libraries(Setting(setting.folder)) == {}


def test_a_library_that_has_it_all_is_not_called_newer(setting, tmp_path, monkeypatch):
    for name in ("layers/convolutional", "layers/recurrent", "layers/embeddings",
                 "preprocessing/text"):  # fmt: skip
        path = tmp_path / "keras" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    place = "xlrnn.reproduce.listing.libraries"
    monkeypatch.setattr(f"{place}.version", lambda _: "2.1")
    monkeypatch.setattr(
        f"{place}._folder", lambda name: tmp_path / "keras" if name == "keras" else None
    )
    assert not libraries(setting)["listing-old-paths"].confirmed
    (tmp_path / "keras" / "layers" / "recurrent.py").unlink()
    assert libraries(setting)["listing-old-paths"].confirmed


class Spacy:
    """What the check asks of spaCy, as it was or as it is."""

    def __init__(self, version):
        self.__version__, self.old = version, version.startswith("2")

    def load(self, name):
        if not self.old:
            raise OSError(f"[E941] Can't find model {name!r}. It looks like a shortcut.")

    def blank(self, _):
        return lambda _: [type("Word", (), {"string": "so "} if self.old else {})()]


def test_spacy_as_it_was_and_as_it_is():
    assert spacy_today(Spacy("3.8")).confirmed
    assert not spacy_today(Spacy("2.0")).confirmed


def test_lemmas_keep_stop_words_and_marks():
    assert lemmas_of(" the movie be not good !").confirmed
    assert not lemmas_of(" movie be not good").confirmed
    assert not lemmas_of(" the movies were not good !").confirmed
