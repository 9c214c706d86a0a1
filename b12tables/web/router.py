"""The paths of a service: `/evaluate`, `/possible`, `/schema`, `/health`.

What comes in is read as everywhere (`runtime.json_text`); what cannot be read is refused in words. Work is done in
threads, of which the slow questions may take a few only; nothing is kept between two requests.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib.resources import files
from threading import BoundedSemaphore
from types import ModuleType
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from b12tables.runtime.answer_files import uncounted
from b12tables.runtime.json_text import read_json
from b12tables.runtime.problems import InvalidCase
from b12tables.runtime.questions.tables import TooMany
from b12tables.runtime.selfcheck import altered
from b12tables.runtime.versions import answering

MOST = 256 * 1024
"""So many bytes a request may have: a case of every field takes a few thousand."""

AT_ONCE = 2
"""So many questions of `/possible` are worked on at a time; each may take seconds of a core."""

Schema = dict[str, Any]


class _Refused(Exception):
    """A request that is not answered, and why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


def router(package: ModuleType, *, most: int = MOST, at_once: int = AT_ONCE) -> APIRouter:
    """The paths of a service that answers from a generated package, to be included in an application of FastAPI.

    `POST /evaluate`: a case as JSON; the result as `to_dict` gives it, with 200 where it has an answer and 422 where
    it has none. `POST /possible`: `{"case": {…}, "decisions": ["…"]}`; what can still come out, what matters, what to
    ask next. `GET /schema`: the JSON Schemas of case and result. `GET /health`: what the tables are (version, status,
    hashes) and whether every file is as it was written, with 503 where one is not.

    `most` is the largest request in bytes (413 beyond it), `at_once` how many of `/possible` are worked on at a time
    (503 beyond it). The clock is never asked: a case that is counted to today names the day in `today`.
    """
    service = _Service(package, most, at_once)
    made = APIRouter(tags=[service.tables.identifier])
    made.add_api_route("/evaluate", service.evaluate, methods=["POST"], **_told(service, "evaluate"))
    made.add_api_route("/possible", service.possible, methods=["POST"], **_told(service, "possible"))
    made.add_api_route("/schema", service.schema, methods=["GET"], summary="The schemas of case and result")
    made.add_api_route(
        "/health", service.health, methods=["GET"], summary="What answers here, and whether it is whole"
    )
    return made


class _Service:
    """What stands behind the paths."""

    def __init__(self, package: ModuleType, most: int, at_once: int) -> None:
        self.package, self.tables, self.most = package, package.SET, most
        self.slow = BoundedSemaphore(at_once)
        self.schemas = {name: _shipped(package, f"{name}.schema.json") for name in ("case", "result")}

    async def evaluate(self, request: Request) -> Response:
        return await self._answer(request, self._evaluated)

    async def possible(self, request: Request) -> Response:
        return await self._answer(request, self._possible)

    def schema(self) -> Response:
        return _json(self.schemas)

    def health(self) -> Response:
        """Every file is read and compared: what was altered answers nobody in silence."""
        found = altered(self.tables)
        told = {
            "status": "altered" if found else "ok" if found is not None else "not-comparable",
            "altered": list(found or ()),
            "table_set": self.tables.identifier,
            "title": self.tables.title,
            "version": self.tables.version,
            "review_status": self.tables.review_status,
            "content_hash": self.tables.content_hash,
            "answered_by": answering(self.tables),
            "intended_use": self.tables.intended_use,
            "safety": self.tables.safety,
        }
        return _json(told, 503 if found else 200)

    # ---------------------------------------------------------------- requests

    async def _answer(self, request: Request, work: Callable[[Any], Response]) -> Response:
        try:
            body = await self._body(request)
            return await run_in_threadpool(lambda: work(_read(body)))
        except _Refused as refused:
            return _json({"status": "unreadable", "why": refused.why}, refused.code)

    async def _body(self, request: Request) -> bytes:
        """What was sent, no more of it than may be."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise _Refused(415, "send JSON, with the content type application/json")
        body = bytearray()
        try:
            async for part in request.stream():
                body += part
                if len(body) > self.most:
                    raise _Refused(413, f"a request has at most {self.most} bytes")
        except (
            ClientDisconnect
        ):  # nobody is there to read it; the server has an answer to drop, and no fault to log
            raise _Refused(400, "the request broke off") from None
        return bytes(body)

    def _evaluated(self, case: Any) -> Response:
        result = self.package.evaluate(case)
        self._counted(result)
        return Response(
            result.to_json(), 200 if result.status == "ok" else 422, media_type="application/json"
        )

    def _counted(self, result: Any) -> None:
        """Refuses where a day to count to was not named."""
        if labels := uncounted(self.tables, result):
            raise _Refused(
                400, f'{", ".join(labels)} would be counted to today: name that day in the case, as "today"'
            )

    def _possible(self, asked: Any) -> Response:
        if not isinstance(asked, dict) or set(asked) != {"case", "decisions"}:
            raise _Refused(400, 'ask with {"case": {…}, "decisions": ["…"]}')
        decisions = asked["decisions"]
        if (
            not isinstance(decisions, list)
            or not decisions
            or not all(isinstance(one, str) for one in decisions)
        ):
            raise _Refused(400, "name at least one decision, by its code")
        if not self.slow.acquire(blocking=False):
            raise _Refused(503, "as many such questions as can be are worked on: ask again")
        try:
            self._counted(self.package.evaluate(asked["case"]))
            found = self.package.possible(asked["case"], *dict.fromkeys(decisions))
            return _json(_still(found))
        except KeyError as unknown:
            raise _Refused(400, str(unknown.args[0])) from None
        except TooMany:
            raise _Refused(503, "there are too many cases to say: state more of the patient") from None
        except InvalidCase as refused:
            return Response(refused.result.to_json(), 422, media_type="application/json")
        finally:
            self.slow.release()


def _still(found: Any) -> dict[str, Any]:
    """What is still possible, as plain data."""
    next_one = found.next_question()
    return {
        "settled": found.settled,
        "outcomes": {code: found.outcomes(code).to_dict() for code in found.decisions},
        "matter": list(found.matter()),
        "next_question": next_one
        and {"field": next_one.code, "question": next_one.ask(), "accepted": list(next_one.accepted())},
    }


def _read(body: bytes) -> Any:
    try:
        return read_json(body)
    except ValueError as why:
        raise _Refused(400, str(why)) from None


def _json(data: Any, code: int = 200) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), code, media_type="application/json")


# ---------------------------------------------------------------- OpenAPI


def _shipped(package: ModuleType, name: str) -> Schema:
    found: Schema = json.loads((files(sys.modules[package.__name__]) / name).read_text("utf-8"))
    return found


def _told(service: _Service, path: str) -> dict[str, Any]:
    """What OpenAPI says of a path, from the schemas that the package ships."""
    case, result = (_whole(service.schemas[name]) for name in ("case", "result"))
    refusal = {"type": "object", "properties": {"status": {"const": "unreadable"}, "why": {"type": "string"}}}
    codes = [code.code for code in service.tables.decisions]
    asked: Schema = {
        "type": "object",
        "properties": {"case": case, "decisions": {"type": "array", "minItems": 1, "items": {"enum": codes}}},
        "required": ["case", "decisions"],
        "additionalProperties": False,
    }
    bodies = {"evaluate": case, "possible": asked}
    answers = {"evaluate": result, "possible": {"type": "object"}}
    summaries = {
        "evaluate": "Takes every decision for one case",
        "possible": "What can still come out, and what to ask",
    }
    why = {400: "what was sent cannot be read", 413: "it is too large", 415: "it is no JSON", 503: "busy"}
    responses = {
        200: _content("an answer", answers[path]),
        422: _content("no answer, and why", result),
        **{code: _content(words, refusal) for code, words in why.items()},
    }
    return {
        "summary": summaries[path],
        "responses": responses,
        "openapi_extra": {"requestBody": {"required": True, **_content("", bodies[path])}},
    }


def _content(words: str, schema: Schema) -> dict[str, Any]:
    told: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return {"description": words, **told} if words else told


def _whole(schema: Schema) -> Schema:
    """A schema with what it defines in place: within a document of OpenAPI its own references lead nowhere."""
    defined = schema.get("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(one) for one in part]
        if not isinstance(part, dict):
            return part
        if set(part) == {"$ref"}:
            return put(defined[part["$ref"].rpartition("/")[2]])
        return {name: put(one) for name, one in part.items() if name not in ("$defs", "$schema", "$id")}

    found: Schema = put(schema)
    return found
