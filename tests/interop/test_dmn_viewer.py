"""DMN out, as a person sees it: an editor of others opens the document in a real browser, and shows every cell."""

from __future__ import annotations

from typing import Any

from b12tables.interop.dmn import export_dmn
from b12tables.interop.dmn.names import Names
from tests.interop.dmn_kit import HERE
from tests.kit.needed import npm_package
from tests.kit.packages import iron_model

PAGE = "<!doctype html><meta charset=utf-8><div id=shown style='width: 1800px; height: 1200px'></div>"

OPEN = """async (xml) => {
    window.viewer = new DmnJS({container: "#shown"})
    const {warnings} = await viewer.importXML(xml)
    const views = []
    for (const view of viewer.getViews()) {
        // the first one, the diagram, is open
        const opened = views.length ? await viewer.open(view) : {warnings: []}
        const cells = [...document.querySelectorAll("#shown tbody tr")].map(row =>
            [...row.querySelectorAll("td")].map(cell => cell.innerText.trim()))
        const shapes = [...document.querySelectorAll("#shown .djs-shape")].map(one => one.textContent.trim())
        const policy = document.querySelector("#shown .hit-policy")?.innerText ?? ""
        const warned = opened.warnings.map(String)
        views.push({type: view.type, name: view.name, warnings: warned, cells, shapes, policy})
    }
    return {warnings: warnings.map(String), views}
}"""


def test_an_editor_of_others_opens_it_and_shows_every_cell(browser: Any) -> None:
    npm_package(HERE, "dmn-js", "a viewer of DMN")
    model = iron_model()
    names = Names(model)
    page = browser.new_page(viewport={"width": 1800, "height": 1200})
    try:
        page.set_content(PAGE)
        page.add_script_tag(path=HERE / "node_modules" / "dmn-js" / "dist" / "dmn-viewer.production.min.js")
        told = page.evaluate(OPEN, export_dmn(model).text)
    finally:
        page.close()
    assert told["warnings"] == [] and not any(view["warnings"] for view in told["views"])
    diagram, *views = told["views"]
    by_name = {view["name"]: view for view in views}
    assert set(by_name) | {*names.of_field.values()} <= {*diagram["shapes"], *names.of_decision.values()}
    for table in model.decisions:
        shown = by_name[names.of_decision[table.code]]
        assert shown["type"] == "decisionTable" and table.hit_policy.value in shown["policy"]
        assert len(shown["cells"]) == len(table.rules)
        for rule, cells in zip(table.rules, shown["cells"], strict=True):
            # its number, its conditions, its results, and where it comes from
            assert len(cells) == 1 + len(table.inputs) + len(table.outputs) + 1
            assert all(cells) and cells[-1].startswith(rule.id)
