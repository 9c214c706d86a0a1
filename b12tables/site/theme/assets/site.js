// What every page can do: menu, words for the reader, colours, filters above tables, search. Works from a folder.
(function () {
  "use strict";
  var root = document.documentElement;
  var base = root.dataset.root || ".";
  var say = window.say;

  function each(selector, action, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), action);
  }
  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (error) { /* storage refused: the choice lasts for this page */ }
  }
  function element(tag, text, attributes) {
    var made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    return made;
  }

  // ---------------------------------------------------------------- words and colours

  function showWords(words) {
    root.dataset.words = words;
    each("[data-patient],[data-written]", function (span) {
      if (span.dataset.clinician === undefined) span.dataset.clinician = span.textContent;
      span.textContent = (words !== "clinician" && span.dataset[words]) || span.dataset.clinician;
    });
    document.dispatchEvent(new CustomEvent("words", { detail: words }));
  }
  var words = document.getElementById("words");
  words.value = root.dataset.words;
  words.addEventListener("change", function () { keep("words", words.value); showWords(words.value); });
  if (words.value !== "clinician") showWords(words.value);

  var colours = document.getElementById("colours");
  colours.value = root.dataset.colours || "auto";
  colours.addEventListener("change", function () {
    keep("colours", colours.value);
    if (colours.value === "auto") delete root.dataset.colours; else root.dataset.colours = colours.value;
  });

  // one disclaimer a screen: the one at the end stands back while the one at the top can be seen
  var banner = document.querySelector(".banner .disclaimer"), again = document.querySelector(".foot .safety-sentence");
  if (banner && again && window.IntersectionObserver) {
    new IntersectionObserver(function (seen) { again.classList.toggle("seen-above", seen[seen.length - 1].isIntersecting); }).observe(banner);
  }

  // ---------------------------------------------------------------- menu

  var menu = document.getElementById("menu");
  var button = document.querySelector(".menu-button");
  button.addEventListener("click", function () {
    var open = menu.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
  var current = menu.querySelector("[aria-current=page]");
  if (current && menu.scrollHeight > menu.clientHeight) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;

  // ---------------------------------------------------------------- filters above decision tables

  // Columns that ask for nothing in any row shown are folded, and named above the table with a way to unfold them. Gives what folds
  // again after the rows have changed.
  function foldFree(place) {
    var heads = Array.prototype.slice.call(place.querySelectorAll("thead th.when[data-field]"));
    var band = place.querySelector("th.band-when");
    var note = element("p", null, { "class": "folded-note", role: "status" });
    var words = element("span"), button = element("button", null, { type: "button", "class": "no-print" });
    var open = false, free = [];
    note.hidden = true;
    note.append(words, " ", button);
    place.before(note);
    button.addEventListener("click", function () { open = !open; show(); });
    document.addEventListener("words", show);

    function conditions(row) { return row.querySelectorAll("td.when[data-label]"); }
    function fold() {
      var rows = Array.prototype.filter.call(place.querySelectorAll("tr[data-rule]"), function (row) {
        return !row.hidden && conditions(row).length;
      });
      free = heads.map(function (_, at) {
        return rows.every(function (row) { return conditions(row)[at].classList.contains("any"); });
      });
      // no row left, or only rows without a condition: the heads stay, for they say what the table looks at
      if (free.every(Boolean)) free = free.map(function () { return false; });
      show();
    }
    function show() {
      var named = heads.filter(function (_, at) { return free[at]; }).map(function (head) { return head.textContent.trim(); });
      var gone = open ? [] : free;
      var left = heads.length - gone.filter(Boolean).length;
      heads.forEach(function (head, at) { head.hidden = Boolean(gone[at]); });
      each("tr[data-rule]", function (row) {
        var cells = conditions(row), whole = row.querySelector("td.when[colspan]");
        Array.prototype.forEach.call(cells, function (cell, at) { cell.hidden = Boolean(gone[at]); });
        if (whole) whole.colSpan = left;
      }, place);
      if (band) band.colSpan = left;
      note.hidden = !named.length;
      if (note.hidden) { words.textContent = ""; return; }
      var told = { columns: named.join(", ") };
      words.textContent = open ? say("Any value holds in every row shown: {columns}.", told) : say("Folded, for any value holds in every row shown: {columns}.", told);
      button.textContent = open ? say("Fold these columns") : say("Show these columns");
    }
    if (heads.length) fold();
    return heads.length ? fold : function () {};
  }
  each(".scroll:has(> table.rules)", function (place) {
    if (!place.previousElementSibling || !place.previousElementSibling.matches(".filters-place")) foldFree(place);
  });

  // a choice for each column: the values that a patient can have there, and the results
  each(".filters-place", function (place) {
    var data = JSON.parse(place.dataset.filter);
    var filter = window.tableFilter;
    var table = place.nextElementSibling, rows = table.querySelectorAll("tr[data-rule]");
    var details = element("details", null, { "class": "filters no-print" });
    var box = element("div");
    details.append(element("summary", say("Show only rows that fit")), box);
    var selects = data.map(function (column) {
      var label = element("label", null), name = element("span", null), select = element("select", null);
      select.append(element("option", say("any"), { value: "" }));
      column[2].forEach(function (option, number) { select.append(element("option", null, { value: number })); });
      select.addEventListener("change", apply);
      label.append(name, select);
      box.append(label);
      return { name: name, select: select };
    });
    var count = element("span", "", { role: "status" });
    box.append(count);
    place.append(details);
    var refold = foldFree(table);
    var caption = table.querySelector("caption"), whole = caption && caption.textContent;

    function apply() {
      var gone = filter.hidden(data, selects.map(function (one) { return one.select.value === "" ? null : Number(one.select.value); }));
      var shown = 0;
      Array.prototype.forEach.call(rows, function (row) {
        row.hidden = Boolean(gone[row.dataset.rule]);
        shown += row.hidden ? 0 : 1;
      });
      if (caption) caption.textContent = shown === rows.length ? whole : caption.dataset.label + ": " + say("{n} of {whole} rows", { n: shown, whole: rows.length });
      count.textContent = shown === rows.length ? "" : say("{n} of {whole} rows", { n: shown, whole: rows.length });
      refold();
    }
    // the words follow the reader; what is chosen stays
    function name() {
      selects.forEach(function (one, at) {
        one.name.textContent = filter.words(data[at], root.dataset.words);
        data[at][2].forEach(function (option, number) {
          one.select.options[number + 1].textContent = filter.optionWords(option, root.dataset.words);
        });
      });
    }
    name();
    document.addEventListener("words", name);
  });

  // ---------------------------------------------------------------- a case in the address: its rows light up

  // in a frame, what a page leads to is for the frame, too
  document.addEventListener("click", function (event) {
    var link = root.dataset.embed === undefined ? null : event.target.closest("a[href]");
    if (!link || link.protocol !== location.protocol || link.host !== location.host || link.pathname === location.pathname) return;
    if (!link.search && /\.html$/.test(link.pathname)) link.search = "?embed";
  }, true);

  function script(name, then) {
    var made = element("script", null, { src: base + "/assets/" + name });
    made.addEventListener("load", then);
    document.head.append(made);
  }
  function lightRows() {
    var found = window.tableEngine.caseOf(location.hash);
    var tables = document.querySelectorAll("table.rules[data-decision]");
    if (!found || !tables.length) return;
    var result = window.tableEngine.evaluate(window.tableEngine.load(window.tableSet), found.answers, found.today);
    each("tr.lit", function (row) { row.classList.remove("lit"); });
    each(".lit-note", function (note) { note.remove(); });
    Array.prototype.forEach.call(tables, function (table) {
      var step = result.steps.find(function (one) { return one.decision === table.dataset.decision; });
      var note = element("p", null, { "class": "lit-note", role: "status" });
      note.textContent = (!step ? say("For the case in the address this decision has no answer.") : step.rules.length
        ? say("For the case in the address: rule {rules}.", { rules: step.rules.join(", ") }) : say("For the case in the address no row holds.")) + " ";
      note.append(element("a", say("Open the case in the form"), { href: base + "/try.html" + location.hash }));
      table.parentNode.before(note);
      var first = null;
      each("tr[data-rule]", function (row) {
        if (!step || step.rules.indexOf(row.dataset.rule) < 0) return;
        row.classList.add("lit");
        each(".rule", function (cell) { cell.dataset.holds = say("holds"); }, row);
        first = first || row;
      }, table);
      if (first) first.scrollIntoView({ block: "center" });
    });
  }
  function maybeLight() {
    if (!/^#case=/.test(location.hash) || !document.querySelector("table.rules[data-decision]")) return;
    if (window.tableEngine && window.tableSet) lightRows();
    else ["model.js", "values.js", "policies.js", "engine.js"].reduceRight(function (then, name) {
      return function () { script(name, then); };
    }, lightRows)();
  }
  maybeLight();
  window.addEventListener("hashchange", maybeLight);

  // ---------------------------------------------------------------- the map of decisions: light what hangs together

  // where the picture has no room its words take its place
  each("details.twin", function (twin) { if (window.matchMedia("(max-width: 56rem)").matches) twin.open = true; });

  each("svg.graph", function (graph) {
    function light(code) {
      var near = {};
      graph.classList.toggle("pointed", Boolean(code));
      each("path", function (path) {
        var mine = code && (path.dataset.from === code || path.dataset.to === code);
        path.classList.toggle("near", Boolean(mine));
        if (mine) { near[path.dataset.from] = true; near[path.dataset.to] = true; }
      }, graph);
      each("a", function (node) { node.classList.toggle("near", Boolean(code) && Boolean(near[node.dataset.node])); }, graph);
    }
    each("a", function (node) {
      ["mouseenter", "focus"].forEach(function (name) { node.addEventListener(name, function () { light(node.dataset.node); }); });
      ["mouseleave", "blur"].forEach(function (name) { node.addEventListener(name, function () { light(null); }); });
    }, graph);
  });

  // ---------------------------------------------------------------- print everything that is folded away

  window.addEventListener("beforeprint", function () {
    each("main details:not([open]):not(.way):not(.no-print):not(.everything)", function (details) { details.open = true; details.dataset.opened = "print"; });
  });
  window.addEventListener("afterprint", function () {
    each("details[data-opened=print]", function (details) { details.open = false; delete details.dataset.opened; });
  });

  // ---------------------------------------------------------------- search

  var input = document.getElementById("search");
  var found = document.getElementById("found");
  var selected = -1;
  var waiting = false;

  function load() {
    if (waiting) return;
    waiting = true;
    script("search.js", search);
    script("search-index.js", search);
  }
  function excerpt(text, terms) {
    var folded = window.siteFind.fold(text), places = terms.map(function (term) { return folded.indexOf(term); }).filter(function (at) { return at >= 0; });
    var at = places.length ? Math.min.apply(null, places) : 0, start = at > 50 ? text.lastIndexOf(" ", at - 30) + 1 : 0;
    return (start ? "… " : "") + text.slice(start, start + 150) + (text.length > start + 150 ? " …" : "");
  }
  function search() {
    if (!window.siteFind || !window.siteSearch) return;
    found.textContent = "";
    selected = -1;
    input.removeAttribute("aria-activedescendant");
    if (!input.value.trim()) { show(false); return; }
    var pages = window.siteFind.find(window.siteSearch, input.value), number = 0;
    // one result a page, and under it where else on the page the words stand
    pages.forEach(function (page) {
      page.parts.forEach(function (part, at) {
        var item = element("li", null, { role: "option", id: "found-" + number, "aria-selected": "false", "data-to": part[0], "class": at ? "part" : "page" });
        if (!at) item.append(element("strong", page.title));
        item.append(element("span", excerpt(part[1], page.terms)));
        item.addEventListener("mousedown", function (event) { event.preventDefault(); go(item); });
        found.append(item);
        number += 1;
      });
    });
    if (!pages.length) found.append(element("li", say("Nothing found."), { role: "option", "aria-disabled": "true", "aria-selected": "false" }));
    show(true);
  }
  function show(open) { found.hidden = !open; input.setAttribute("aria-expanded", String(open)); }
  function go(item) { if (item && item.dataset.to) { show(false); location.href = base + "/" + item.dataset.to; } }
  function choose(step) {
    var items = found.querySelectorAll("[data-to]");
    if (!items.length) return;
    if (selected >= 0) items[selected].setAttribute("aria-selected", "false");
    selected = (selected + step + items.length) % items.length;
    items[selected].setAttribute("aria-selected", "true");
    items[selected].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[selected].id);
  }
  // who comes back to what was typed finds what was found
  input.addEventListener("focus", function () { load(); search(); });
  input.addEventListener("input", function () { load(); search(); });
  input.addEventListener("blur", function () {
    // a window that is left, for another one or for a dialog, leaves its page as it was
    if (document.activeElement !== input) show(false);
  });
  input.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { choose(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { choose(-1); event.preventDefault(); }
    else if (event.key === "Escape") { show(false); }
    else if (event.key === "Enter") { var items = found.querySelectorAll("[data-to]"); go(items[Math.max(0, selected)]); event.preventDefault(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { input.focus(); event.preventDefault(); }
  });
})();
