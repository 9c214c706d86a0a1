// The page's own filter on worked cases: node row_filter.js ENGINE… MODEL FILTER < question > what went wrong (JSON lines).
// The question: {today, cases: [raw], tables: {code: {data, columns: [[field, when, [test or result]]]}}}.
"use strict";
const fs = require("fs");
const vm = require("vm");
for (const file of process.argv.slice(2)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const engine = globalThis.tableEngine;
const set = engine.load(globalThis.tableSet);
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
let looked = 0;

function fitting(column, step, rule) {
  const [name, when, options] = column;
  return options.map((_, at) => at).filter((at) => when
    ? engine.passes(engine.reviveTest(options[at]), step.inputs[name])
    : engine.key(engine.revive(options[at])) === engine.key(rule.then[set.byCode[step.decision].outputs.indexOf(name)]));
}
for (const raw of asked.cases) {
  for (const step of engine.evaluate(set, raw, asked.today).steps) {
    const told = asked.tables[step.decision];
    if (!told) continue;
    const table = set.byCode[step.decision];
    const rows = table.rules.concat(table.otherwise ? [table.otherwise] : []);
    for (const id of step.rules) {
      const rule = rows.find((one) => one.id === id);
      told.columns.forEach((column, at) => {
        const options = fitting(column, step, rule);
        if (!options.length) console.log(JSON.stringify(["no choice", step.decision, column[0], raw]));
        for (const option of options) {
          looked += 1;
          const chosen = told.columns.map((_, other) => (other === at ? option : null));
          if (globalThis.tableFilter.hidden(told.data, chosen)[id]) console.log(JSON.stringify(["hidden", step.decision, id, column[0], raw]));
        }
      });
    }
    // the patient's values chosen in every column: what is left of the rows with conditions are those that hold
    if (told.exact) {
      const values = told.columns.map((column) => (column[1] ? fitting(column, step, null)[0] : null));
      const gone = globalThis.tableFilter.hidden(told.data, values);
      for (const rule of table.rules) {
        const holds = rule.when.every((test, at) => engine.passes(test, step.inputs[table.inputs[at]]));
        if (holds === Boolean(gone[rule.id])) console.log(JSON.stringify([holds ? "hidden" : "kept", step.decision, rule.id, null, raw]));
      }
    }
  }
}
console.log(JSON.stringify(["looked", looked]));
