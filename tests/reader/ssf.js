// Reads [[format, value], …] from standard input; answers with the text that SSF gives for each, null where it gives none.
const SSF = require("ssf");
const pairs = JSON.parse(require("fs").readFileSync(0, "utf8"));
const shown = ([format, value]) => {
  try {
    return SSF.format(format, value);
  } catch {
    return null;
  }
};
console.log(JSON.stringify(pairs.map(shown)));
