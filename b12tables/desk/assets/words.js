"use strict";
// What the page says, in its language: every wording is written in English where it is said, and looked up here.
// `deskCatalogue` has each other language: its wordings by the English ones. Whoever chooses one keeps it in this browser;
// else it is that of the tables, and before any are open that of the browser.
window.deskLanguage = (() => {
  const READ = ["aria-label", "placeholder", "title"], AROUND = /^([\s:;,()·→–●◌○]*)([^]*?)([\s:;,(·→–]*)$/;
  const known = (tag) => String(tag || "").slice(0, 2).toLowerCase();
  const first = new Map();
  let chosen = "", tables = "";
  try { chosen = localStorage.getItem("desk-language") || ""; } catch { chosen = ""; }
  const now = () => [chosen, tables, navigator.language].map(known).find((one) => one === "en" || one in window.deskCatalogue) || "en";
  const said = (text) => text.replace(AROUND, (_, before, words, after) => before + window.deskTell(words) + after);

  // the page as it was written is in English: each text of it, once told otherwise, is told anew from there
  function speak() {
    document.documentElement.lang = now();
    document.getElementById("language").value = now();
    document.title = window.deskTell("The desk");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) if (first.has(node)) node.data = said(first.get(node));
    for (const [element, given] of first) if (element instanceof Element) for (const [name, text] of given) element.setAttribute(name, said(text));
  }

  function begin() {
    const choice = document.getElementById("language");
    choice.addEventListener("change", () => {
      chosen = choice.value;
      try { localStorage.setItem("desk-language", chosen); } catch { /* it is chosen for this visit alone */ }
      speak();
      document.dispatchEvent(new Event("desk-language"));
    });
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) if (/\p{L}/u.test(node.data) && !node.parentElement.closest("[lang]:not(html)")) first.set(node, node.data);
    for (const element of document.body.querySelectorAll(READ.map((name) => `[${name}]`).join(", "))) first.set(element, READ.filter((name) => element.hasAttribute(name)).map((name) => [name, element.getAttribute(name)]));
    speak();
  }

  return {
    begin, now,
    opened(tag) {
      if (tag === tables) return;
      tables = tag;
      speak();
    },
  };
})();
window.deskTell = (words, values = {}) => {
  const said = (window.deskCatalogue[window.deskLanguage.now()] || {})[words] || words;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
};
window.deskTellOf = (number, one, more, values = {}) => window.deskTell(number === 1 ? one : more, { n: number, ...values });
window.deskLanguage.begin();
