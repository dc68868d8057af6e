"""Small English sentences and their French translations, for whoever has no data at hand.

"she sees twenty-one green cars" is "elle voit vingt et une voitures vertes": numbers are made of
words, colours go behind their noun, and numbers and colours agree with it.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from xlrnn.arguments import check_count
from xlrnn.errors import UsageError
from xlrnn.text.readers.pairs import Pairs

SUBJECTS: Final = ("i je", "she elle", "he il", "we nous", "you vous", "they ils")
VERBS: Final = (
    "see vois voit voit voyons voyez voient",
    "count compte compte compte comptons comptez comptent",
    "find trouve trouve trouve trouvons trouvez trouvent",
    "sell vends vend vend vendons vendez vendent",
    "paint peins peint peint peignons peignez peignent",
    "want veux veut veut voulons voulez veulent",
    "draw dessine dessine dessine dessinons dessinez dessinent",
)
"""In English, then in French for each of the subjects."""
FEMININE: Final = (
    "car voiture", "house maison", "flower fleur", "table table", "apple pomme", "chair chaise",
    "key clé",
)  # fmt: skip
MASCULINE: Final = (
    "book livre", "dog chien", "cat chat", "boat bateau", "bird oiseau", "pencil crayon",
    "hat chapeau",
)  # fmt: skip
COLOURS: Final = (
    "red rouge rouge", "green vert verte", "blue bleu bleue", "black noir noire",
    "white blanc blanche", "yellow jaune jaune", "grey gris grise",
)  # fmt: skip
"""In English, then in French for a masculine and for a feminine noun."""

_ENGLISH: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ENGLISH_TENS: Final = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_FRENCH: Final = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FRENCH_TENS: Final = (
    "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt",
)  # fmt: skip
PLAIN: Final = 0.25  # the share of nouns without a colour
MOST: Final = 50_000


def generated_pairs(count: int, seed: int) -> Pairs:
    """Return sentences and their translations, no sentence twice.

    Args:
        count: how many, up to `MOST`.
        seed: of the draws; the same gives the same.

    Raises:
        UsageError: if it is no such number.

    Example:
        >>> pairs = generated_pairs(2, seed=1)
        >>> pairs.sources[0], pairs.targets[0]
        ('he sells seventy-five hats', 'il vend soixante-quinze chapeaux')
    """
    check_count("rows", count)
    if count > MOST:
        raise UsageError(f"rows is {count}: expected at most {MOST}, so that all of them differ")
    found: dict[str, str] = {}
    for source, target in _drawn(np.random.default_rng(seed)):
        found.setdefault(source, target)
        if len(found) == count:
            break
    return Pairs(list(found), list(found.values()))


def _drawn(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    while True:
        who, verb = int(rng.integers(len(SUBJECTS))), int(rng.integers(len(VERBS)))
        number, noun = int(rng.integers(1, 100)), int(rng.integers(len(FEMININE + MASCULINE)))
        colour = int(rng.integers(len(COLOURS))) if rng.random() >= PLAIN else None
        subject, french_subject = SUBJECTS[who].split()
        words, *forms = VERBS[verb].split()
        english, french = _things(number, noun, colour)
        third = "s" if subject in ("she", "he") else ""
        yield f"{subject} {words}{third} {english}", f"{french_subject} {forms[who]} {french}"


def _things(number: int, noun: int, colour: int | None) -> tuple[str, str]:
    """Return so many things of a colour in both languages."""
    feminine = noun < len(FEMININE)
    english, french = (FEMININE + MASCULINE)[noun].split()
    adjective, *forms = COLOURS[colour].split() if colour is not None else ("", "", "")
    before = f"{adjective} {english}".strip()
    if number == 1:
        article = "an" if before[0] in "aeiou" else "a"
        one = f"{in_french(1, feminine)} {french} {forms[feminine]}"
        return f"{article} {before}", one.strip()
    counted = f"{in_french(number, feminine)} {plural(french)} {plural(forms[feminine])}"
    return f"{in_english(number)} {before}s", counted.strip()


def in_english(number: int) -> str:
    """Return a number below 100 in English words.

    Example:
        >>> in_english(7), in_english(40), in_english(42)
        ('seven', 'forty', 'forty-two')
    """
    if number < 20:
        return _ENGLISH[number]
    tens, ones = divmod(number, 10)
    return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[ones]}" if ones else "")


def in_french(number: int, feminine: bool = False) -> str:
    """Return a number below 100 in French words, which ends in `une` before a feminine noun.

    Example:
        >>> in_french(21, True), in_french(71), in_french(80), in_french(99)
        ('vingt et une', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-dix-neuf')
    """
    if number == 1 and feminine:
        return "une"
    if number < 20:
        return _FRENCH[number]
    tens = number // 10
    if tens in (7, 9):
        tens -= 1
    ones = number - 10 * tens
    word = _FRENCH_TENS[tens - 2]
    if not ones:
        return word + "s" * (tens == 8)
    joined = " et " if ones in (1, 11) and tens < 8 else "-"
    return f"{word}{joined}{in_french(ones, feminine)}"


def plural(word: str) -> str:
    """Return the plural of a French word.

    Example:
        >>> plural("livre"), plural("bateau"), plural("gris"), plural("")
        ('livres', 'bateaux', 'gris', '')
    """
    if not word or word.endswith("s"):
        return word
    return word + ("x" if word.endswith("eau") else "s")
