"""The words of this project in the reader's language: each is written in English where it is said, and looked up here.

`t("Start again")` gives the wording of the language that is spoken; nothing but English is spoken until somebody says
so (`speaking`). A catalogue is `languages/CODE.json`: each English wording and its translation. A text of the tables
never passes through here: it is in whatever language its author wrote it.

Numbers keep the point of the sheets in every language, and are never grouped outside English: `1.234` and `1,234` mean
different numbers to different readers.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextvars import Token

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""The languages in which everything can be said."""

GROUPED = {ENGLISH: ","}
"""What stands between the thousands of a number that counts; in other languages a narrow space that breaks no line."""

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def language_of(tag: str) -> str:
    """The language of a tag (`de`, `de-AT`) in which everything can be said; English where it cannot be said in it."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH


class speaking:
    """Within it everything is said in this language; in this thread and task only."""

    __slots__ = ("_before", "_tag")

    _before: Token[str]

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def __enter__(self) -> None:
        self._before = _spoken.set(language_of(self._tag))

    def __exit__(self, *_: object) -> None:
        _spoken.reset(self._before)


def spoken() -> str:
    """The code of the language that is spoken."""
    return _spoken.get()


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Each English wording and what stands for it; empty for English."""
    if language == ENGLISH:
        return {}
    import json
    from importlib.resources import files

    text = files(__package__).joinpath("languages", f"{language}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def t(words: str, /, **values: object) -> str:
    """An English wording in the language that is spoken, its `{names}` filled in.

    Where the catalogue lacks it, it stays English: a word that can be read is better than none, and a test sees to it
    that none is lacking.
    """
    language = _spoken.get()
    said = words if language == ENGLISH else catalogue(language).get(words, words)
    return said.format_map(values) if values else said


def tn(number: int, one: str, more: str, /, **values: object) -> str:
    """One wording for a single thing, another one for any other number of them; `{n}` is the number."""
    return t(one if number == 1 else more, n=number, **values)


def grouped(number: int) -> str:
    """A number that counts something, its thousands apart."""
    return f"{number:,}".replace(",", GROUPED.get(_spoken.get(), "\u202f"))


class Later(str):
    """A text whose language is not known yet: in English until it is `told`, and then in the language that is spoken.

    What reads a sheet may look at what another place said of it, and does so in English; only who tells it to somebody
    knows in which language.
    """

    words: str
    values: Mapping[str, object]
    parts: tuple[str, ...] | None = None

    def __add__(self, other: str) -> Later:
        return strung("", (self, other))

    def __radd__(self, other: str) -> Later:
        return strung("", (other, self))


def later(words: str, /, **values: object) -> str:
    """An English wording, its `{names}` filled in, that is looked up when it is `told`; so are the values."""
    text = Later(words.format_map(values) if values else words)
    text.words, text.values = words, values
    return text


def strung(between: str, parts: Iterable[str]) -> Later:
    """Texts one behind the other, each of which is told later."""
    all_parts = tuple(parts)
    text = Later(str(between).join(all_parts))
    text.words, text.values, text.parts = between, {}, all_parts
    return text


def told(text: str) -> str:
    """A text in the language that is spoken; one that is not `Later` stays as it is."""
    if not isinstance(text, Later):
        return text
    if _spoken.get() == ENGLISH:
        return str(text)
    if text.parts is not None:
        between = told(text.words) if isinstance(text.words, Later) else text.words
        return between.join(map(told, text.parts))
    values = {name: told(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return t(text.words, **values)


def wording(words: str) -> str:
    """An English wording that is looked up where it is said, and not where it stands: marks it for the catalogue."""
    return words
