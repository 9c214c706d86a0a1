"""The words of the cell grammar in other languages: `bowel oder menstrual`, `mindestens 18`, `inconnu`.

Labels and values are in whatever language the sheets are in; the words between them are English. Nothing here decides
what a cell means: a text is offered in English only where the grammar reads it then.
"""

from __future__ import annotations

import re
from functools import cache

_IN_ENGLISH = {
    "or": "oder|beziehungsweise|bzw.|bzw|ou|oppure|o|of|eller|tai|lub|albo|nebo|alebo|vagy|sau|ili|или|veya|ή",
    "and": "und|sowie|et|y|e|en|och|og|oraz|a|i|és|și|ve|и|και",
    "not": "nicht|keine|kein|pas|niet|geen|inte|ikke|ei|nie|nem|nu|не",
    "unknown": (
        "unbekannt|nicht bekannt|inconnue|inconnu|desconocida|desconocido|desconhecida|desconhecido|sconosciuta|"
        "sconosciuto|non noto|non nota|onbekend|niet bekend|okänt|okänd|ukjent|ukendt|tuntematon|nieznane|nieznany|"
        "neznámé|ismeretlen|necunoscut|nepoznato|неизвестно|bilinmiyor"
    ),
    "known": "bekannt|connue|connu|conocida|conocido|conhecida|conhecido|nota|noto|bekend",
    "yes": "ja|jawohl|oui|sí|si|sì|sim|tak|ano|igen|да|evet|kyllä",
    "no": "nein|non|não|nee|nej|nei|нет|hayır",
    "any": "beliebig|egal|jede|jeder|jedes|indifférent|cualquiera|qualsiasi|qualquer|willekeurig",
    "includes": "enthält|contient|incluye|contiene|bevat",
    "excludes": "enthält nicht|ne contient pas|no incluye|non contiene|bevat niet",
    "at least": (
        "mindestens|wenigstens|zumindest|au moins|al menos|por lo menos|pelo menos|almeno|minstens|ten minste|"
        "minst|mindst|vähintään|co najmniej|ab|vanaf|à partir de|desde|da"
    ),
    "at most": (
        "höchstens|maximal|au plus|au maximum|como máximo|al massimo|no máximo|hoogstens|ten hoogste|högst|højst|"
        "enintään|co najwyżej"
    ),
    "more than": (
        "mehr als|größer als|groesser als|höher als|älter als|länger als|plus de|supérieur à|más de|mas de|mayor que|"
        "più di|maggiore di|mais de|maior que|meer dan|groter dan|mer än|mere end"
    ),
    "less than": (
        "weniger als|kleiner als|niedriger als|jünger als|kürzer als|moins de|inférieur à|menos de|menor que|meno di|"
        "minore di|minder dan|kleiner dan|mindre än|mindre end"
    ),
    "over": "über|ueber|oberhalb|au-dessus de|por encima de|sopra|boven|över",
    "under": "unter|unterhalb|en dessous de|por debajo de|sotto|onder",
    "up to": "bis zu|bis|jusqu'à|hasta|fino a|até|tot",
    "between": "zwischen|entre|tra|fra|tussen|mellan|mellem",
    "from": "von|de|van",
    "to": "à",
}
"""What stands in cells for each English word; the longest that fits counts."""

_NUMERIC_TO = re.compile(
    r"(?<=\d)(\s*[^\W\d]*\s+)(?:bis(?: zu)?|jusqu'à|hasta|fino a|até|tot|a|till)(?=\s+\d)", re.IGNORECASE
)
"""Between two numbers the same words mean `to`."""


def in_english(text: str) -> str:
    """A text with the words of the grammar in English; the same text where it has none of another language."""
    text = _NUMERIC_TO.sub(r"\1to", text)
    return _words().sub(lambda match: _english()[match[0].casefold()], text)


@cache
def _english() -> dict[str, str]:
    words = ((word, english) for english, others in _IN_ENGLISH.items() for word in others.split("|"))
    return {word.casefold(): english for word, english in words}


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_english(), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'-])", re.IGNORECASE)


@cache
def joints() -> re.Pattern[str]:
    """What may stand between the values of a list: signs, and the words for *and* and *or* of several languages."""
    words = ["and", "or", *_IN_ENGLISH["or"].split("|"), *_IN_ENGLISH["and"].split("|")]
    spelled = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"\s*(?:[&+/;,\n•·]|(?<![\w-])(?:{spelled})(?![\w-]))\s*", re.IGNORECASE)
