"""How xlrnn is cited is what the package says of itself."""

import re
import tomllib
from pathlib import Path

import xlrnn

ROOT = Path(xlrnn.__file__).parents[1]


def test_it_names_the_package_and_its_version():
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    said = dict(re.findall(r"^([\w-]+): \"?(.*?)\"?$", text, re.MULTILINE))
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert said["version"] == xlrnn.__version__
    assert said["title"] == declared["name"]
    assert said["abstract"] == declared["description"]
    assert said["license"] == declared["license"]
    assert f"  - name: {declared['authors'][0]['name']}\n" in text
    keywords = text.partition("\nkeywords:\n")[2].partition("\nreferences:")[0]
    assert re.findall(r"- (.*)", keywords) == declared["keywords"]
