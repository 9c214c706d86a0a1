// Reads fragments of addresses (one JSON text a line) with the site's own engine, and says for each what came of it.
"use strict";
const fs = require("fs");
const readline = require("readline");
const vm = require("vm");
for (const file of process.argv.slice(2)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const engine = globalThis.tableEngine;
const set = engine.load(globalThis.tableSet);
const before = JSON.stringify([Object.getOwnPropertyNames(Object.prototype), Object.keys(set.fields)]);
const STATUS = ["ok", "no-rule", "missing-input", "invalid-input"];

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let said;
  try {
    const found = engine.caseOf(JSON.parse(line));
    said = found ? engine.evaluate(set, found.answers, found.today).status : "no case";
    if (found) engine.outlook(set, found.answers, found.today);
    if (found && !STATUS.includes(said)) said = "failed: a status that there is not: " + said;
    const after = JSON.stringify([Object.getOwnPropertyNames(Object.prototype), Object.keys(set.fields)]);
    if (after !== before) said = "failed: something else was changed";
  } catch (error) { said = "failed: " + error.stack; }
  console.log(JSON.stringify(said));
});
