"""Other engines on the table that `single_case.py` hands over: run by a Python in which they are installed.

Reads the table and the cases as JSON, prints one line of JSON an engine. Each engine's answers are compared with
the rules' own before it is measured.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

Shape = dict[str, Any]

LONGEST = 4.0
"""Seconds of one round; an engine that is not done with the cases by then is measured on those that it did."""


def zen(shape: Shape) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """GoRules' zen-engine: its JSON decision model, loaded once, `evaluate` for each case."""
    import zen  # type: ignore[import-not-found, unused-ignore]

    names = [*shape["words"], *shape["numbers"]]
    rules = []
    for rule in shape["rules"]:
        row: dict[str, str] = {"_id": str(rule["id"])}
        for name in names:
            part = rule["box"][name]
            if name in shape["words"]:
                full = len(part) == len(shape["words"][name])
                row[name] = "" if full else ", ".join(json.dumps(word) for word in part)
            else:
                row[name] = "" if part == [0, shape["wide"]] else f"[{part[0]}..{part[1]})"
        for name, value in zip(shape["outputs"], rule["results"], strict=True):
            row[name] = json.dumps(value)
        rules.append(row)
    model = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "table", "name": "table", "type": "decisionTableNode", "position": {"x": 0, "y": 0},
                "content": {
                    "hitPolicy": "first",
                    "inputs": [{"id": n, "name": n, "type": "expression", "field": n} for n in names],
                    "outputs": [{"id": n, "name": n, "type": "expression", "field": n} for n in shape["outputs"]],
                    "rules": rules,
                },
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "e2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip
    decision = zen.ZenEngine().create_decision(json.dumps(model))
    return lambda case: dict(decision.evaluate(case)["result"])


def spiff(shape: Shape) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """SpiffWorkflow's DMN engine: the table as DMN XML, parsed once, decided for each case."""
    from lxml import etree  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine  # type: ignore
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine  # type: ignore
    from SpiffWorkflow.dmn.parser.DMNParser import DMNParser  # type: ignore

    names = [*shape["words"], *shape["numbers"]]

    def entry(name: str, part: Any) -> str:
        if name in shape["words"]:
            if len(part) == len(shape["words"][name]):
                return ""
            return f"? in {list(part)!r}" if len(part) > 1 else json.dumps(part)
        return "" if part == [0, shape["wide"]] else f"{part[0]} &lt;= ? &lt; {part[1]}"

    inputs = "".join(
        f'<input id="i{n}" label="{n}"><inputExpression id="e{n}" typeRef="string"><text>{n}</text></inputExpression></input>'  # noqa: E501
        for n in names
    )
    outputs = "".join(
        f'<output id="x{n}" name="{n}" label="{n}" typeRef="string"/>' for n in shape["outputs"]
    )
    rules = "".join(
        f'<rule id="r{rule["id"]}">'
        + "".join(
            f"<inputEntry id='c{rule['id']}{n}'><text>{entry(n, rule['box'][n])}</text></inputEntry>"
            for n in names
        )
        + "".join(
            f"<outputEntry id='o{rule['id']}{n}'><text>{value!r}</text></outputEntry>"
            for n, value in zip(shape["outputs"], rule["results"], strict=True)
        )
        + "</rule>"
        for rule in shape["rules"]
    )
    text = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        f'<decision id="table" name="table"><decisionTable id="t" hitPolicy="UNIQUE">{inputs}{outputs}{rules}'
        "</decisionTable></decision></definitions>"
    )
    node = etree.fromstring(text)
    parser = DMNParser(None, node, {"dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/"})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])

    class Workflow:
        script_engine = PythonScriptEngine()

    class Task:
        workflow = Workflow()

        def __init__(self, data: dict[str, Any]) -> None:
            self.data = data

    return lambda case: dict(engine.result(Task(dict(case))))


def dmn_rules(shape: Shape) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """pyDMNrules: the table as a workbook (double lines tell it where inputs and outputs end), loaded once.

    Its licence is the GPL: keep it in an environment of its own.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped, unused-ignore]
    from openpyxl.styles import Border, Side  # type: ignore[import-untyped, unused-ignore]
    from pyDMNrules import DMN  # type: ignore[import-not-found, unused-ignore]

    names = [*shape["words"], *shape["numbers"]]
    book = Workbook()
    sheet = book.active
    sheet.title = "Table"
    sheet.append(["Table"])
    sheet.append(["U", *names, *shape["outputs"]])
    for rule in shape["rules"]:
        tests = []
        for name in names:
            part = rule["box"][name]
            if name in shape["words"]:
                full = len(part) == len(shape["words"][name])
                tests.append("-" if full else ",".join(json.dumps(word) for word in part))
            else:
                tests.append("-" if part == [0, shape["wide"]] else f"[{part[0]}..{part[1]})")
        results = [json.dumps(value) if isinstance(value, str) else value for value in rule["results"]]
        sheet.append([str(rule["id"]), *tests, *results])
    line = Side(style="double")
    none = Side()
    sheet.cell(2, 1).border = Border(left=none, top=none, right=none, bottom=line)
    sheet.cell(2, len(names) + 1).border = Border(left=none, top=none, right=line, bottom=line)
    engine = DMN()
    status = engine.use(book)
    if status.get("errors"):
        raise RuntimeError(str(status["errors"][:1]))

    def decide(case: dict[str, Any]) -> dict[str, Any]:
        status, found = engine.decide(case)
        if status.get("errors"):
            raise RuntimeError(str(status["errors"][:1]))
        result = found["Result"]
        return {name: result[name] for name in shape["outputs"]}

    return decide


ENGINES = {"zen-engine": zen, "SpiffWorkflow": spiff, "pyDMNrules": dmn_rules}


def wanted(shape: Shape, case: dict[str, Any]) -> dict[str, Any]:
    """What the rules say, by looking at each of them."""
    for rule in shape["rules"]:
        box = rule["box"]
        words = all(case[name] in box[name] for name in shape["words"])
        if words and all(box[name][0] <= case[name] < box[name][1] for name in shape["numbers"]):
            return dict(zip(shape["outputs"], rule["results"], strict=True))
    raise AssertionError(case)


def main() -> None:
    """Measures every engine."""
    shape = json.load(sys.stdin)
    cases = shape["cases"]
    for name, make in ENGINES.items():
        try:
            decide = make(shape)
            for case in cases[: 50 if len(shape["rules"]) < 100 else 5]:
                found = decide(case)
                assert found == wanted(shape, case), (found, wanted(shape, case))
            rounds = []
            for _ in range(3):
                started, done = time.process_time(), 0
                while done < len(cases) and time.process_time() - started < LONGEST:
                    decide(cases[done])
                    done += 1
                rounds.append((time.process_time() - started) / done * 1e6)
            print(json.dumps({"name": name, "us": statistics.median(rounds)}))
        except ModuleNotFoundError as missing:
            print(json.dumps({"name": name, "why": f"{missing.name} is not installed"}))
        except Exception as error:
            print(json.dumps({"name": name, "why": f"{type(error).__name__}: {error}"}))


if __name__ == "__main__":
    main()
