"""The words of a template in the reader's language: what it says in English is looked up where it is compiled.

A text between tags, and the value of an attribute that people read, is a message by itself, without the signs around
it; so a template is written in plain English. What a value stands in the middle of, and another language would say in
another order, is `{% trans %}`; a word within an expression is `_("word")`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from jinja2 import Environment, nodes
from jinja2.ext import Extension, extract_from_ast
from jinja2.lexer import Token, TokenStream

from b12tables.runtime.language import ENGLISH, spoken, t
from b12tables.runtime.words import EMPTY_SET, NO_RESULT, NO_ROWS, NOT_KNOWN

READ = ("alt", "aria-label", "content", "label", "placeholder", "summary", "title")
"""The attributes that people read."""

_SAID = re.compile(rf"""(?<![\w-])({"|".join(READ)})="([^"{{}}]*)\"""")
_SILENT = re.compile(r"<(?:meta|script|style)\b")
_AROUND = re.compile(r"(?s)([\s:;,()·→–●◌○]*)(.*?)([\s:;,(·→–]*)")
_LETTER = re.compile(r"[^\W\d_]")
_ENTITY = re.compile(r"&#?\w+;")

SHARED = frozenset(
    {EMPTY_SET, NO_RESULT, NO_ROWS, NOT_KNOWN, *("yes", "no", "rounded ", "at least ", "at most ")}
    | {"Please look at the entries", "Do now", "Next check", "Do not", "Ask", "Sources differ"}
    | {"statement", "conflict", "inference", "other guidance", "unmarked"}
)
"""What scripts and the runtime say by the same words, and the scripts not within `say`."""

Say = Callable[[str], str]


class Scanner:
    """The texts of a template one after the other, with what is known of the tag that one of them may have begun."""

    def __init__(self, say: Say) -> None:
        self.say, self.inside = say, False

    def data(self, text: str) -> str:
        """A piece of a template between its expressions, with what it says as `say` says it."""
        found, place = [], 0
        while place < len(text):
            at = text.find(">" if self.inside else "<", place)
            end = len(text) if at < 0 else at + self.inside
            piece = text[place:end]
            found.append(self._attributes(piece) if self.inside else said(piece, self.say))
            self.inside = self.inside if at < 0 else not self.inside
            place = end
        return "".join(found)

    def _attributes(self, piece: str) -> str:
        if _SILENT.match(piece):
            return piece
        return _SAID.sub(lambda found: f'{found[1]}="{said(found[2], self.say)}"', piece)


def said(text: str, say: Say) -> str:
    """A text with its words as `say` says them: what stands around them stays."""
    if not _LETTER.search(_ENTITY.sub("", text)):
        return text
    found = _AROUND.fullmatch(text)
    assert found is not None
    return f"{found[1]}{say(found[2])}{found[3]}"


class Translation(Extension):
    """Texts of a template in the language that is spoken when it is compiled."""

    priority = 110  # behind whoever folds line breaks

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        return stream if (stream.name or "").endswith(".css") else translated(stream, t)


def _as_it_is(words: str) -> str:
    return words


def translated(stream: Iterator[Token], say: Say) -> Iterator[Token]:
    """The tokens of a template, its texts outside `{% trans %}` as `say` says them."""
    scanner, block, whole = Scanner(say), False, False
    for token in stream:
        if block and token.type == "name" and token.value in ("trans", "endtrans"):
            whole = token.value == "trans"
        block = token.type == "block_begin"
        if token.type == "data":
            scanner.say = _as_it_is if whole else say
            token = Token(token.lineno, token.type, scanner.data(token.value))
        yield token


_IN_SCRIPT = re.compile(
    r"""\b(?:say|tell|deskTell)\(("(?:[^"\\]|\\.)+")"""
    r"""|\b(?:say|tell)Of\([^"()]*("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")"""
    r"""|new Trouble\("[^"]*", \w+, ("(?:[^"\\]|\\.)*")"""
)
"""What a script says: `say("…")`, `sayOf(n, "…", "…")`, and why an entry is refused."""


def script_messages(source: str) -> set[str]:
    """Every English wording of a page's script."""
    found = chain.from_iterable(_IN_SCRIPT.findall(source))
    return {json.loads(text) for text in found if text}


def words_script(sources: Iterable[str]) -> str:
    """What scripts say in the language that is spoken, as a script that sets `window.siteWords`; "" for English."""
    if spoken() == ENGLISH:
        return ""
    wanted = sorted(SHARED.union(*map(script_messages, sources)))
    told = {words: t(words) for words in wanted}
    return f"window.siteWords = {json.dumps(told, ensure_ascii=True, indent=0)};\n"


def messages(environment: Environment, source: str) -> set[str]:
    """Every English wording of a template."""
    found: set[str] = set()

    def say(words: str) -> str:
        found.add(words)
        return words

    stream = environment._tokenize(source, None)
    for _ in translated(stream, say):
        pass
    tree: nodes.Template = environment.parse(source)
    for _, _, words in extract_from_ast(tree, ("_", "gettext", "ngettext"), babel_style=False):
        found.update(word for word in (words if isinstance(words, tuple) else (words,)) if word)
    return found
