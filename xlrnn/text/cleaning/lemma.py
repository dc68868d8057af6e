"""Lemmas by rule: "movies" becomes "movie", "hoping" and "hoped" become "hope".

A handful of rules and the commonest exceptions. What matters is that the forms of a word become
one, and that what they become is the word itself, so that word vectors know it.
"""

import re

_IRREGULAR = """
be: am is are was were been being
begin: began begun; break: broke broken; bring: brought; build: built; buy: bought; catch: caught
choose: chose chosen; come: came; cut: cutting; do: did done does; draw: drew drawn
drink: drank drunk; drive: drove driven; eat: ate eaten; fall: fell fallen; feel: felt
fight: fought; find: found; fly: flew flown; forget: forgot forgotten; freeze: froze frozen
get: got gotten; give: gave given; go: went gone goes; grow: grew grown; have: had has
hear: heard; hide: hid hidden; hold: held; keep: kept; know: knew known; leave: left
lose: lost; make: made; mean: meant; meet: met; pay: paid; ride: rode ridden; ring: rang rung
rise: rose risen; run: ran; say: said; see: saw seen; sell: sold; send: sent; shake: shook shaken
shoot: shot; sing: sang sung; sit: sat; sleep: slept; speak: spoke spoken; spend: spent
stand: stood; steal: stole stolen; swim: swam swum; take: took taken; teach: taught; tell: told
think: thought; throw: threw thrown; understand: understood; wake: woke woken; wear: wore worn
win: won; write: wrote written; die: dying died dies; lie: lying; tie: tying
child: children; foot: feet; man: men; mouse: mice; person: people; tooth: teeth; woman: women
life: lives; wife: wives; knife: knives; leaf: leaves; half: halves; movie: movies; cookie: cookies
good: better best; bad: worse worst; use: used using uses; add: added adding; see: seeing
shoe: shoes; bus: buses; agree: agreed agreeing; free: freed
cancel: cancelled cancelling; travel: travelled travelling
"""
_LOOK_INFLECTED = """
always news series species perhaps yes gas bus plus this thus lens christmas bless less
    morning evening nothing anything something everything thing king ring spring string wing sing
    bring during ceiling wedding boring amazing interesting exciting annoying disappointing
    hundred sacred naked red bed fed need feed seed speed indeed bleed breed weed shed sped ted
    kindred sled embed united sweden sometimes besides whereas alas canvas atlas texas
    sing sting swing sling cling fling ping ding wring viking pudding building feeling meaning
    darling sibling ms mrs paris james chris jonas twitter tired excited bored scared
    thanksgiving willing vegas media"""
_AS_THEY_ARE = frozenset(_LOOK_INFLECTED.split())
_KNOWN = {
    form: word
    for line in _IRREGULAR.replace(";", "\n").strip().splitlines()
    for word, forms in [line.strip().split(": ")]
    for form in forms.split()
}
_VOWEL = re.compile("[aeiouy]")
_SHORT = re.compile(r"^(?:qu|[^aeiou])*[aeiouy][^aeiouywx]$")  # hop, mak, lik: an e is missing
_E_MISSING = re.compile(r"(?:[^aeiou]l|at|iz|is|v|c|u|[rd]g|ang|ur|[aeof]us|os|eas|[nr]s|ir|or)$")
_E_NOT_MISSING = re.compile(
    r"(?:(?<!cr)eat|[ao]at|[aeiou]{2}l|ll|[ao]il|ou|rl|(?<!c)hang|bang|oor|our|air|[nvl]or|[ct]or)$"
)
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")


def lemma(word: str) -> str:
    """Return the form of a word that stands in dictionaries.

    Args:
        word: in lower case.

    Example:
        >>> [lemma(word) for word in ("movies", "stopped", "hoping", "working", "went", "boxes")]
        ['movie', 'stop', 'hope', 'work', 'go', 'box']
    """
    if word in _KNOWN:
        return _KNOWN[word]
    if word[-1:] not in "sdg" or len(word) < 4 or word in _AS_THEY_ARE or not word.isascii():
        return word
    if word.endswith("ing"):
        return _stem(word, word[:-3])
    if word.endswith("ied"):
        return word[:-3] + "y"
    if word.endswith("ed") and not word.endswith("eed"):
        return _stem(word, word[:-2])
    return _singular(word) if word.endswith("s") else word


def _stem(word: str, stem: str) -> str:
    """Return a verb without its ending, unless the word only looks like one."""
    if len(stem) < 2 or not _VOWEL.search(stem):
        return word
    if _DOUBLE.search(stem):
        return stem if stem in ("add", "egg", "err") else stem[:-1]
    missing = _E_MISSING.search(stem) and not _E_NOT_MISSING.search(stem)
    return stem + "e" if missing or (len(stem) > 2 and _SHORT.match(stem)) else stem


def _singular(word: str) -> str:
    """Return a word without the s of the plural or of he, she and it."""
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "oes")):
        return word[:-2]
    return word[:-1]
