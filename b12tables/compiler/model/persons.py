"""Who is named in a cell: whether anybody is, and whether two cells name two persons.

Where that is in doubt it is nobody, or one person: what two persons must say is then asked for once more.
"""

from __future__ import annotations

import re
import unicodedata

from b12tables.runtime.words import fold


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words_of(
    """
    adv advocate apotheker apothekerin bsc consultant dds dipl diplom dm docteur doctor doctora doctors doktor
    don dott dottor dottore dottoressa dozent dozentin dr dra drs esq frau frcp frcpath fru gp gpin hab herr
    herrn hon hr ing ingenieur jr junior lady lic lord ma madame mag magister mba mbbs mbchb md med mevr miss
    mlle mme monsieur mph mr mrcp mrs ms msc mx nat np nurse pa pd pharm pharmd phd phil physician prim priv
    privatdozent privatdozentin prof professor professorin rer rn sci senior senor senora sig signor signora
    sir sister sr sra univ
    """
)
"""Words before and behind a name that tell no two persons apart."""

NOBODY = _words_of(
    """
    am another any anybody anyone as assigned be below by colleague confirmed dash decided defined derselbe
    determined dieselbe ditto else empty every everybody everyone filled found idem in is keine keiner known
    later me missing myself name named nicht nil nn no nobody noch none not offen open other out pending
    person same second self signature somebody someone still tba tbc tbd team the to todo together unbekannt
    unclear und unknown unnamed vacant xx xxx yes yet zu
    """
)
"""Words that name nobody, also several of them: *to be named*, *not yet known*, *the same person*."""

ABBREVIATED_NOBODY = frozenset({"na", "nn", "ka"})
"""Letters that stand in a cell where nobody is named, with signs between them or without: *n/a*, *N. N.*"""

SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
"""How a letter with two dots is written where there is no key for it, and the letter without them."""


def names_somebody(person: str) -> bool:
    """Whether a cell names a person."""
    return bool(_words(person))


def two_persons(one: str, other: str) -> bool:
    """Whether two cells name two persons.

    One name with a title, in another order, without its first name, with an initial or an abbreviation, as initials
    only, or without the signs on its letters is the same one.
    """
    few, many = sorted((_words(one), _words(other)), key=len)
    if not few or all(any(_alike(word, own) for own in many) for word in few):
        return False
    return not _are_initials(few, many) and not _are_initials(many, few)


def _words(person: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without titles, with the full stop of an abbreviation; none where it
    names nobody.
    """
    found = re.findall(r"[^\W\d_]+\.?", _plain(person))
    words = tuple(word for word in found if word.rstrip(".") not in TITLES)
    bare = [word.rstrip(".") for word in words]
    return () if "".join(bare) in ABBREVIATED_NOBODY or NOBODY.issuperset(bare) else words


def _plain(person: str) -> str:
    """A name folded, its letters without signs."""
    letters = unicodedata.normalize("NFD", fold(person).replace("ß", "ss").replace("ø", "o"))
    text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for written, letter in SPELLINGS:
        text = text.replace(written, letter)
    return text


def _alike(word: str, other: str) -> bool:
    """Whether two words may be one name: an initial or an abbreviation stands for all that begin with it."""
    short, long = sorted((word, other), key=lambda each: len(each.rstrip(".")))
    bare = short.rstrip(".")
    cut = len(bare) == 1 or short.endswith(".")
    return bare == long.rstrip(".") or (cut and long.startswith(bare))


def _are_initials(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a single word is made of the first letters of a name."""
    if len(words) != 1 or len(name) < 2:
        return False
    letters, left = words[0].rstrip("."), [word[0] for word in name]
    for letter in letters:
        if letter not in left:
            return False
        left.remove(letter)
    return True
