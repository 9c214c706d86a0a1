// What the site's search finds: node search.js SEARCH < [index, queries] > [[page, [addresses]], …] for each query.
"use strict";
const fs = require("fs");
const vm = require("vm");
vm.runInThisContext(fs.readFileSync(process.argv[2], "utf8"), { filename: process.argv[2] });
const [index, queries] = JSON.parse(fs.readFileSync(0, "utf8"));
const found = queries.map((query) => globalThis.siteFind.find(index, query).map((one) => [one.page, one.parts.map((part) => part[0])]));
console.log(JSON.stringify(found));
