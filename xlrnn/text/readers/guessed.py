"""What bytes that are no UTF-8 stand for, by what they can be.

Each candidate is asked how many of the letters beyond ASCII stand where its languages put them:

1. Letters with accents stand among plain Latin ones; Cyrillic words hold no Latin letter, and
   their capitals come first or everywhere.
2. Chinese, Japanese and Korean are told by their commonest characters, which make up a quarter
   of any text or more, and which the bytes of another encoding hit by chance only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LINES = 5_000
ENOUGH = 0.6  # of a candidate's letters must be in place
NEARLY_ALL = 0.9
COMMONEST = {
    "gb18030": "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着"
    "去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前"
    "所本见经头面很吃点房店酒服务",
    "big5": "的一是不了在人有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之"
    "過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見"
    "經頭面很吃點",
    "cp932": "のにはをたがでてとしれさいるなかっもこすらりまうよあくんけえそきちせつろみわおどめね"
    "だばずほやふゆへげじごべびぶぼぎぐざぞーンスルトリアイラクシドレッジタフロカ",
    "cp949": "이다는에가고의을하지한도로사기은리서자를어시나대들아그일인해정게수라있부보스었만습니"
    "전면거했요으여오주것음말무없않성없좋너네",
}
CYRILLIC = ("cp1251", "koi8-r")
_WORD = re.compile(r"[^\W\d_]+")
_CASES = re.compile(r"[A-ZЀ-Я]?[a-zа-ӿ]*|[A-ZЀ-Я]+")


@dataclass(frozen=True)
class Guess:
    """What bytes were taken for.

    Args:
        encoding: its name in Python.
        mixed: whether most of the file is UTF-8 and only some lines are not.
        why: how one knows.
    """

    encoding: str
    mixed: bool = False
    why: str = "which is what its letters look like"

    def __str__(self) -> str:
        if self.mixed:
            return "some lines are no UTF-8: their letters were taken as cp1252"
        return (
            f"it is no UTF-8 and was read as {self.encoding}, {self.why}; --encoding says another"
        )


def guess(lines: Sequence[bytes]) -> Guess:
    """Return what lines that hold bytes beyond ASCII were most likely written in.

    Example:
        >>> str(guess(["привет, как дела".encode("cp1251")]).encoding)
        'cp1251'
    """
    if len(lines) > 1 and sum(map(_is_utf8, lines)) >= NEARLY_ALL * len(lines):
        return Guess("utf-8", mixed=True)
    data = b"\n".join(lines)
    # Where several fit, the first is taken: few bytes are East Asian text by chance.
    shares = {name: _common(data, name) for name in COMMONEST}
    shares |= {"cp1252": _latin(data), **{name: _cyrillic(data, name) for name in CYRILLIC}}
    best = max(shares, key=shares.__getitem__)
    return (
        Guess(best)
        if shares[best] >= ENOUGH
        else Guess("cp1252", why="for want of anything better")
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _words_of(data: bytes, encoding: str) -> list[str]:
    """Return the words with letters beyond ASCII."""
    text = data.decode(encoding, "replace")
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _latin(data: bytes) -> float:
    """Return the share of letters with accents that stand among plain ones."""
    good = total = 0
    for word in _words_of(data, "cp1252"):
        beyond = sum(not letter.isascii() for letter in word)
        total += beyond
        if beyond * 2 <= len(word) or (len(word) <= 3 and beyond < len(word)) or len(word) == 1:
            good += beyond
    return good / total if total else 0.0


def _cyrillic(data: bytes, encoding: str) -> float:
    """Return the share of letters beyond ASCII that stand in words that are Cyrillic only."""
    good = total = 0
    for word in _words_of(data, encoding):
        total += sum(not letter.isascii() for letter in word)
        cyrillic = all("Ѐ" <= letter <= "ӿ" for letter in word)
        if cyrillic and len(word) > 1 and _CASES.fullmatch(word):
            good += len(word)
        elif cyrillic and len(word) == 1:
            total -= 1  # says nothing
    return good / total if total else 0.0


def _common(data: bytes, encoding: str) -> float:
    """Return how plainly characters are those of an East Asian text: 1 if a quarter is common."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    common = sum(letter in COMMONEST[encoding] for letter in beyond)
    return min(1.0, 4 * common / len(beyond)) if beyond else 0.0
