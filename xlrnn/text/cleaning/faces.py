"""Emoticons and emoji that show a feeling become the word for it.

Ordinary words, so that word vectors know them: smile, laugh, heart, sad, cry, angry, kiss, wink.
"""

import re

_EMOTICONS = {
    "smile": ":) :-) =) (: (-: (= :] :o) ^_^ ^^ :') :'-)",
    "laugh": ":d :-d =d xd x-d :-)) :))",
    "wink": ";) ;-) (; ;d ;]",
    "kiss": ":* :-* ;*",
    "tongue": ":p :-p =p ;p xp",
    "heart": "<3",
    "sad": ":( :-( =( ): )-: )= :[ :-[ </3 :c",
    "cry": ":'( :'-( ='( t_t ;_; t.t",
    "angry": ">:( >:-( :@",
    "doubt": ":/ :-/ =/ :\\ :-\\ :| :-| :s",
}
_EMOJI = {
    "smile": "😀😃😄😁😊🙂☺😇😌🤗😍🥰😎",
    "laugh": "😂🤣😆😅",
    "wink": "😉😏",
    "kiss": "😘😗😙😚💋",
    "tongue": "😛😜😝🤪",
    "heart": "❤♥💕💖💗💙💚💛💜🧡💓💞",
    "sad": "🙁☹😞😔😟😕💔",
    "cry": "😢😭😥",
    "angry": "😠😡🤬😤",
    "doubt": "🤔😐😑😒🙄",
}
_NAMES = {face: name for name, faces in _EMOTICONS.items() for face in faces.split()}
_NAMES |= {face: name for name, faces in _EMOJI.items() for face in faces}
_LONGEST_FIRST = sorted(_NAMES, key=len, reverse=True)
# A face of letters must not be the end of a word or number, as in "ab:d" or "10:d".
_FACE = re.compile(
    r"(?<![^\W_])(?:{})(?![^\W_])|{}".format(
        "|".join(re.escape(face) for face in _LONGEST_FIRST if any(map(str.isalpha, face))),
        "|".join(re.escape(face) for face in _LONGEST_FIRST if not any(map(str.isalpha, face))),
    )
)


def name_faces(piece: str) -> str:
    """Return a piece in lower case with words for faces.

    Example:
        >>> name_faces("great:)").split(), name_faces("😭😭").split(), name_faces("10:30")
        (['great', 'smile'], ['cry', 'cry'], '10:30')
    """
    return _FACE.sub(lambda found: f" {_NAMES[found[0]]} ", piece)
