"""Words that look the same and are not: letters of other scripts, signs that nobody sees, 1 and l, 0 and O."""

from __future__ import annotations

import unicodedata

from b12tables.runtime.language import later
from b12tables.runtime.words import fold, plain

# Greek, Cyrillic, Armenian and Cherokee letters that are drawn like a Latin one, and Latin ones drawn like another
# (Unicode Technical Standard 39, the part that a keyboard or a copied text brings into a table).
_PAIRS = """
ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa ιi κk νv οo ρp υu γy ϲc ϳj ϹC ͿJ σo χx
АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ЬB аa еe оo рp сc уy хx ѕs іi јj
кk ԁd ԛq ԝw һh ӏl ӀI ԌG ԚQ ԜW ҮY үy Ѵv ѵv гr ЁË ёë ЇÏ їï
ՏS ՍU Օo օo սu հh ոn ցg զq յj ԼL
ᎠD ᎡR ᎢT ᎥI ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᏀG ᏃZ ᏒR ᏔW ᏙV ᏚS ᏞL ᏟC ᏢP ᏦK ᏴB
ıi ɩi ɑa ɡg șş țţ ȘŞ ȚŢ βß ƒf ʼ' ˈ' ꞌ' ǃ! ∣l ǀl Ƽ5 Ʒ3 ᴏo ᴜu ᴠv ᴡw ᴢz ᴄc ꜱs ʀr
0O 1l |l Il
"""
_LIKE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def skeleton(text: str) -> str:
    """What is left of a text for the eye: two texts with one skeleton look the same."""
    seen = plain(text)
    if not seen.isascii():
        seen = "".join(sign for sign in seen if not _unseen(sign))
    return fold(seen.translate(_LIKE).translate(_LIKE))


def _unseen(sign: str) -> bool:
    return (
        unicodedata.category(sign) == "Cf" or sign in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f"
    )


def difference(text: str, other: str) -> str:
    """The first signs in which two texts differ that look alike, by their names."""
    for one, two in zip(plain(text), plain(other), strict=False):
        if fold(one) != fold(two):
            return later(
                "{one} ({name}) and {two} ({name2})", one=one, name=_name(one), two=two, name2=_name(two)
            )
    longer = max(plain(text), plain(other), key=len)
    return later("a sign that nobody sees ({name})", name=_name(longer[-1]))


def _name(sign: str) -> str:
    return unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
