"""Whether a record is whole: one page of several, or one of which a server says that something is missing, is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from b12tables.interop.fhir.resources import Resource, parts_of, said
from b12tables.runtime.language import t

_FAILED = ("error", "fatal")
_WITHHELD = ("suppressed", "incomplete", "timeout", "throttled", "too-costly")
"""Kinds of an issue that say, however grave it is called, that not all was given."""


def has_more(bundle: object) -> bool:
    """Whether a Bundle, or one within it, is one page of several, or has fewer entries than it says were found."""
    return any(_is_a_page(one) for one in _bundles(bundle))


def _is_a_page(bundle: Mapping[str, Any]) -> bool:
    total = bundle.get("total")
    if isinstance(total, int) and total > len(parts_of(bundle.get("entry"))):
        return True
    return any(link.get("relation") in ("next", "previous", "prev") for link in parts_of(bundle.get("link")))


def what_is_missing(bundle: object) -> str:
    """What a server says of why it did not give all of a record; "" where it says nothing of the kind.

    A search that failed, or from which something was withheld, tells so by an OperationOutcome among the results or in
    their place; a batch by the status of an entry.
    """
    return "; ".join(dict.fromkeys(_told_missing(bundle)))


def _told_missing(bundle: object) -> Iterator[str]:
    for one in _bundles(bundle):
        for issue in parts_of(one.get("issue")):
            severity, code = said(issue.get("severity")), said(issue.get("code"))
            if severity in _FAILED or code in _WITHHELD:
                yield _words(issue) or f"{severity} {code}".strip()
        if one.get("resourceType") == "Bundle" and not _is_readable(one.get("entry", [])):
            yield t("it has an entry that is none")
        for entry in parts_of(one.get("entry")):
            response = entry.get("response")
            status = said(response.get("status")) if isinstance(response, Mapping) else ""
            if status[:1] in ("4", "5"):
                yield status


def _is_readable(entries: object) -> bool:
    """Whether each entry has a resource, or says what became of one."""
    return isinstance(entries, list) and all(
        isinstance(one, Mapping)
        and (isinstance(one.get("resource"), Mapping) or ("resource" not in one and _HAPPENED & one.keys()))
        for one in entries
    )


_HAPPENED = {"request", "response"}


def replaced_by(resources: Iterable[Resource]) -> str:
    """The record that took the place of this one, as a Patient says; "" where none did.

    The standard: a Patient with such a link must no longer be used.
    """
    for one in resources:
        if one.get("resourceType") == "Patient":
            for link in parts_of(one.get("link")):
                other = link.get("other")
                if link.get("type") == "replaced-by":
                    return said(other.get("reference") if isinstance(other, Mapping) else None) or "?"
    return ""


def _words(issue: Mapping[str, Any]) -> str:
    details = issue.get("details")
    text = details.get("text") if isinstance(details, Mapping) else None
    return said(issue.get("diagnostics")) or said(text)


def _bundles(bundle: object) -> Iterator[Mapping[str, Any]]:
    """Each Bundle and each OperationOutcome of a Bundle, a list or a prefetch, those within others too."""
    if isinstance(bundle, list):
        for part in bundle:
            yield from _bundles(part)
    elif isinstance(bundle, Mapping):
        kind = bundle.get("resourceType")
        if kind in ("Bundle", "OperationOutcome"):
            yield bundle
        if kind == "Bundle":
            for entry in parts_of(bundle.get("entry")):
                response = entry.get("response")
                yield from _bundles(entry.get("resource"))
                yield from _bundles(response.get("outcome") if isinstance(response, Mapping) else None)
        elif kind is None:  # a prefetch
            for part in bundle.values():
                yield from _bundles(part)
