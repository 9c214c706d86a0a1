// What the site's own engine makes of texts: node words.js ENGINE… < calls > answers (JSON, `[[name, text], …]`).
"use strict";
const fs = require("fs");
const vm = require("vm");
for (const file of process.argv.slice(2)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
const engine = globalThis.tableEngine;
const { names, calls } = JSON.parse(fs.readFileSync(0, "utf8"));
engine.load({ unitNames: names, fields: {}, inputs: [], decisions: [], impossible: [] });
const quantity = (text) => {
  const read = engine.readQuantity(text);
  return read && [read[0].n + "/" + read[0].d, read[1]];
};
const called = { fold: engine.fold, plain: engine.plain, unitKey: engine.unitKey, quantity };
console.log(JSON.stringify(calls.map(([name, text]) => called[name](text))));
