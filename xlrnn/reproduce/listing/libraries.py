"""The listing's libraries as they are today: what of it they no longer have.

What can be told without loading them is told so: Keras and spaCy take seconds. Where one of them is
not installed there is no evidence of what is said of it.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

from xlrnn.article.listing import AS_PRINTED, Listing
from xlrnn.reproduce.evidence import Evidence, Setting
from xlrnn.reproduce.listing.running import run

OLD_PATHS: Final = (
    "keras.layers.convolutional", "keras.layers.recurrent", "keras.layers.embeddings",
    "keras.preprocessing.text",
)  # fmt: skip
TURNING: Final = ("not", "no", "never", "but")
SENTENCE: Final = "the movies were not good !"


def libraries(setting: Setting, listing: Listing = AS_PRINTED) -> Mapping[str, Evidence]:
    """Hold the listing against the Keras and the spaCy that are installed; quickly, less of it."""
    return {
        **dict(of_keras(listing)),
        **dict(of_stop_words()),
        **({} if setting.quick else dict(of_spacy(setting, listing.typed()))),
    }


def _folder(package: str) -> Path | None:
    """Return where a package is installed, without loading it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def of_keras(listing: Listing) -> Iterator[tuple[str, Evidence]]:
    """Look for the modules that the listing names."""
    folder = _folder("keras")
    if folder is None:
        return
    named = [path for path in OLD_PATHS if path in listing.text]
    gone = [path for path in named if not _has_module(folder.parent, path)]
    says = (
        f"Of {len(named)} old module paths Keras {version('keras')} lacks {len(gone)}: "
        f"{', '.join(gone) or 'none'}. `xlrnn.nn` has them."
    )
    yield "listing-old-paths", Evidence(bool(gone), says, {"named": len(named)})


def _has_module(root: Path, path: str) -> bool:
    place = root.joinpath(*path.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def of_stop_words() -> Iterator[tuple[str, Evidence]]:
    """Look for words among spaCy's stop words that turn a meaning around."""
    folder = _folder("spacy")
    if folder is None:
        return
    words = _executed(folder / "lang" / "en" / "stop_words.py").STOP_WORDS
    among = [word for word in TURNING if word in words]
    says = (
        f"Of spaCy's {len(words)} stop words {', '.join(among) or 'none'} turn around what stands "
        "beside them: without these “not good” is “good”."
    )
    yield "listing-negations-kept", Evidence("not" in among, says, {"turning": len(among)})


def _executed(path: Path) -> Any:
    """Return a module of nothing but data, without the package that it is part of."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_spacy(setting: Setting, typed: Listing) -> Iterator[tuple[str, Evidence]]:
    """Ask spaCy for what the listing asks it for, and give it to the listing's functions."""
    if _folder("spacy") is None:
        return
    import spacy

    yield "listing-spacy-today", spacy_today(spacy)
    from xlrnn.text.cleaning.with_spacy import MODEL

    if find_spec(MODEL) is not None:
        ran = run(setting, typed)
        ran.names["nlp"] = spacy.load(MODEL, exclude=["ner"])
        yield "listing-lemmas", lemmas_of(str(ran["lemmatize"](SENTENCE)))


def spacy_today(spacy: Any) -> Evidence:
    """Try the model's short name, and look for what a word had."""
    try:
        spacy.load("en")
        refused = ""
    except OSError as error:
        refused = str(error).split(".")[0]
    has_string = hasattr(spacy.blank("en")("so")[0], "string")
    name = f"refuses the name “en” ({refused})" if refused else "loads “en”"
    says = (
        f"spaCy {spacy.__version__} {name}, and a word {'still' if has_string else 'no longer'} "
        "has `string`."
    )
    return Evidence(bool(refused) and not has_string, says, {"string": int(has_string)})


def lemmas_of(made: str) -> Evidence:
    """Look at what becomes of a sentence."""
    words = made.split()
    kept = [word for word in ("the", "!") if word in words]
    says = f"With spaCy's model it makes “{made.strip()}” of “{SENTENCE}”."
    confirmed = "movie" in words and "be" in words and len(kept) == 2
    return Evidence(confirmed, says, {"words": len(words)})
