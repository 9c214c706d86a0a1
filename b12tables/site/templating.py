"""Pages as templates: Jinja, autoescaped and strict, over plain data. Python chooses what is said, the template how.

Every text passes `shown` on its way in: what a cell says is shown, never obeyed. Within an attribute a text passes
the filter `attribute` instead, which makes no tags.

A line break of a template, with the spaces around it, is nothing between two tags, and one space beside a word: a
template may be indented as its reader likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from b12tables.compiler.model import Place
from b12tables.compiler.report import Translation
from b12tables.runtime.language import grouped, spoken, t
from b12tables.runtime.words import how_many
from b12tables.site.book import to
from b12tables.site.html import Html, harmless, lines, slug, text
from b12tables.site.view import Kind, Link, Quiet, Run, Strong, Words

_MACROS = {
    Link: "link",
    Words: "words",
    Run: "run",
    Quiet: "quiet",
    Strong: "strong",
    Kind: "kind",
    Place: "place",
}
"""How what can be said is written down: the macros of `said.html.j2`."""


def render(template: str, here: str, **data: Any) -> Html:
    """A template of `site/templates` with its data, for the page at the path `here`."""
    made = environment_of(spoken()).get_template(f"{template}.html.j2")
    return Html(made.render(data, here=here))


class _Breaks(Extension):
    """Line breaks of a template, as said above."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            yield Token(token.lineno, token.type, _folded(token.value)) if token.type == "data" else token


_BETWEEN_TAGS = re.compile(r"(\A|>)\s*\n\s*(?=<|\Z)")
_BREAK = re.compile(r"\s*\n\s*")


def _folded(written: str) -> str:
    return _BREAK.sub(" ", _BETWEEN_TAGS.sub(r"\1", written))


@cache
def environment_of(language: str) -> Environment:
    """The templates in a language; it must be the one that is spoken, for they are translated when first used."""
    environment = Environment(
        loader=PackageLoader(__package__),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: Markup(str(shown(value))),
        extensions=[_Breaks],
    )
    speak(environment)
    environment.filters |= {
        "attribute": _attribute,
        "join": _joined,
        "lines": lines,
        "listed": "; ".join,
        "slug": slug,
    }
    environment.globals |= {"to": to}
    return environment


def speak(environment: Environment) -> None:
    """Lets the templates of an environment say everything in the language that is spoken."""
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension(Translation)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.filters |= {"grouped": grouped, "counted": _counted}
    environment.globals |= {"_": t, "gettext": _said, "ngettext": _said_of}


def _said(words: str, /, **values: Any) -> Markup:
    """What `{% trans %}` says, each value as the page shows it."""
    told = {name: Markup(str(shown(value))) for name, value in values.items()}
    return Markup(t(words)) % told


def _said_of(one: str, more: str, number: int, /, **values: Any) -> Markup:
    return _said(one if number == 1 else more, **values)


def _counted(number: int, word: str) -> str:
    return how_many(number, word)


@cache
def _macros(language: str) -> Any:
    return environment_of(language).get_template("said.html.j2").module


def shown(value: Any) -> Html:
    """A text as the page shows it; what is HTML already stays as it is."""
    if type(value) is str:
        return text(value)
    if (macro := _MACROS.get(type(value))) is not None:
        return Html(getattr(_macros(spoken()), macro)(value))
    if isinstance(value, Html):
        return value
    return Html(value.__html__()) if hasattr(value, "__html__") else text(str(value))


def _joined(items: Iterable[Any], between: str = ", ") -> Markup:
    """Items one after the other, each as the page shows it."""
    return Markup(str(text(between))).join(Markup(str(shown(item))) for item in items)


def _attribute(value: object) -> Markup:
    """A plain text within an attribute; what has signs of HTML already would be escaped twice, and is refused."""
    if isinstance(value, (Html, Markup, *_MACROS)):
        raise TypeError(f"{value!r} is no plain text, and cannot stand in an attribute")
    return Markup(escape(harmless(str(value)), quote=True))
