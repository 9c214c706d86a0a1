// The form "Try a case": asks what still matters, evaluates on this machine, explains. Nothing leaves the page.
(function () {
  "use strict";
  var engine = window.tableEngine;
  var set = engine.load(window.tableSet);
  var data = window.tableSet;
  var base = document.documentElement.dataset.root || ".";
  var place = document.getElementById("try");
  var answers = engine.bare();
  var goal = "";
  var all = false;
  var today = localDay(new Date());
  var usesToday = Object.keys(set.fields).some(function (name) { return (set.fields[name].computed || []).indexOf("today") >= 0; });
  var widgets = engine.bare();
  var stopWeighing = function () {};

  function localDay(now) {
    return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  }
  function patient() { return document.documentElement.dataset.words === "patient"; }
  function make(tag, attributes) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      if (name === "text") made.textContent = attributes.text;
      else if (attributes[name] !== null && attributes[name] !== undefined) made.setAttribute(name, attributes[name]);
    });
    Array.prototype.slice.call(arguments, 2).forEach(function (child) {
      if (child !== null && child !== undefined) made.append(child);
    });
    return made;
  }
  function slug(name) {
    return Array.from(name).map(function (sign) { return /[A-Za-z0-9_.-]/.test(sign) ? sign : "~" + sign.codePointAt(0).toString(16); }).join("");
  }

  // ---------------------------------------------------------------- words

  function words(field, value) { return window.firstPage.valueWords(field, value, patient()); }
  function question(field) { return (patient() ? field.patient : field.question) || field.question || field.label; }

  // ---------------------------------------------------------------- one question

  function ask(name) {
    var field = set.fields[name];
    var id = "ask-" + slug(name);
    var box = make("div", { "class": "ask", "data-field": name, id: id + "-box" });
    var options = (field.values || []).map(function (row) { return [row[0], row]; });
    if (field.type === "yes/no") options = [["yes", null], ["no", null]];
    var widget = { box: box, name: name };
    if (field.type === "choices") severalOf(widget, field, id, options);
    else if (options.length && options.length <= 4) oneOfFew(widget, field, id, options);
    else if (options.length) oneOfMany(widget, field, id, options);
    else entry(widget, field, id);
    widget.note = make("p", { "class": "trouble", id: id + "-trouble", role: "status" });
    box.append(widget.note);
    return widget;
  }
  function optionWords(option) {
    if (!option[1]) return option[0];
    return (patient() && option[1][2]) || option[1][1];
  }
  function chip(kind, group, value, id) {
    var input = make("input", { type: kind, name: group, value: value, id: id });
    var label = make("label", { "for": id });
    return { input: input, label: label, box: make("span", { "class": "chip" }, input, label) };
  }
  function oneOfFew(widget, field, id, options) {
    var legend = make("legend"), chips = [];
    var group = make("fieldset", null, legend);
    var list = options.slice();
    if (field.unknown) list.push([engine.UNKNOWN, null]);
    list.forEach(function (option, at) {
      var one = chip("radio", id, option[0], id + "-" + at);
      one.input.addEventListener("change", function () { answer(widget.name, option[0]); });
      // a second press takes the answer back: a radio button alone cannot
      one.input.addEventListener("click", function () {
        if (one.input.dataset.was === "yes") { one.input.checked = false; answer(widget.name, undefined); }
        chips.forEach(function (other) { other.input.dataset.was = other.input.checked ? "yes" : ""; });
      });
      chips.push(one);
      group.append(one.box);
    });
    widget.box.append(group);
    widget.focus = function () { chips[0].input.focus(); };
    widget.words = function () {
      legend.textContent = question(field);
      chips.forEach(function (one, at) { one.label.textContent = list[at][0] === engine.UNKNOWN ? engine.WORDS.NOT_KNOWN : optionWords(list[at]); });
    };
    widget.show = function (raw) {
      var code = codeOf(widget.name, raw);
      chips.forEach(function (one, at) { one.input.checked = list[at][0] === code; one.input.dataset.was = one.input.checked ? "yes" : ""; });
    };
  }
  function oneOfMany(widget, field, id, options) {
    var label = make("label", { "for": id }), select = make("select", { id: id, "aria-describedby": id + "-trouble" });
    var list = [["", null]].concat(options, field.unknown ? [[engine.UNKNOWN, null]] : []);
    list.forEach(function (option) { select.append(make("option", { value: option[0] })); });
    select.addEventListener("change", function () { answer(widget.name, select.value || undefined); });
    widget.box.append(label, select);
    widget.focus = function () { select.focus(); };
    widget.words = function () {
      label.textContent = question(field);
      list.forEach(function (option, at) {
        select.options[at].textContent = option[0] === "" ? "– choose –" : option[0] === engine.UNKNOWN ? engine.WORDS.NOT_KNOWN : optionWords(option);
      });
    };
    widget.show = function (raw) { select.value = codeOf(widget.name, raw) || ""; };
  }
  function severalOf(widget, field, id, options) {
    var legend = make("legend"), boxes = [], none = null, unknown = null;
    var group = make("fieldset", null, legend);
    function changed() {
      var picked = boxes.filter(function (one) { return one.input.checked; }).map(function (one) { return one.input.value; });
      answer(widget.name, picked.length ? picked : undefined);
    }
    options.forEach(function (option, at) {
      var one = chip("checkbox", id, option[0], id + "-" + at);
      one.input.addEventListener("change", function () { none.input.checked = false; if (unknown) unknown.input.checked = false; changed(); });
      boxes.push(one);
      group.append(one.box);
    });
    none = chip("checkbox", id, "", id + "-none");
    none.input.addEventListener("change", function () { answer(widget.name, none.input.checked ? [] : undefined); });
    group.append(none.box);
    if (field.unknown) {
      unknown = chip("checkbox", id, engine.UNKNOWN, id + "-unknown");
      unknown.input.addEventListener("change", function () { answer(widget.name, unknown.input.checked ? engine.UNKNOWN : undefined); });
      group.append(unknown.box);
    }
    widget.box.append(group);
    widget.focus = function () { boxes[0].input.focus(); };
    widget.words = function () {
      legend.textContent = question(field);
      boxes.forEach(function (one, at) { one.label.textContent = optionWords(options[at]); });
      none.label.textContent = engine.WORDS.EMPTY_SET;
      if (unknown) unknown.label.textContent = engine.WORDS.NOT_KNOWN;
    };
    widget.show = function (raw) {
      var value = null;
      try { value = raw === undefined ? null : engine.read(set, widget.name, raw); } catch (trouble) { value = null; }
      boxes.forEach(function (one) { one.input.checked = Boolean(value && value.set && value.set.has("t:" + one.input.value)); });
      none.input.checked = Boolean(value && value.set && value.set.size === 0);
      if (unknown) unknown.input.checked = value === engine.UNKNOWN && raw !== undefined;
    };
  }
  function entry(widget, field, id) {
    var number = field.type === "number" || field.type === "whole number";
    var label = make("label", { "for": id });
    var input = make("input", { id: id, type: field.type === "date" ? "date" : "text", inputmode: number ? "decimal" : null,
      autocomplete: "off", "aria-describedby": id + "-trouble", size: number ? 8 : null });
    var line = make("span", { "class": "entry-line" }, input);
    var unit = null;
    if (number && (field.unit || field.accepts)) {
      unit = make("select", { id: id + "-unit", "aria-label": "Unit of: " + field.label });
      if (engine.needsUnit(field)) unit.append(make("option", { value: "", text: "unit?" }));
      unit.append(make("option", { value: field.unit || "", text: field.unitWords || field.unit || "" }));
      (field.accepts || []).forEach(function (option) { unit.append(make("option", { value: option[0], text: option[4] })); });
      line.append(unit);
      unit.addEventListener("change", changed);
    }
    function changed() {
      var said = input.value.trim();
      if (said && unit && unit.value && /^[+-]?[\d.]+$/.test(engine.plain(said))) said += " " + unit.value;
      answer(widget.name, said || undefined);
    }
    input.addEventListener("input", changed);
    widget.box.append(label, line);
    widget.focus = function () { input.focus(); };
    widget.words = function () { label.textContent = question(field); };
    widget.show = function (raw) {
      var said = raw === undefined || raw === null ? "" : String(raw);
      if (unit && said) {
        var match = /^\s*([+-]?[\d.]+)\s*(.*)$/.exec(said);
        if (match) {
          var key = engine.unitKey(match[2]);
          var option = Array.prototype.find.call(unit.options, function (one) { return one.value && engine.unitKey(one.value) === key; });
          if (option || !match[2]) { said = match[1]; unit.value = option ? option.value : unit.options[0].value; }
        }
      }
      input.value = said;
    };
  }
  function codeOf(name, raw) {
    if (raw === undefined) return null;
    try {
      var value = engine.read(set, name, raw);
      return value === true ? "yes" : value === false ? "no" : value;
    } catch (trouble) { return null; }
  }

  // ---------------------------------------------------------------- answering

  var timer = 0;
  function answer(name, raw) {
    if (raw === undefined) delete answers[name]; else answers[name] = raw;
    clearTimeout(timer);
    timer = setTimeout(update, 60);
  }

  function goals() {
    if (goal) return [goal];
    return set.decisions.map(function (table) { return table.code; }).concat(set.scores);
  }

  function update() {
    var result = engine.evaluate(set, answers, usesToday ? today : null);
    var view = engine.outlook(set, answers, usesToday ? today : null);
    var matters = engine.stillMatters(set, view, goals(), answers);
    // without what must be stated there is no whole answer, whatever else is known
    result.problems.forEach(function (problem) { if (problem.name === "missing-input" && widgets[problem.about]) matters[problem.about] = true; });
    var open = 0;
    set.inputs.forEach(function (name) {
      var widget = widgets[name];
      var here = name in answers || matters[name];
      widget.box.hidden = !(all || here);
      widget.box.classList.toggle("answered", name in answers);
      if (matters[name] && !(name in answers)) open += 1;
      var trouble = result.problems.find(function (problem) { return problem.about === name && problem.name !== "missing-input"; });
      widget.note.textContent = trouble ? said(trouble) : "";
      widget.box.classList.toggle("wrong", Boolean(trouble));
    });
    entered.textContent = "";
    set.inputs.forEach(function (name) {
      if (!(name in answers)) return;
      var field = set.fields[name], value = null;
      try { value = words(field, engine.read(set, name, answers[name])); } catch (trouble) { value = String(answers[name]); }
      // a number stays in the unit in which it was entered
      if (typeof answers[name] === "string" && field.unit && engine.unitKey(field.unit) !== engine.unitKey(answers[name].replace(/^[^a-zA-Z%µ\[]*/, ""))) value = answers[name];
      var chosen = make("button", { type: "button", text: field.label + ": " + value });
      chosen.addEventListener("click", function () { widgets[name].box.scrollIntoView({ block: "center" }); widgets[name].focus(); });
      entered.append(make("li", null, chosen));
    });
    left.textContent = open ? open + (open === 1 ? " question" : " questions") + " may still change the answer." : "No further question changes the answer.";
    draw(result, view);
    remember();
  }
  function said(trouble) {
    var field = set.fields[trouble.about];
    if (trouble.name === "missing-input" && !widgets[trouble.about]) return field.label + " cannot be worked out: not all that it is computed from is known.";
    if (trouble.name === "missing-input") return question(field);
    if (trouble.name === "out-of-range") return "This value is outside what can be: " + rangeWords(field) + ".";
    if (trouble.name === "unit-needed") return "A unit is needed: the same number means different things in different laboratories.";
    if (trouble.name === "contradiction") return "This does not agree with what follows from the other entries: " + trouble.said + (field.unitWords ? " " + field.unitWords : "") + ". Correct what is wrong, or leave one of them out.";
    if (/^not-a-/.test(trouble.name)) return "This cannot be read: " + trouble.said + ".";
    return trouble.said || trouble.name;
  }
  function rangeWords(field) {
    var ends = set.limits[Object.keys(set.fields).find(function (name) { return set.fields[name] === field; })];
    var found = [];
    if (ends[0]) found.push((ends[0][1] ? "from " : "above ") + words(field, ends[0][0]));
    if (ends[1]) found.push((ends[1][1] ? "to " : "below ") + words(field, ends[1][0]));
    return found.join(" ") || "a whole number";
  }

  // ---------------------------------------------------------------- the answer

  var STATUS = {
    "ok": "This is what the tables answer for what is entered.",
    "missing-input": "Something that is needed is not entered yet.",
    "invalid-input": "What is entered cannot be used as it is.",
    "no-rule": "The tables have no answer for this case. Nothing is guessed."
  };
  function draw(result, view) {
    out.textContent = "";
    var guarding = result.status === "ok" ? guards(result) : [];
    status.textContent = guarding.length ? "Look at the entries first: " + guarding.join("; ") : STATUS[result.status];
    status.className = "verdict " + (guarding.length ? "guarded" : result.status);
    if (result.problems.length) {
      var list = make("ul", { "class": "problems" });
      result.problems.forEach(function (problem) {
        var field = set.fields[problem.about];
        var table = set.byCode[problem.about];
        var item = make("li");
        if (field && widgets[problem.about]) {
          var go = make("a", { href: "#ask-" + slug(problem.about) + "-box", text: field.label });
          go.addEventListener("click", function (event) {
            event.preventDefault();
            widgets[problem.about].box.hidden = false;
            widgets[problem.about].focus();
          });
          item.append(go, ": " + said(problem));
        } else if (table) {
          item.append(table.data.label + ": " + (problem.name === "no-rule" ? "no row holds" : problem.name + " of " + problem.rules.join(", ")));
        } else item.append(said(problem));
        list.append(item);
      });
      out.append(list);
    }
    result.accepted.forEach(function (text) {
      out.append(make("p", { "class": "known-error", text: "An error in the tables is known and was accepted for this case: " + text }));
    });
    var invalid = result.status === "invalid-input";
    var steps = engine.bare();
    result.steps.forEach(function (step) { steps[step.decision] = step; });
    var chosen = goal ? [set.byCode[goal]] : told(data.answers);
    stopWeighing();
    if (!invalid) {
      var place = out;
      if (!goal) {
        out.append(firstPage(result));
        place = make("details", { "class": "everything" }, make("summary", { text: "Everything else: all answers, and why" }));
        out.append(place);
      }
      chosen.forEach(function (table) {
        if (table.score && table.code in result.scores) place.append(scoreCard(table, result));
        if (steps[table.code]) place.append(card(table, steps[table.code], result, view[table.code], true));
      });
      var others = set.decisions.filter(function (table) { return chosen.indexOf(table) < 0 && steps[table.code]; });
      if (others.length) {
        var more = make("details", { "class": "way" }, make("summary", { text: "On the way: " + others.length + " decisions" }));
        var folded = goal ? [] : told(data.folded).filter(function (table) { return steps[table.code]; });
        folded.concat(others.filter(function (table) { return folded.indexOf(table) < 0; })).forEach(function (table) { more.append(card(table, steps[table.code], result, view[table.code], false)); });
        place.append(more);
      }
    }
  }
  // The headline and the blocks, as the terminal and JSON have them; what takes a moment is added when it is known.
  function firstPage(result) {
    var page = window.firstPage.page(set, result, patient());
    var box = make("section", { "class": "first-page", "aria-label": "In short", "aria-busy": "true" });
    function show(asked, differing) {
      box.textContent = "";
      window.firstPage.rows(page, asked, differing).forEach(function (block) {
        // what is wrong with the entries stands in the line above already
        if (block[0] === "Please look at the entries") return;
        if (!block[0]) { box.append(make("p", { "class": "headline", text: block[1][0].text })); return; }
        var lines = make("ul");
        block[1].forEach(function (line) { lines.append(make("li", { "class": line.grave ? "grave" : null, text: line.text })); });
        box.append(make("div", { "class": "block block-" + block[0].toLowerCase().replace(/ /g, "-") }, make("h3", { text: block[0] }), lines));
      });
      if (page.always.length) {
        var always = make("ul");
        page.always.forEach(function (line) { always.append(make("li", { text: line.text })); });
        box.append(make("details", { "class": "always" }, make("summary", { text: "Always, for everybody: " + page.always.length }), always));
      }
    }
    show(null, null);
    stopWeighing = window.firstPage.weigh(set, answers, usesToday ? today : null, result, function (work) { setTimeout(work, 0); }, function (found) {
      var open = box.querySelector("details[open]");
      show(found.asks, found.differing);
      if (open && box.querySelector("details")) box.querySelector("details").open = true;
      box.setAttribute("aria-busy", "false");
    });
    return box;
  }
  // what the decisions that guard the entries say of this patient, each answer by its first result
  function guards(result) {
    var found = [];
    told(data.guards).forEach(function (table) {
      (result.outputs[table.code] || []).forEach(function (row) {
        var said = words(set.fields[table.outputs[0]], row[table.outputs[0]]);
        if (found.indexOf(said) < 0) found.push(said);
      });
    });
    return found;
  }
  // decisions by their codes, in the order of the list
  function told(codes) { return codes.map(function (code) { return set.byCode[code]; }); }
  function card(table, step, result, seen, large) {
    var answer = result.outputs[table.code];
    var box = make("article", { "class": large ? "answer" : "answer small", "data-decision": table.code });
    box.append(make(large ? "h3" : "h4", { text: table.data.label }));
    if (large && table.data.question) box.append(make("p", { "class": "quiet", text: table.data.question }));
    if (Array.isArray(answer)) {
      var list = make("ul", { "class": "list" });
      answer.forEach(function (row) { list.append(make("li", null, rowWords(table, row))); });
      box.append(answer.length ? list : make("p", { text: engine.WORDS.NO_ROWS }));
    } else box.append(rowWords(table, answer));
    if (!seen.settled) box.append(make("p", { "class": "unsettled", text: "may still change with further answers" }));
    var why = make("details", { "class": "why" }, make("summary", { text: "Why" }));
    step.rules.forEach(function (id) { why.append(reason(table, id, step)); });
    if (!step.rules.length) why.append(make("p", { text: "No row of the table holds, which is a valid answer here." }));
    box.append(why);
    return box;
  }
  // a score: its value, and the values that it is computed from
  function scoreCard(table, result) {
    var list = make("ul", { "class": "tests" });
    table.inputs.forEach(function (name) {
      if (set.fields[name]) list.append(make("li", { text: set.fields[name].label + ": " + words(set.fields[name], result.values[name]) }));
    });
    return make("article", { "class": "answer", "data-score": table.code }, make("h3", { text: table.data.label }),
      make("p", { "class": "value", text: words(set.fields[table.code], result.scores[table.code]) }),
      make("details", { "class": "why" }, make("summary", { text: "Why" }), make("p", { text: "Computed from:" }), list));
  }
  function rowWords(table, row) {
    var names = table.outputs;
    if (names.length === 1) return make("p", { "class": "value", text: words(set.fields[names[0]], row[names[0]]) });
    var list = make("dl", { "class": "case" });
    names.forEach(function (name) {
      list.append(make("div", null, make("dt", { text: set.fields[name].label }), make("dd", { text: words(set.fields[name], row[name]) })));
    });
    return list;
  }
  function reason(table, id, step) {
    var rule = table.rules.concat(table.otherwise ? [table.otherwise] : []).find(function (one) { return one.id === id; });
    var row = rule.row;
    var link = make("a", { href: base + "/decisions/" + slug(table.code) + ".html" + hash(), text: "Rule " + id });
    var where = make("span", { "class": "place", text: " " + row.place.filter(Boolean).join(" · ") });
    var box = make("div", { "class": "reason" }, make("p", null, link, where));
    var list = make("ul", { "class": "tests" });
    rule.when.forEach(function (test, column) {
      if (test[0] === "any") return;
      var field = set.fields[table.inputs[column]];
      list.append(make("li", { text: field.label + " is " + words(field, step.inputs[table.inputs[column]]) + " (asked for: " + row.said[column] + ")" }));
    });
    if (list.children.length) box.append(list);
    else box.append(make("p", { "class": "quiet", text: rule === table.otherwise ? "no other row holds" : "holds always" }));
    if (row.because.length) {
      var because = make("p", { "class": "quiet", text: "Rests on: " });
      row.because.forEach(function (item, at) {
        if (at) because.append("; ");
        if (item[0] === "statement") because.append(make("a", { href: base + "/evidence.html#statement-" + slug(item[1]), text: item[1] }));
        else {
          var to = data.refs[item[1]];
          because.append(item[0] + " ", to ? make("a", { href: base + "/" + to, text: item[1] }) : item[1], item[2] && item[2] !== item[1] ? " (" + item[2] + ")" : "");
        }
      });
      box.append(because);
    }
    return box;
  }

  // ---------------------------------------------------------------- the case as text, link and paper

  function hash() { return "#case=" + encodeURIComponent(JSON.stringify(usesToday ? Object.assign(engine.bare(answers), { today: today }) : answers)); }
  function remember() {
    var empty = !Object.keys(answers).length;
    try { history.replaceState(null, "", empty ? location.pathname + location.search : hash()); } catch (error) { /* a folder may refuse it */ }
    json.value = JSON.stringify(answers, null, 1);
  }
  function accept(cases) {
    if (!cases || typeof cases !== "object" || Array.isArray(cases)) throw new Error("a case is an object: {\"field\": value, …}");
    answers = engine.bare(cases);
    if (typeof answers.today === "string" && !set.fields.today) { today = answers.today; delete answers.today; day.value = today; }
    Object.keys(answers).forEach(function (name) { if (answers[name] === null) answers[name] = engine.UNKNOWN; });
    showAll();
    update();
  }
  function showAll() { set.inputs.forEach(function (name) { widgets[name].show(answers[name]); }); }
  function copy(text, button) {
    var said = button.textContent;
    function done(good) {
      button.textContent = good ? "Copied" : "Press Ctrl+C";
      setTimeout(function () { button.textContent = said; }, 1600);
    }
    function byHand() {
      details.open = true;
      json.value = text;
      json.select();
      try { done(document.execCommand("copy")); } catch (error) { done(false); }
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { done(true); }, byHand);
    else byHand();
  }

  // ---------------------------------------------------------------- the page

  var entered = make("ul", { "class": "entered", "aria-label": "What is entered" });
  var left = make("p", { "class": "quiet", role: "status" });
  var status = make("p", { "class": "verdict", role: "status" });
  var out = make("div", { "class": "answers" });
  var json = make("textarea", { id: "json", rows: 8, spellcheck: "false", "aria-label": "The case as JSON" });
  var day = make("input", { type: "date", id: "today", value: today });
  var details = make("details", { "class": "no-print" }, make("summary", { text: "The case as JSON" }), json);

  function build() {
    place.textContent = "";
    var choose = make("select", { id: "goal" }, make("option", { value: "", text: "everything" }));
    var last = make("optgroup", { label: "Answers" }), way = make("optgroup", { label: "Steps on the way" });
    var ends = told(data.answers).concat(told(data.folded));
    ends.concat(set.decisions.filter(function (table) { return ends.indexOf(table) < 0; })).forEach(function (table) {
      (ends.indexOf(table) < 0 ? way : last).append(make("option", { value: table.code, text: table.data.label }));
    });
    choose.append(last, way);
    choose.addEventListener("change", function () { goal = choose.value; update(); });
    var box = make("input", { type: "checkbox", id: "all" });
    box.addEventListener("change", function () { all = box.checked; update(); });
    var tools = make("div", { "class": "tools no-print" },
      make("label", { "for": "goal", text: "What do you want to know?" }), choose,
      make("span", { "class": "check" }, box, make("label", { "for": "all", text: "show all questions" })));
    if (usesToday) tools.append(make("label", { "for": "today", text: "Counted to" }), day);
    day.addEventListener("change", function () { if (day.value) { today = day.value; update(); } });

    var ones = make("div", { "class": "asks" });
    set.inputs.forEach(function (name) {
      widgets[name] = ask(name);
      widgets[name].words();
      ones.append(widgets[name].box);
    });
    var sample = make("select", { id: "sample" }, make("option", { value: "", text: "– a worked case –" }));
    data.cases.forEach(function (one, at) { sample.append(make("option", { value: at, text: one[0] + (one[1] ? ": " + one[1].slice(0, 80) : "") })); });
    sample.addEventListener("change", function () { if (sample.value) accept(data.cases[sample.value][2]); });
    var again = make("button", { type: "button", text: "Start again" });
    again.addEventListener("click", function () { sample.value = ""; accept({}); });
    var asJson = make("button", { type: "button", text: "Copy as JSON" });
    asJson.addEventListener("click", function () { copy(JSON.stringify(answers, null, 1), asJson); });
    var asLink = make("button", { type: "button", text: "Copy as link" });
    asLink.addEventListener("click", function () { copy(location.href.split("#")[0] + hash(), asLink); });
    var print = make("button", { type: "button", text: "Print" });
    print.addEventListener("click", function () { window.print(); });
    json.addEventListener("change", function () {
      try { accept(JSON.parse(json.value)); json.setCustomValidity(""); } catch (error) { json.setCustomValidity(error.message); json.reportValidity(); }
    });
    place.append(
      tools,
      make("div", { "class": "two" },
        make("section", { "class": "questions", "aria-labelledby": "questions-head" }, make("h2", { id: "questions-head", text: "The patient" }), entered, left, ones,
          make("div", { "class": "tools no-print" }, make("label", { "for": "sample", text: "Or begin with" }), sample)),
        make("section", { "class": "result", "aria-labelledby": "answer-head" }, make("h2", { id: "answer-head", text: "The answer" }), status,
          make("div", { "class": "tools no-print" }, again, asJson, asLink, print), out, details)));
  }
  document.addEventListener("words", function () {
    set.inputs.forEach(function (name) { widgets[name].words(); });
    update();
  });
  function fromHash() {
    if (!/^#case=/.test(location.hash)) return false;
    var found = engine.caseOf(location.hash);
    accept(found ? Object.assign(found.answers, found.today === null ? null : { today: found.today }) : {});
    if (!found) status.textContent = "The link holds no case that can be read.";
    return true;
  }
  build();
  if (!fromHash()) update();
  window.addEventListener("hashchange", fromHash);
})();
