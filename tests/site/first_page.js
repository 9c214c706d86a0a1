// What the site's script puts first: node first_page.js EARLY ENGINE… FIRST_PAGE MODEL < cases > blocks (one JSON list a line).
"use strict";
const fs = require("fs");
const vm = require("vm");
for (const file of process.argv.slice(2)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const engine = globalThis.tableEngine;
const set = engine.load(globalThis.tableSet);

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [{ asked, goal, ...raw }, today] = JSON.parse(line);
  const result = engine.evaluate(set, raw, today);
  const page = globalThis.firstPage.page(set, result, false);
  const queue = [];
  let weighed = { asks: { telling: [], idle: 0, fields: [] }, order: [], differing: [] };
  if (asked) globalThis.firstPage.weigh(set, raw, today, result, (work) => queue.push(work), (found) => { weighed = found; });
  while (queue.length) queue.shift()();
  let ofGoal = [];
  if (goal) globalThis.firstPage.weigh(set, raw, today, result, (work) => queue.push(work), (found) => { ofGoal = found.order; }, goal);
  while (queue.length) queue.shift()();
  const rows = globalThis.firstPage.rows(page, weighed.asks, weighed.differing);
  console.log(JSON.stringify({
    status: result.status,
    headline: page.headline,
    always: page.always.map((one) => one.text),
    rows: rows.map(([title, lines]) => [title, lines.map((one) => one.text)]),
    fields: weighed.asks.fields,
    order: weighed.order,
    ofGoal,
    left: asked ? globalThis.firstPage.left(set, raw, today, result).first : [],
  }));
}
