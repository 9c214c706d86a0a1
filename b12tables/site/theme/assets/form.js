// The form "Try a case": asks what still matters, evaluates on this machine, explains. Nothing leaves the page.
(function () {
  "use strict";
  var engine = window.tableEngine, say = window.say, sayOf = window.sayOf;
  var set = engine.load(window.tableSet);
  var data = window.tableSet;
  var base = document.documentElement.dataset.root || ".";
  var place = document.getElementById("try");
  var answers = engine.bare();
  var goal = "";
  var all = false;
  var counting = window.formDay(function () { update(); });
  var usesToday = Object.keys(set.fields).some(function (name) { return (set.fields[name].computed || []).indexOf("today") >= 0; });
  var widgets = engine.bare();
  var stopWeighing = function () {};
  var kept = "case " + data.hash;
  var last = null;

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

  // ---------------------------------------------------------------- answering

  var timer = 0;
  function answer(name, raw) {
    if (raw === undefined) delete answers[name]; else answers[name] = raw;
    clearTimeout(timer);
    timer = setTimeout(update, 60);
  }

  function update() {
    var day = usesToday ? counting.day : null;
    var result = engine.evaluate(set, answers, day);
    var view = engine.outlook(set, answers, day);
    mark(result);
    listEntries();
    stopWeighing();
    var usable = result.status !== "invalid-input";
    if (usable) {
      last = result;
      var found = window.firstPage.left(set, answers, day, result, goal);
      tiers = { order: tiers.order.filter(function (name) { return !(name in answers); }), first: found.first, rest: found.rest };
    }
    draw(result, view);
    // what decides most is tried out, which takes a moment; the answer stands meanwhile
    if (usable) stopWeighing = window.firstPage.weigh(set, answers, day, result, function (work) { setTimeout(work, 0); }, function (found) {
      tiers.order = found.order;
      if (box.show) box.show(found);
      arrange();
      tell(result);
    }, goal);
    arrange();
    tell(result);
    remember();
  }
  // what is wrong with each entry, and whether there is one
  function mark(result) {
    set.inputs.forEach(function (name) {
      var widget = widgets[name];
      widget.box.classList.toggle("answered", name in answers);
      widget.back.hidden = !(name in answers);
      var trouble = result.problems.find(function (problem) { return problem.about === name && problem.name !== "missing-input"; });
      widget.note.textContent = trouble ? said(trouble) : rounded(name);
      widget.box.classList.toggle("wrong", Boolean(trouble));
      widget.marked.forEach(function (one) { if (trouble) one.setAttribute("aria-invalid", "true"); else one.removeAttribute("aria-invalid"); });
    });
  }
  function listEntries() {
    entered.textContent = "";
    set.inputs.forEach(function (name) {
      if (!(name in answers)) return;
      var field = set.fields[name], value = null;
      try { value = words(field, engine.read(set, name, answers[name])); } catch (trouble) { value = String(answers[name]); }
      // a number stays in the unit in which it was entered
      if (typeof answers[name] === "string" && field.unit && engine.unitKey(field.unit) !== engine.unitKey(answers[name].replace(/^[^a-zA-Z%µ\[]*/, ""))) value = answers[name];
      var chosen = make("button", { type: "button", text: field.label + ": " + value });
      chosen.addEventListener("click", function () { reveal(name); });
      entered.append(make("li", null, chosen));
    });
  }

  // ---------------------------------------------------------------- which questions are shown, and where

  var NEXT = 3;
  // order: what alone changes what stands first; first: what may change it together with others; rest: what may change all else
  var tiers = { order: [], first: [], rest: [] };
  var wished = engine.bare();
  function firstOnes() {
    return tiers.order.concat(tiers.first.filter(function (name) { return tiers.order.indexOf(name) < 0; })).filter(function (name) { return !(name in answers); });
  }
  function inBox(name) { return widgets[name].box.contains(document.activeElement); }
  // The questions that decide most stand first, all others in their groups. What has the keyboard does not move.
  function arrange() {
    var busy = set.inputs.find(inBox), wanted = firstOnes().filter(function (name) { return name !== busy; }).slice(0, NEXT);
    if (busy && widgets[busy].box.parentNode === next) wanted.unshift(busy);
    Array.prototype.slice.call(next.children).forEach(function (child) {
      if (wanted.indexOf(child.dataset.field) < 0) putBack(child.dataset.field);
    });
    wanted.forEach(function (name, at) {
      var here = next.children[at];
      if (here !== widgets[name].box && name !== busy) next.insertBefore(widgets[name].box, here || null);
    });
    var shown = wanted.concat(tiers.order, tiers.first, tiers.rest, Object.keys(answers), Object.keys(wished), busy || []);
    set.inputs.forEach(function (name) { widgets[name].box.hidden = !(all || shown.indexOf(name) >= 0); });
    nextHead.hidden = !wanted.length;
    groups.forEach(function (group) {
      var seen = group.names.filter(function (name) { return widgets[name].box.parentNode === group.inner && !widgets[name].box.hidden; });
      var done = seen.filter(function (name) { return name in answers; }).length, open = seen.length - done;
      group.box.hidden = !seen.length;
      group.count.textContent = [open ? say("{n} open", { n: open }) : "", done ? say("{n} answered", { n: done }) : ""].filter(Boolean).join(", ");
    });
  }
  function putBack(name) {
    var group = groups.find(function (one) { return one.names.indexOf(name) >= 0; });
    var behind = group.names.slice(group.names.indexOf(name) + 1).find(function (other) { return widgets[other].box.parentNode === group.inner; });
    group.inner.insertBefore(widgets[name].box, behind ? widgets[behind].box : null);
  }
  function reveal(name) {
    var group = widgets[name].box.closest("details");
    widgets[name].box.hidden = false;
    if (group) { group.hidden = false; group.open = true; }
    widgets[name].box.scrollIntoView({ block: "center" });
    widgets[name].focus();
  }
  // what is left to ask, in a sentence, and short for the bar of a phone
  function leftWords() {
    var alone = tiers.order.filter(function (name) { return !(name in answers); }).length, first = firstOnes().length;
    var rest = tiers.rest.filter(function (name) { return !(name in answers); }).length;
    function leftOf(number) { return sayOf(number, "{n} question left", "{n} questions left"); }
    if (alone && goal) return [sayOf(alone, "{n} question can still change the answer.", "{n} questions can still change the answer."), leftOf(alone)];
    if (alone) return [sayOf(alone, "{n} question can still change what stands first.", "{n} questions can still change what stands first."), leftOf(alone)];
    if (first) return [sayOf(first, "{n} question may change it only together with others.", "{n} questions may change it only together with others."), leftOf(first)];
    var more = rest ? " " + sayOf(rest, "{n} further question can change tests and further warnings.", "{n} further questions can change tests and further warnings.") : "";
    return [say("Settled, unless further entries contradict what is entered.") + more, say("settled")];
  }
  var said_ = "", telling = 0;
  // the bar, the sentence above the questions, and what is read aloud: the headline and the gravest warnings
  function tell(result) {
    var empty = !Object.keys(answers).length, invalid = result.status === "invalid-input";
    var words_ = leftWords(), heads = Array.prototype.map.call(out.querySelectorAll(".headline, .grave"), function (one) { return one.textContent; });
    left.textContent = empty ? say("Begin with what decides most, or open a group.") : invalid ? say("Correct what is marked; the answer waits for it.") : words_[0];
    // entries that are at odds stand above everything
    var guarded = status.classList.contains("guarded");
    if (guarded) heads.unshift(status.textContent);
    var first = empty || invalid || !heads.length ? status.textContent : heads.slice(0, guarded ? 2 : 1).join(" · ");
    barWords.textContent = first;
    barLeft.textContent = empty || invalid ? "" : words_[1];
    bar.classList.toggle("alarm", invalid || guarded || result.status === "no-rule");
    var aloud = (empty || invalid || !heads.length ? [status.textContent] : heads).join(" ");
    clearTimeout(telling);
    telling = setTimeout(function () { if (aloud !== said_) { said_ = aloud; live.textContent = aloud; } }, 500);
    counted.textContent = usesToday ? counting.day : say("not counted to a day");
    printed.textContent = counting.clock();
  }
  function said(trouble) {
    var field = set.fields[trouble.about];
    if (trouble.name === "missing-input" && !widgets[trouble.about]) return say("{field} cannot be worked out: not all that it is computed from is known.", { field: field.label });
    if (trouble.name === "missing-input") return question(field);
    if (trouble.name === "out-of-range") return say("This value is outside what can be: {range}.", { range: rangeWords(field) });
    if (trouble.name === "unit-needed") return say("A unit is needed: the same number means different things in different laboratories.");
    if (trouble.name === "contradiction") return say("This does not agree with what follows from the other entries: {value}. Correct what is wrong, or leave one of them out.", { value: trouble.said + (field.unitWords ? " " + field.unitWords : "") });
    if (/^not-a-/.test(trouble.name)) return say("This cannot be read: {why}.", { why: say(trouble.said) });
    return trouble.said ? say(trouble.said) : trouble.name;
  }
  // that an entry was read as the nearest number that its field has
  function rounded(name) {
    var field = set.fields[name];
    if (!field.rounds || !(name in answers)) return "";
    try {
      var value = engine.read(set, name, answers[name]), stated = engine.readNumber(field, name, answers[name]);
      return value.d === undefined || engine.key(value) === engine.key(stated) ? "" : say("Read as {value}, the nearest step of {step}.", { value: words(field, value), step: stepWords(field) });
    } catch (trouble) { return ""; }
  }
  function stepWords(field) { return engine.numberText({ n: BigInt(field.step[0]), d: BigInt(field.step[1]) }); }
  function rangeWords(field) {
    var ends = set.limits[Object.keys(set.fields).find(function (name) { return set.fields[name] === field; })];
    var found = [];
    if (ends[0]) found.push(say(ends[0][1] ? say("from {value}") : say("above {value}"), { value: words(field, ends[0][0]) }));
    if (ends[1]) found.push(say(ends[1][1] ? say("to {value}") : say("below {value}"), { value: words(field, ends[1][0]) }));
    if (field.step) found.push(stepWords(field) === "1" ? say("a whole number") : say("in steps of {step}", { step: stepWords(field) }));
    return found.join(", ");
  }

  // ---------------------------------------------------------------- the answer

  var STATUS = {
    "ok": say("This is what the tables answer for what is entered."),
    "missing-input": say("Something that is needed is not entered yet."),
    "invalid-input": say("What is entered cannot be used as it is."),
    "no-rule": say("The tables have no answer for this case. Nothing is guessed.")
  };
  var box = {};
  function draw(result, view) {
    troubles.textContent = "";
    box = {};
    var invalid = result.status === "invalid-input";
    // one bad entry does not take the answer away: it stays, and says that it is not of these entries
    out.classList.toggle("stale", invalid && Boolean(out.children.length));
    stale.hidden = !out.classList.contains("stale");
    if (!invalid) out.textContent = "";
    if (!invalid && !Object.keys(answers).length) {
      status.textContent = say("Nothing is entered yet.");
      status.className = "verdict empty";
      return;
    }
    var guarding = result.status === "ok" ? guards(result) : [];
    status.textContent = guarding.length ? say("Look at the entries first: {what}", { what: guarding.join("; ") }) : STATUS[result.status];
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
            reveal(problem.about);
          });
          item.append(go, ": " + said(problem));
        } else if (table) {
          item.append(table.data.label + ": " + (problem.name === "no-rule" ? say("no row holds") : say("the rows {rules} contradict each other", { rules: problem.rules.join(", ") })));
        } else item.append(said(problem));
        list.append(item);
      });
      troubles.append(list);
    }
    if (invalid) return;
    result.accepted.forEach(function (text) {
      out.append(make("p", { "class": "known-error", text: say("An error in the tables is known and was accepted for this case: {error}", { error: text }) }));
    });
    var steps = engine.bare();
    result.steps.forEach(function (step) { steps[step.decision] = step; });
    var chosen = goal ? [set.byCode[goal]] : told(data.answers);
    var place = out;
    if (!goal) {
      out.append(firstPage(result));
      place = make("details", { "class": "everything" }, make("summary", { text: say("Everything else: all answers, and why") }));
      out.append(place);
    }
    chosen.forEach(function (table) {
      if (table.score && table.code in result.scores) place.append(scoreCard(table, result));
      if (steps[table.code]) place.append(card(table, steps[table.code], result, view[table.code], true));
    });
    var others = set.decisions.filter(function (table) { return chosen.indexOf(table) < 0 && steps[table.code]; });
    if (others.length) {
      var more = make("details", { "class": "way" }, make("summary", { text: sayOf(others.length, "On the way: {n} decision", "On the way: {n} decisions") }));
      var folded = goal ? [] : told(data.folded).filter(function (table) { return steps[table.code]; });
      folded.concat(others.filter(function (table) { return folded.indexOf(table) < 0; })).forEach(function (table) { more.append(card(table, steps[table.code], result, view[table.code], false)); });
      place.append(more);
    }
  }
  // The headline and the blocks, as the terminal and JSON have them; what takes a moment is added when it is known.
  function firstPage(result) {
    var page = window.firstPage.page(set, result, patient());
    var section = make("section", { "class": "first-page", "aria-label": say("In short"), "aria-busy": "true" });
    function show(asked, differing) {
      section.textContent = "";
      window.firstPage.rows(page, asked, differing).forEach(function (block) {
        // what is wrong with the entries stands in the line above already
        if (block[0] === "Please look at the entries") return;
        if (!block[0]) { section.append(make("p", { "class": "headline", text: block[1][0].text })); return; }
        // a paragraph on the terminal, a line each here
        var lines = make("ul"), apart = { "Do now": page.doNow, "Next check": page.nextCheck }[block[0]];
        (apart || block[1]).forEach(function (line) {
          var item = make("li", { "class": line.grave ? "grave" : null, text: line.bare || line.text });
          if (line.bare) item.append(make("span", { "class": "no-print", text: line.text.slice(line.bare.length) }));
          lines.append(item);
        });
        // nobody unfolds paper
        if (block[0] === "Do not") page.doNot.slice(page.openWarnings).forEach(function (line) { lines.append(make("li", { "class": "print-only", text: line.text })); });
        section.append(make("div", { "class": "block block-" + block[0].toLowerCase().replace(/ /g, "-") }, make("h3", { text: say(block[0]) }), lines));
      });
      if (page.always.length) {
        var always = make("ul");
        page.always.forEach(function (line) { always.append(make("li", { text: line.text })); });
        section.append(make("details", { "class": "always" }, make("summary", { text: say("Always, for everybody: {n}", { n: page.always.length }) }), always));
      }
    }
    show(null, null);
    box.show = function (found) {
      var open = section.querySelector("details[open]");
      show(found.asks, found.differing);
      if (open && section.querySelector("details")) section.querySelector("details").open = true;
      section.setAttribute("aria-busy", "false");
    };
    return section;
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
      box.append(answer.length ? list : make("p", { text: say(engine.WORDS.NO_ROWS) }));
    } else box.append(rowWords(table, answer));
    if (!seen.settled) box.append(make("p", { "class": "unsettled", text: say("may still change with further answers") }));
    var why = make("details", { "class": "why" }, make("summary", { text: say("Why") }));
    step.rules.forEach(function (id) { why.append(reason(table, id, step)); });
    if (!step.rules.length) why.append(make("p", { text: say("No row of the table holds, which is a valid answer here.") }));
    box.append(why);
    return box;
  }
  // a score: its value, and the values that it is computed from
  function scoreCard(table, result) {
    var list = make("ul", { "class": "tests" });
    table.inputs.forEach(function (name) {
      if (set.fields[name]) list.append(make("li", { text: set.fields[name].label + ": " + words(set.fields[name], result.values[name]) }));
    });
    var figures = engine.doseFigures(set.fields[table.code], table.inputs.map(function (name) { return result.values[name]; }));
    if (figures.length) list.append(make("li", { text: say("this makes {figures}", { figures: figures.map(function (one) { return say(one[0]) + words(set.fields[table.code], one[1]); }).join(", ") }) }));
    return make("article", { "class": "answer", "data-score": table.code }, make("h3", { text: table.data.label }),
      make("p", { "class": "value", text: words(set.fields[table.code], result.scores[table.code]) }),
      make("details", { "class": "why" }, make("summary", { text: say("Why") }), make("p", { text: say("Computed from:") }), list));
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
    var link = make("a", { href: base + "/decisions/" + slug(table.code) + ".html" + hash(discreet()), text: say("Rule {id}", { id: id }) });
    var where = make("span", { "class": "place", text: " " + table.data.place.concat(row.cells).filter(Boolean).join(" · ") });
    var box = make("div", { "class": "reason" }, make("p", null, link, where));
    var list = make("ul", { "class": "tests" });
    rule.when.forEach(function (test, column) {
      if (test[0] === "any") return;
      var field = set.fields[table.inputs[column]];
      list.append(make("li", { text: say("{field} is {value} (asked for: {asked})", { field: field.label, value: words(field, step.inputs[table.inputs[column]]), asked: row.said[column] }) }));
    });
    if (list.children.length) box.append(list);
    else box.append(make("p", { "class": "quiet", text: rule === table.otherwise ? say("no other row holds") : say("holds always") }));
    if (row.because.length) {
      var because = make("p", { "class": "quiet", text: say("Rests on:") + " " });
      row.because.forEach(function (item, at) {
        if (at) because.append("; ");
        if (item[0] === "statement") because.append(make("a", { href: base + "/evidence.html#statement-" + slug(item[1]), text: item[1] }));
        else {
          var to = data.refs[item[1]];
          because.append(say(item[0]) + " ", to ? make("a", { href: base + "/" + to, text: item[1] }) : item[1], item[2] && item[2] !== item[1] ? " (" + item[2] + ")" : "");
        }
      });
      box.append(because);
    }
    return box;
  }

  // ---------------------------------------------------------------- the case as text, link and paper

  function hash(some) { return "#case=" + encodeURIComponent(JSON.stringify(usesToday ? Object.assign(engine.bare(some), { today: counting.day }) : some)); }
  // The case without dates of a person, where what is computed from them can stand for them: for addresses that nobody asked for.
  function discreet() {
    var shared = engine.bare(answers), replaced = engine.bare();
    if (!last) return shared;
    set.inputs.forEach(function (name) {
      var field = set.fields[name], parts = field.computed ? field.computed.slice(2).filter(function (part) { return part !== "today"; }) : [];
      var value = last.values[name];
      if (parts.length !== 1 || !(parts[0] in answers) || set.fields[parts[0]].type !== "date" || engine.isUnknown(value)) return;
      shared[name] = (engine.numberText(value) + " " + (field.unit || "")).trim();
      replaced[parts[0]] = true;
    });
    Object.keys(replaced).forEach(function (name) {
      var asked = set.decisions.some(function (table) { return table.inputs.indexOf(name) >= 0; });
      if (!asked) delete shared[name];
    });
    return shared;
  }
  // What is entered stays in this tab, so that the menu does not lose it; the address holds it only where a link brought it.
  function remember() {
    var bare = JSON.stringify(answers, null, 1);
    json.value = bare;
    try {
      if (Object.keys(answers).length) sessionStorage.setItem(kept, JSON.stringify({ answers: answers, today: counting.named ? counting.day : undefined }));
      else sessionStorage.removeItem(kept);
    } catch (error) { /* storage refused: the case lasts for this page */ }
    var dated = set.inputs.some(function (name) { return name in answers && set.fields[name].type === "date"; });
    if (location.hash && (bare !== linked || dated)) {
      try { history.replaceState(null, "", location.pathname + location.search); } catch (error) { /* a folder may refuse it */ }
    }
  }
  function fromTab() {
    var found = null;
    try { found = JSON.parse(sessionStorage.getItem(kept)); } catch (error) { return false; }
    if (!found || typeof found.answers !== "object") return false;
    anew(set.fields.today ? found.answers : Object.assign(found.answers, { today: found.today }));
    return true;
  }
  // the case with what it was answered by: the tables, their version and status, the day that was counted to
  function record() {
    var heads = out.querySelector(".headline");
    return JSON.stringify({ "case": usesToday ? Object.assign(engine.bare(answers), { today: counting.day }) : answers,
      headline: heads && !out.classList.contains("stale") ? heads.textContent : null, written_on: counting.clock(),
      tables: { title: data.title, version: data.version, status: data.status, content: data.hash } }, null, 1);
  }
  function accept(cases) {
    if (!cases || typeof cases !== "object" || Array.isArray(cases)) throw new Error(say("a case is an object: {example}", { example: "{\"field\": value, …}" }));
    // a whole record, as it is copied
    if (cases["case"] && typeof cases["case"] === "object" && !set.fields["case"]) cases = cases["case"];
    answers = engine.bare(cases);
    if (typeof answers.today === "string" && !set.fields.today) { counting.name(answers.today); delete answers.today; }
    Object.keys(answers).forEach(function (name) { if (answers[name] === null) answers[name] = engine.UNKNOWN; });
    linked = JSON.stringify(answers, null, 1);
    wished = engine.bare();
    showAll();
    update();
  }
  // another patient is counted to the day of the clock, unless the case names one
  function anew(cases) {
    counting.free();
    accept(cases);
  }
  var linked = "";
  function showAll() { set.inputs.forEach(function (name) { widgets[name].show(answers[name]); }); }
  function copy(text, button) {
    var said = button.textContent, focused = document.activeElement;
    function done(good) {
      button.textContent = good ? say("Copied") : say("Press Ctrl+C");
      setTimeout(function () { button.textContent = said; }, 1600);
    }
    function byHand() {
      details.open = true;
      json.value = text;
      // a refusal may come late: who writes elsewhere by then goes on there
      if (document.activeElement !== focused) return;
      json.select();
      try { done(document.execCommand("copy")); } catch (error) { done(false); }
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { done(true); }, byHand);
    else byHand();
  }

  // ---------------------------------------------------------------- the page

  var entered = make("ul", { "class": "entered", "aria-label": say("What is entered") });
  var left = make("p", { "class": "quiet left" });
  var status = make("p", { "class": "verdict" });
  var out = make("div", { "class": "answers" }), troubles = make("div", { "class": "troubles" });
  var stale = make("p", { "class": "stale-note", text: say("Not of these entries: what was answered before the last one."), hidden: "" });
  var live = make("p", { "class": "unseen", role: "status", "aria-live": "polite" });
  var next = make("div", { "class": "asks next" }), nextHead = make("h3", { text: say("What decides most"), hidden: "" });
  var barWords = make("span", { "class": "bar-words" }), barLeft = make("span", { "class": "bar-left" });
  var bar = make("a", { "class": "answer-bar no-print", href: "#answer-head" }, barWords, barLeft);
  var counted = make("dd"), printed = make("dd"), groups = [];
  var json = make("textarea", { id: "json", rows: 8, spellcheck: "false", "aria-label": say("The case as JSON") });
  var details = make("details", { "class": "no-print" }, make("summary", { text: say("The case as JSON") }), json);

  // the group of questions of that heading; the groups stand as the Dictionary first names them
  function group(title) {
    var found = groups.find(function (one) { return one.title === title; });
    if (found) return found;
    var count = make("span", { "class": "quiet" }), inner = make("div", { "class": "asks" });
    var box = make("details", { "class": "group" }, make("summary", null, make("span", { text: title || (groups.length ? say("All other questions") : say("More questions")) }), " ", count), inner);
    found = { title: title, names: [], box: box, inner: inner, count: count };
    groups.push(found);
    return found;
  }
  // beside a date, what is computed from it: who does not know the date of birth may know the age
  function instead(name) {
    var field = set.fields[name], parts = field.computed ? field.computed.slice(2).filter(function (part) { return part !== "today"; }) : [];
    if (!field.question || parts.length !== 1 || set.fields[parts[0]].type !== "date" || !widgets[parts[0]]) return;
    var offer = make("button", { type: "button", "class": "back no-print", text: say("or: {field}", { field: field.label }) });
    offer.addEventListener("click", function () { wished[name] = true; arrange(); reveal(name); });
    widgets[parts[0]].box.append(offer);
  }
  function build() {
    place.textContent = "";
    var choose = make("select", { id: "goal" }, make("option", { value: "", text: say("everything") }));
    var last = make("optgroup", { label: say("Answers") }), way = make("optgroup", { label: say("Steps on the way") });
    var ends = told(data.answers).concat(told(data.folded));
    ends.concat(set.decisions.filter(function (table) { return ends.indexOf(table) < 0; })).forEach(function (table) {
      (ends.indexOf(table) < 0 ? way : last).append(make("option", { value: table.code, text: table.data.label }));
    });
    choose.append(last, way);
    choose.addEventListener("change", function () { goal = choose.value; update(); });
    var box = make("input", { type: "checkbox", id: "all" });
    box.addEventListener("change", function () {
      all = box.checked;
      groups.forEach(function (group) { group.box.open = all; });
      update();
    });
    var tools = make("div", { "class": "tools no-print" },
      make("label", { "for": "goal", text: say("What do you want to know?") }), choose,
      make("span", { "class": "check" }, box, make("label", { "for": "all", text: say("show all questions") })));
    if (usesToday) tools.append(make("label", { "for": "today", text: say("Counted to") }), counting.input);

    set.inputs.forEach(function (name) {
      widgets[name] = questions.ask(name);
      widgets[name].words();
      group(set.fields[name].group || "").names.push(name);
    });
    groups.forEach(function (one) { one.names.forEach(function (name) { one.inner.append(widgets[name].box); }); });
    set.inputs.forEach(instead);
    var sample = make("select", { id: "sample" }, make("option", { value: "", text: say("– a worked case –") }));
    data.cases.forEach(function (one, at) { sample.append(make("option", { value: at, text: one[0] + (one[1] ? ": " + one[1].slice(0, 80) : "") })); });
    sample.addEventListener("change", function () { if (sample.value) anew(data.cases[sample.value][2]); });
    var again = make("button", { type: "button", text: say("Start again") });
    again.addEventListener("click", function () { sample.value = ""; anew({}); });
    var asJson = make("button", { type: "button", text: say("Copy as JSON") });
    asJson.addEventListener("click", function () { copy(record(), asJson); });
    var asLink = make("button", { type: "button", text: say("Copy as link") });
    asLink.addEventListener("click", function () { copy(location.href.split("#")[0] + hash(answers), asLink); });
    var print = make("button", { type: "button", text: say("Print") });
    print.addEventListener("click", function () { window.print(); });
    json.addEventListener("change", function () {
      try { accept(JSON.parse(json.value)); json.setCustomValidity(""); } catch (error) { json.setCustomValidity(error.message); json.reportValidity(); }
    });
    groups.sort(function (a, b) { return (a.title === "") - (b.title === ""); });
    var onPaper = make("dl", { "class": "record print-only" });
    [[say("Tables"), make("dd", { text: say("{title}, version {version}, {status}, content {content}", { title: data.title, version: data.version, status: data.status, content: data.hash.slice(0, 12) }) })],
      [say("Counted to"), counted], [say("Printed on"), printed], [say("Name"), make("dd", { "class": "line" })], [say("Signature"), make("dd", { "class": "line" })]]
      .forEach(function (row) { onPaper.append(make("div", null, make("dt", { text: row[0] }), row[1])); });
    var skip = make("a", { "class": "skip-answer", href: "#answer-head", text: say("Skip to the answer") });
    place.append(
      tools,
      make("div", { "class": "two" },
        make("section", { "class": "questions", "aria-labelledby": "questions-head" }, skip, make("h2", { id: "questions-head", text: say("The patient") }), entered, left,
          nextHead, next, make("div", { "class": "groups" }, ...groups.map(function (one) { return one.box; })),
          make("div", { "class": "tools no-print" }, make("label", { "for": "sample", text: say("Or begin with") }), sample)),
        make("section", { "class": "result", "aria-labelledby": "answer-head" }, make("h2", { id: "answer-head", tabindex: "-1", text: say("The answer") }), status, live,
          make("div", { "class": "tools no-print" }, again, asJson, asLink, print), troubles, stale, out, details, onPaper)),
      bar);
    [skip, bar].forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        document.getElementById("answer-head").scrollIntoView();
        document.getElementById("answer-head").focus({ preventScroll: true });
      });
    });
    // what was answered goes to its group when the keyboard leaves it; never under a pressed pointer
    var pressed = false;
    place.addEventListener("pointerdown", function () { pressed = true; });
    document.addEventListener("pointerup", function () { setTimeout(function () { pressed = false; arrange(); }, 250); });
    place.addEventListener("focusout", function () { setTimeout(function () { if (!pressed) arrange(); }, 0); });
  }
  document.addEventListener("words", function () {
    set.inputs.forEach(function (name) { widgets[name].words(); });
    update();
  });
  function fromHash() {
    if (/^#worked=/.test(location.hash)) return fromWorked();
    if (!/^#case=/.test(location.hash)) return false;
    var found = engine.caseOf(location.hash);
    anew(found ? Object.assign(found.answers, found.today === null ? null : { today: found.today }) : {});
    if (!found) status.textContent = say("The link holds no case that can be read.");
    return true;
  }
  // a worked case, by its name
  function fromWorked() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(8)); } catch (error) { /* no name that can be read */ }
    var worked = data.cases.find(function (one) { return one[0] === id; });
    anew(worked ? worked[2] : {});
    if (!worked) status.textContent = say("The link holds no case that can be read.");
    return true;
  }
  var questions = window.formQuestions(set, { make: make, slug: slug, question: question, patient: patient, answer: answer });
  build();
  if (!fromHash() && !fromTab()) update();
  window.addEventListener("hashchange", fromHash);
})();
