"""What docs/api.md says of the Python API is so; its examples are executed with all others."""

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.docs.test_readme import README, blocks
from xlrnn import api, errors, nn
from xlrnn.commands import main
from xlrnn.tasks.caption.settings import CaptionSettings
from xlrnn.tasks.next_token.settings import TokenSettings
from xlrnn.tasks.renamed import RENAMED
from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.tasks.translate.settings import TranslateSettings

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^- `(\w+)(\([^`]*\))` ", PAGE, re.MULTILINE))
FUNCTIONS = [name for name in api.__all__ if inspect.isfunction(getattr(api, name))]


def parameters(of):
    """Name, kind and default of each argument."""
    return [(one.name, one.kind, one.default) for one in inspect.signature(of).parameters.values()]


def test_every_public_function_is_on_the_page_and_no_other():
    assert sorted(SHOWN) == sorted(FUNCTIONS)
    for name in set(api.__all__) - set(FUNCTIONS):
        assert re.search(rf"\b{name}\b", PAGE), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_what_the_page_shows(name):
    shown = eval(f"lambda {' '.join(SHOWN[name][1:-1].split())}: None", {"Path": Path})
    assert parameters(shown) == parameters(getattr(api, name))


def test_every_function_has_an_example():
    examples = "".join(blocks("python", PAGE))
    without = {"workbook", "check_rubric", "predict_file", "study"}  # they have pages of their own
    assert {name for name in FUNCTIONS if f"api.{name}(" not in examples} == without


def test_every_setting_of_a_training_is_named():
    part = PAGE[PAGE.index("The settings of `train`") : PAGE.index("## Networks")]
    kinds = (TokenSettings, SentimentSettings, TranslateSettings, CaptionSettings)
    known = {field.name for kind in kinds for field in fields(kind)}
    named = set(re.findall(r"`(\w+)`", part)) - {"train", "study"}
    assert named - {"_"} == known - {"task"}
    assert not named & RENAMED.keys()


def test_what_is_named_of_nn_is_there():
    part = PAGE[PAGE.index("## Networks") : PAGE.index("## Errors")]
    named = re.findall(r"`(\w+)`", part)
    assert {"gradcheck", "from_keras"} <= {*named}
    for name in named:
        assert name in nn.__all__, name


def test_every_error_is_there_with_its_exit_code(capsys, monkeypatch):
    shown = dict(re.findall(r"^\| `(\w+Error)` .* \| (\d) \|$", PAGE, re.MULTILINE))
    kinds = {name: kind for name, kind in vars(errors).items() if inspect.isclass(kind)}
    assert shown.keys() == kinds.keys() - {"XlrnnError"}
    for name, code in shown.items():

        def fails(*_, kind=kinds[name], **__):
            raise kind("why")

        monkeypatch.setattr(main.cli, "main", fails)
        assert main.run([]) == int(code), name
        assert capsys.readouterr().err == "xlrnn: why\n"


def test_the_readme_leads_here():
    assert "](docs/api.md)" in README
