"""A service as others meet it: a real server, a real client, bodies that nobody would send, sixteen at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from tests.kit.coroutines import run
from tests.kit.needed import library
from tests.kit.packages import real_package
from tests.kit.patience import PATIENCE, wait_until

pytestmark = pytest.mark.slow

CASE = {"cause": "pernicious_anaemia", "neuro_status": "none", "phase": "maintenance"}
MOST = 20_000


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    library("fastapi")
    httpx, uvicorn = library("httpx"), library("uvicorn")
    from fastapi import FastAPI

    from b12tables.web import router

    app = FastAPI()
    app.include_router(router(real_package(), most=MOST))
    app.include_router(router(real_package(), at_once=1), prefix="/b12")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as made:
        yield made
    server.should_exit = True
    thread.join(PATIENCE)


def package() -> ModuleType:
    found: ModuleType = real_package()
    return found


def test_an_answer_is_the_result_itself(client: Any) -> None:
    good = client.post("/evaluate", json=CASE)
    assert good.status_code == 200 and good.json() == json.loads(package().evaluate(CASE).to_json())
    bad = client.post("/b12/evaluate", json={"b12": 453, "colour": "red"})
    assert bad.status_code == 422
    assert [problem["name"] for problem in bad.json()["problems"]] == ["unit-needed", "unknown-field"]
    for told in (good, bad):
        assert (
            told.json()["safety"] == package().SET.safety
            and told.headers["content-type"] == "application/json"
        )


def test_a_day_that_is_counted_to_is_named(client: Any) -> None:
    dated = {**CASE, "date_of_birth": "1950-01-01"}
    refused = client.post("/evaluate", json=dated)
    assert refused.status_code == 400 and '"today"' in refused.json()["why"]
    named = client.post("/evaluate", json={**dated, "today": "2026-11-26"})
    assert named.status_code == 200 and named.json()["inputs"]["age_years"] == 76


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 400), (b"{", 400), (b"nothing", 400), (b"\xff\xfe\xfa", 400), (b'{"a": 1, "a": 2}', 400),
        (b'{"egfr": 1e999999999}', 400), (b"[" * 5000, 400), (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400),
        (b'{"egfr": ' + b"9" * 6000 + b"}", 400), (b"{" + b" " * MOST + b"}", 413), (b"\x00" * 100, 400),
        (b"[]", 422), (b"null", 422), (b"7", 422), (b'"cause"', 422), (b'{"": null}', 422), (b'{"\\ud800": 1}', 422),
        (b'{"cause": "\\ud800"}', 422), (b'{"cause": {"$where": "1"}}', 422), (b'{"__proto__": {}}', 422),
        (b'{"today": "never"}', 422), (b'{"egfr": true}', 422), (b"{}", 200),
    ],
)  # fmt: skip
def test_whatever_is_sent_gets_an_answer_in_words(client: Any, body: bytes, code: int) -> None:
    told = client.post("/evaluate", content=body, headers={"content-type": "application/json"})
    assert told.status_code == code, told.text
    if code in (400, 413):
        assert told.json()["status"] == "unreadable" and told.json()["why"]
    assert client.post("/evaluate", json=CASE).status_code == 200


def test_a_body_without_its_length_is_cut_off_too(client: Any) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 1000

    told = client.post("/evaluate", content=parts(), headers={"content-type": "application/json"})
    assert told.status_code == 413


def test_a_request_that_breaks_off_is_no_fault_of_the_service() -> None:
    """Half a body, then nothing: the server has nobody to answer, and no exception to log."""
    library("fastapi")
    from fastapi import FastAPI

    from b12tables.web import router

    app, said = FastAPI(), list[Any]()
    app.include_router(router(real_package()))
    sent = [{"type": "http.request", "body": b'{"cause": ', "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return sent.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    head = [(b"content-type", b"application/json"), (b"content-length", b"100")]
    scope = {"type": "http", "method": "POST", "path": "/evaluate", "headers": head, "query_string": b""}
    run(lambda: app(scope, receive, send))
    assert said[0]["status"] == 400 and b"broke off" in said[1]["body"]


def test_what_is_no_json_is_refused_by_its_kind(client: Any) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        told = client.post("/evaluate", content=b"{}", headers={"content-type": kind})
        assert told.status_code == 415
    assert client.post(
        "/evaluate", content=b"{}", headers={"content-type": "Application/JSON; charset=utf-8"}
    ).is_success
    assert client.get("/evaluate").status_code == 405


def test_bytes_drawn_at_random_never_break_it(client: Any) -> None:
    draw = Random(22)
    whole = json.dumps(CASE | {"b12": {"value": 453, "unit": "pmol/L"}}).encode()
    for _ in range(150):
        body = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        for path in ("/evaluate", "/possible"):
            told = client.post(path, content=bytes(body), headers={"content-type": "application/json"})
            assert told.status_code in (200, 400, 422), (path, body, told.text)


def test_what_is_still_possible(client: Any) -> None:
    told = client.post(
        "/possible",
        json={"case": {"cause": "pernicious_anaemia", "age_years": 50}, "decisions": ["duration"]},
    )
    assert told.status_code == 200 and told.json()["settled"]
    assert [answer["duration"] for answer in told.json()["outcomes"]["duration"]["answers"]] == ["for_life"]
    told = client.post("/possible", json={"case": {}, "decisions": ["renal_class"]}).json()
    assert told["matter"] == ["renal_diagnosis", "egfr", "diabetic_nephropathy"]
    assert told["next_question"]["field"] == "renal_diagnosis"
    for asked, word in (
        ({"case": {}, "decisions": ["renal_clas"]}, "did you mean renal_class?"),
        ({"case": {}, "decisions": []}, "at least one"),
        ({"case": {}, "decisions": "renal_class"}, "at least one"),
        ({"case": {}}, "ask with"),
        ([], "ask with"),
    ):
        refused = client.post("/possible", json=asked)
        assert refused.status_code == 400 and word in refused.json()["why"]
    assert (
        client.post("/possible", json={"case": {"b12": 4}, "decisions": ["renal_class"]}).status_code == 422
    )


def test_health_names_what_answers(client: Any) -> None:
    told = client.get("/health")
    tables = package().SET
    assert told.status_code == (200 if told.json()["status"] == "ok" else 503)
    assert (told.json()["content_hash"], told.json()["review_status"]) == (
        tables.content_hash,
        tables.review_status,
    )
    assert set(told.json()["answered_by"]) == {"runtime", "runtime_hash", "compiler", "pact"}


def test_a_package_that_was_altered_says_so(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib
    import shutil

    from b12tables.web.router import _Service
    from tests.kit.packages import ROOT

    shutil.copytree(ROOT / "generated" / "b12_followup", tmp_path / "kept_elsewhere")
    monkeypatch.syspath_prepend(str(tmp_path))
    kept = importlib.import_module("kept_elsewhere")
    assert _Service(kept, MOST, 1).health().status_code == 200
    with (tmp_path / "kept_elsewhere" / "decisions" / "regimen.py").open("a") as file:
        file.write("# altered\n")
    told = _Service(kept, MOST, 1).health()
    assert told.status_code == 503 and json.loads(bytes(told.body))["altered"] == ["decisions/regimen.py"]


def test_the_schemas_hold_for_what_is_answered(client: Any) -> None:
    told, document = client.get("/schema").json(), client.get("/openapi.json").json()
    for path, code, case in (("/evaluate", "200", CASE), ("/b12/evaluate", "422", {"b12": 453})):
        said = document["paths"][path]["post"]
        asked = said["requestBody"]["content"]["application/json"]["schema"]
        answered = said["responses"][code]["content"]["application/json"]["schema"]
        answer = client.post(path, json=case).json()
        for schema, data in ((answered, answer), (told["result"], answer)):
            jsonschema.Draft202012Validator(schema).validate(data)
        if code == "200":
            jsonschema.Draft202012Validator(asked).validate(case)
            jsonschema.Draft202012Validator(told["case"]).validate(case)
    assert "$ref" not in json.dumps(document["paths"]["/evaluate"]["post"]["requestBody"])


def test_sixteen_at_once_get_the_answers_of_one(client: Any) -> None:
    cases = [{**CASE, "b12": f"{n * 40} pg/mL", "age_years": 20 + n} for n in range(24)]
    wanted = [json.loads(package().evaluate(case).to_json()) for case in cases]

    def ask(number: int) -> bool:
        place = number % len(cases)
        return bool(client.post("/evaluate", json=cases[place]).json() == wanted[place])

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(240)))


def test_slow_questions_wait_elsewhere(client: Any) -> None:
    """Of sixteen at once each is answered rightly or told to ask again; nothing else waits for them."""
    asked = {"case": {}, "decisions": ["renal_class"]}
    with ThreadPoolExecutor(16) as threads:
        told = list(threads.map(lambda _: client.post("/b12/possible", json=asked), range(32)))
    answers = [one.json() for one in told if one.status_code == 200]
    assert answers and all(one == answers[0] for one in answers)
    assert {one.status_code for one in told} <= {200, 503}
    assert client.post("/b12/possible", json=asked).status_code == 200
