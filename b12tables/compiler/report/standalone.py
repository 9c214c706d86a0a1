"""A page that stands alone: its style within it, nothing loaded from elsewhere, every text shown and never obeyed."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from b12tables.runtime.language import ENGLISH, speaking, spoken, t
from b12tables.runtime.words import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def standalone_page(package: str, allowed: str = "", **data: Any) -> str:
    """The templates `report.html.j2` and `report.css` of a package with their data. `allowed` is what the page may
    load all the same, as a directive of its content security policy.
    """
    from markupsafe import Markup

    environment = _environment(package, spoken())
    style = environment.get_template("report.css").render()
    digest = b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    if allowed:
        policy += f"; {allowed}"
    return environment.get_template("report.html.j2").render(
        style=Markup(style), policy=policy, language=spoken(), **data
    )


def page_from(package: str, template: str, **data: Any) -> str:
    """A template of a package with its data: every text is shown and never obeyed."""
    return _environment(package, spoken()).get_template(template).render(data)


def template_wordings(package: str, template: str) -> set[str]:
    """Every English wording of a template of a package."""
    from b12tables.compiler.report.page_words import messages

    with speaking(ENGLISH):  # a template is translated as it is taken apart
        environment = _environment(package, ENGLISH)
        loader = environment.loader
        assert loader is not None
        return messages(environment, loader.get_source(environment, template)[0])


def report_style() -> str:
    """The style of a report, for pages that stand beside it."""
    assert __package__ is not None
    return page_from(__package__, "report.css")


@cache
def _environment(package: str, language: str) -> Environment:
    """The templates of a package; the language is the one that is spoken, for they are translated when first used."""
    # whoever only reads and checks tables needs no templates
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from b12tables.compiler.report.page_words import Translation

    environment = Environment(
        loader=PackageLoader(package),
        undefined=StrictUndefined,
        autoescape=lambda name: name is None or not name.endswith(".css"),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        extensions=["jinja2.ext.i18n", Translation],
    )
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= {"_": t, "gettext": _said, "ngettext": _said_of}
    return environment


def _said(words: str, /, **values: Any) -> Any:
    """What `{% trans %}` says, each value shown and never obeyed."""
    from markupsafe import Markup

    return Markup(t(words)) % {name: _shown(value) for name, value in values.items()}


def _said_of(one: str, more: str, number: int, /, **values: Any) -> Any:
    return _said(one if number == 1 else more, **values)


def _shown(value: Any) -> Any:
    """A text with the signs named that nobody can see, or that turn the text around them."""
    return value if hasattr(value, "__html__") else visible(str(value))
