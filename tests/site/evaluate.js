// Evaluates cases with the site's own engine: node evaluate.js ENGINE… [MODEL] < cases > answers (one JSON object a line).
// A line that is a text is the script of another set of tables, which the cases behind it are for; a case
// with "answers" behind it is not looked at beyond these.
"use strict";
const fs = require("fs");
const vm = require("vm");
for (const file of process.argv.slice(2)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const engine = globalThis.tableEngine;
let set = globalThis.tableSet && engine.load(globalThis.tableSet);

function plain(value) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value.iso) return value.iso;
  if (value.set) return Array.from(value.set.values()).map(plain).sort();
  if (value.d !== undefined) return { number: value.n + "/" + value.d };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const asked = JSON.parse(line);
  if (typeof asked === "string") {
    vm.runInThisContext(asked);
    set = engine.load(globalThis.tableSet);
    continue;
  }
  const [raw, today, wanted] = asked;
  const result = engine.evaluate(set, raw, today);
  const ahead = wanted !== "answers";
  const view = ahead ? engine.outlook(set, raw, today) : {};
  const still = ahead ? engine.stillMatters(set, view, set.decisions.map((table) => table.code), raw) : {};
  console.log(JSON.stringify({
    status: result.status,
    outputs: plain(result.outputs),
    scores: plain(result.scores),
    steps: result.steps.map((step) => [step.decision, plain(step.inputs), step.rules]),
    accepted: result.accepted,
    problems: result.problems.map((problem) => [problem.name, problem.about, problem.rules]),
    settled: Object.fromEntries(Object.entries(view).map(([code, seen]) => [code, seen.settled])),
    still: Object.keys(still).sort(),
  }));
}
