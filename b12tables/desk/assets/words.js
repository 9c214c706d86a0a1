"use strict";
// What the page says, in its language: every wording is written in English where it is said, and looked up here.
window.deskTell = (words, values = {}) => {
  const said = (window.deskWords || {})[words] || words;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
};
window.deskTellOf = (number, one, more, values = {}) => window.deskTell(number === 1 ? one : more, { n: number, ...values });
