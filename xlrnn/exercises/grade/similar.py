"""Note which submissions are the same or similar: hints for the teacher, never a verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

Result = dict[str, Any]

# What more students than this share is not unusual; so the work grows with the course alone.
_RARE: Final = 6
# Oddities weigh 1 or 2; one of weight 1 may be chance.
_ENOUGH: Final = 2
_SHOWN: Final = 3


def tell_similar(results: list[Result]) -> None:
    """Add the notes, and take the oddities out of the results."""
    for field, words in (("fingerprint", "the same file as"), ("student", "also handed in:")):
        for group in _groups(results, field):
            for result in group:
                others = ", ".join(one["file"] for one in group if one is not result)
                _note(result, f"{words} {others[:300]}")
    pairs = _pairs(results)
    told: Counter[int] = Counter()
    for (one, other), oddities in sorted(pairs.items(), key=lambda pair: -_weight(pair[1])):
        if _weight(oddities) < _ENOUGH:
            continue
        words = "; ".join(sorted(words for _, words, _ in oddities))
        for here, there in ((one, other), (other, one)):
            if told[here] < _SHOWN:
                told[here] += 1
                file = results[there]["file"]
                _note(results[here], f"similar to {file}: {words} (a hint, no proof)")
    for result in results:
        result.pop("traits", None)


def _groups(results: Sequence[Result], field: str) -> Iterator[list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        if result[field]:
            groups.setdefault(result[field], []).append(result)
    return (group for group in groups.values() if len(group) > 1)


def _pairs(results: Sequence[Result]) -> dict[tuple[int, int], list[Any]]:
    """Return the rare oddities that two students share, by the numbers of their submissions."""
    holders: dict[str, list[int]] = {}
    known: dict[str, Any] = {}
    for number, result in enumerate(results):
        for oddity in result.get("traits", ()):
            known[oddity[2]] = oddity
            holders.setdefault(oddity[2], []).append(number)
    pairs: dict[tuple[int, int], list[Any]] = {}
    for digest, numbers in holders.items():
        if len({_whose(results[number]) for number in numbers}) > _RARE:
            continue
        for one, other in combinations(numbers[: 2 * _RARE], 2):
            if _strangers(results[one], results[other]):
                pairs.setdefault((one, other), []).append(known[digest])
    return pairs


def _whose(result: Result) -> str:
    return str(result["student"] or result["file"])


def _strangers(one: Result, other: Result) -> bool:
    """Tell whether two submissions are of two students, and not the same file."""
    return _whose(one) != _whose(other) and one["fingerprint"] != other["fingerprint"]


def _weight(oddities: Sequence[Any]) -> int:
    return sum(weight for weight, _, _ in oddities)


def _note(result: Result, words: str) -> None:
    result["notes"] = [*result["notes"], words]
