// What npm's `fhir` says of resources: for each the messages that are errors or warnings.
import fs from "node:fs";
import fhir from "fhir";

// it takes an answer of `false` for one that is missing: it is shown `true` in its place
const shown = (key, value) => (key === "answerBoolean" && value === false ? true : value);
const { resources } = JSON.parse(fs.readFileSync(0, "utf-8"), shown);
const reader = new fhir.Fhir();
const found = resources.map((resource) =>
  reader.validate(resource, { errorOnUnexpected: true }).messages
    .filter((message) => message.severity !== "info")
    .map((message) => `${message.severity}: ${message.location}: ${message.message}`));
process.stdout.write(JSON.stringify(found));
