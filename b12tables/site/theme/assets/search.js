// Finds pages of the site: one result a page with its parts under it, answers first. Knows ae and e as one, and forgives
// one letter. A classic script: it works from a folder, and in Node.
(function (world) {
  "use strict";
  var PAGES = 10, PARTS = 3, SHORTEST = 4, NEAR = 8;

  // words as they are compared: without accents, and anaemia as anemia
  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[ao]e/g, "e").replace(/[æœ]/g, "e");
  }
  function wordsOf(text) { return text.split(/[^\p{L}\p{N}]+/u); }

  // whether two words differ in one letter at most: another one, one too many, one missing, or two the wrong way round
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var at = 0, from = 1;
    while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
    while (from <= Math.min(a.length, b.length) - at && a[a.length - from] === b[b.length - from]) from += 1;
    var left = a.length - at - from + 1, right = b.length - at - from + 1;
    if (left <= 1 && right <= 1) return true;
    return left === 2 && right === 2 && a[at] === b[at + 1] && a[at + 1] === b[at];
  }
  function prepare(index) {
    if (index.folded) return;
    var known = new Set();
    index.folded = index.map(function (entry) {
      var folded = { page: fold(entry[1]), text: fold(entry[2]) };
      wordsOf(folded.text + " " + folded.page).forEach(function (word) { known.add(word); });
      return folded;
    });
    index.known = Array.from(known);
  }
  // what a term may mean: itself, or, where it stands nowhere, the words that differ from it in one letter
  function meant(index, term) {
    var there = index.folded.some(function (one) { return one.text.indexOf(term) >= 0 || one.page.indexOf(term) >= 0; });
    if (there || term.length < SHORTEST) return [term];
    return index.known.filter(function (word) { return near(term, word); }).slice(0, NEAR);
  }
  function points(folded, terms, whole) {
    var total = 0;
    for (var i = 0; i < terms.length; i++) {
      var best = 0;
      terms[i].forEach(function (term) {
        var at = folded.text.indexOf(term), inPage = folded.page.indexOf(term) >= 0;
        if (at < 0 && !inPage) return;
        best = Math.max(best, (inPage ? 3 : 0) + (at < 0 ? 0 : at === 0 ? 6 : at < 60 ? 3 : 1));
      });
      if (!best) return 0;
      total += best;
    }
    if (folded.page === whole) total += 40;
    if (folded.text.indexOf(whole) >= 0) total += 4;
    if (folded.text.split(" ", 1)[0] === whole) total += 8;
    return total + 2 / (1 + folded.text.length / 200);
  }
  // where most people want to go: decisions, charts and the form before lists, worked cases behind them; who types a
  // sentence wants that sentence
  function favour(page, terms) {
    if (/^(decisions\/|wall-chart|try\.html)/.test(page)) return terms.length > 3 ? 6 : 14;
    return /^(cases\/|findings\/)/.test(page) ? -14 : 0;
  }

  // Pages, the best first: [{page, title, parts: [[address, text], …], terms}]; the first part of each fits best.
  function find(index, query) {
    var whole = fold(query.trim());
    if (!whole) return [];
    prepare(index);
    var terms = whole.split(/\s+/).map(function (term) { return meant(index, term); });
    var pages = Object.create(null);
    index.forEach(function (entry, at) {
      var value = points(index.folded[at], terms, whole);
      if (!value) return;
      var page = entry[0].split("#")[0];
      if (!pages[page]) pages[page] = { page: page, title: entry[1], best: 0, parts: [], terms: terms.flat() };
      pages[page].best = Math.max(pages[page].best, value);
      pages[page].parts.push([value, entry[0], entry[2]]);
    });
    var found = Object.keys(pages).map(function (name) { return pages[name]; });
    found.sort(function (a, b) { return b.best + favour(b.page, terms) - a.best - favour(a.page, terms); });
    return found.slice(0, PAGES).map(function (one) {
      one.parts.sort(function (a, b) { return b[0] - a[0]; });
      one.parts = one.parts.slice(0, PARTS).map(function (part) { return [part[1], part[2]]; });
      return one;
    });
  }

  world.siteFind = { find: find, fold: fold };
})(typeof window === "undefined" ? globalThis : window);
