// Which rows of a decision table fit chosen values. Pure: the page says which rows each value hides. Also in Node.
(function (world) {
  "use strict";
  // `data`: of each column [label, code, [[words, patient's words, hidden rows], ...]].
  // `chosen`: of each column the number of the chosen value, or null. Gives the rows that do not fit, by ID.
  function hidden(data, chosen) {
    var found = Object.create(null);
    chosen.forEach(function (option, column) {
      if (option !== null) data[column][2][option][2].forEach(function (rule) { found[rule] = true; });
    });
    return found;
  }
  function words(column, reader) { return reader === "written" ? column[1] : column[0]; }
  function optionWords(option, reader) { return (reader === "patient" && option[1]) || option[0]; }
  world.tableFilter = { hidden: hidden, words: words, optionWords: optionWords };
})(typeof window === "undefined" ? globalThis : window);
