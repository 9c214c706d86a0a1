"""Pages as templates: Jinja, autoescaped and strict, over plain data. Python chooses what is said, the template how.

Every text passes `shown` on its way in: what a cell says is shown, never obeyed. Within an attribute a text passes
the filter `attribute` instead, which makes no tags.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from b12tables.site.book import to
from b12tables.site.html import Html, harmless, text


def render(template: str, here: str, **data: Any) -> Html:
    """A template of `site/templates` with its data, for the page at the path `here`."""
    made = _environment().get_template(f"{template}.html.j2")
    return Html(made.render(data, here=here))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"attribute": _attribute}
    environment.globals |= {"to": to}
    return environment


def _shown(value: Any) -> Any:
    """A text as the page shows it; what is HTML already stays as it is."""
    if isinstance(value, Html):
        return Markup(str(value))
    return value if hasattr(value, "__html__") else Markup(str(text(str(value))))


def _attribute(value: object) -> Markup:
    return Markup(escape(harmless(str(value)), quote=True))
