// What stands first of an answer: the headline and the blocks, in the words and the order of the terminal and of JSON.
// It says what the runtime says (`runtime/explain/first_page.py`); a test holds the two together on every worked case.
(function (world) {
  "use strict";
  var engine = world.tableEngine, tell = world.say, tellOf = world.sayOf;
  var OPEN_WARNINGS = 2, OPEN_QUESTIONS = 3, OPEN_DIFFERENCES = 2;
  var BLOCKS = ["entries", "do now", "next check", "do not", "ask", "sources differ"];

  // ---------------------------------------------------------------- words

  function isList(value) { return Array.isArray(value); }
  function silent(set, name, value) {
    if (value === null || value === undefined || value === engine.UNKNOWN || value === engine.WORDS.NO_RESULT) return true;
    if (isList(value)) return !value.length;
    if (value.set) return !value.set.size;
    return typeof value === "string" && (set.telling.quiet[name] || []).indexOf(value) >= 0;
  }
  function numberWords(value) {
    if (value.d > 1000000n) return tell("about {number}", { number: Number((Number(value.n) / Number(value.d)).toPrecision(6)) });
    return engine.numberText(value);
  }
  // the members of a set in the order of the dictionary, what is not declared behind them
  function membersInOrder(field, value) {
    var codes = (field.values || []).map(function (row) { return row[0]; });
    function place(code) { return codes.indexOf(code) < 0 ? codes.length : codes.indexOf(code); }
    return Array.from(value.set.values()).sort().sort(function (one, other) { return place(one) - place(other); });
  }
  function plainWords(field, value, patient) {
    if (value === null || value === undefined) return tell(engine.WORDS.NO_RESULT);
    if (value === engine.UNKNOWN) return tell(engine.WORDS.NOT_KNOWN);
    if (value === true) return tell("yes");
    if (value === false) return tell("no");
    if (value.iso) return value.iso;
    if (value.set) {
      return membersInOrder(field, value).map(function (one) { return plainWords(field, one, patient); }).join(", ") || tell(engine.WORDS.EMPTY_SET);
    }
    if (value.d !== undefined) {
      var unit = engine.numberText(value) === "1" && field.unitOne ? field.unitOne : field.unitWords || "";
      return numberWords(value) + (unit ? " " + unit : "");
    }
    var row = (field.values || []).find(function (one) { return one[0] === value; });
    return row ? (patient && row[2]) || row[1] : value;
  }
  function words(field, value, patient) {
    var text = plainWords(field, value, patient);
    return /\.$/.test(text) && !/\.\.$/.test(text) ? text.slice(0, -1) : text;
  }
  function rangeWords(field, low, high, patient) {
    if (engine.key(low) === engine.key(high) || typeof high === "string") return words(field, low, patient);
    if (low.d !== undefined && high.d !== undefined) return numberWords(low) + tell(" to ") + words(field, high, patient);
    return words(field, low, patient) + tell(" to ") + words(field, high, patient);
  }
  function listed(texts) {
    texts = texts.filter(Boolean);
    if (texts.length < 2) return texts[0] || "";
    return texts.slice(0, -1).join(", ") + tell(" and ") + texts[texts.length - 1];
  }
  function unique(texts) { return texts.filter(function (text, at) { return texts.indexOf(text) === at; }); }
  function codeWords(value) {
    if (typeof value === "string") return value;
    return value.d !== undefined ? engine.numberText(value) : plainWords({}, value, false);
  }
  // a field over some values in words, or by its codes; "" where it says nothing
  function say(set, name, values, code, patient) {
    var value = values[name], field = set.fields[name];
    var told = (isList(value) ? value : [value]).filter(function (one) { return !silent(set, name, one); });
    var upper = values[set.telling.upper[name]];
    if (upper === undefined) upper = null;
    if (code) {
      var range = told.length === 1 && upper !== null && engine.key(upper) !== engine.key(told[0]);
      return range ? codeWords(told[0]) + tell(" to ") + codeWords(upper) : listed(told.map(codeWords));
    }
    if (told.length === 1 && upper !== null && !isList(upper)) return rangeWords(field, told[0], upper, patient);
    return listed(unique(told.map(function (one) { return words(field, one, patient); })));
  }

  // ---------------------------------------------------------------- templates

  // a template is a list: a text as it stands, {s: [[field, code], …]} a slot, {o: [...]} an optional part
  function fieldsOf(template) {
    var found = [];
    (template || []).forEach(function (part) {
      (part.o || [part]).forEach(function (inner) { (inner.s || []).forEach(function (one) { found.push(one[0]); }); });
    });
    return unique(found);
  }
  function begins(before) { return !before.trim() || /[.!?]$/.test(before.trimEnd()); }
  function lower(set, text) {
    var match = /^[\p{L}\p{M}\p{Nl}\p{No}]+(?:[-'’][\p{L}\p{M}\p{Nl}\p{No}]+)*/u.exec(text);
    return match && set.telling.lowered.indexOf(match[0]) >= 0 ? text[0].toLowerCase() + text.slice(1) : text;
  }
  function joined(set, parts, values, patient, before) {
    var told = "";
    for (var i = 0; i < parts.length; i++) {
      if (typeof parts[i] === "string") { told += parts[i]; continue; }
      var text = "";
      for (var j = 0; j < parts[i].s.length && !text; j++) text = say(set, parts[i].s[j][0], values, parts[i].s[j][1], patient);
      if (!text) return null;
      told += begins(before + told) ? text : lower(set, text);
    }
    return told;
  }
  function sentence(set, code, values, patient) {
    var template = (set.telling.sentences[code] || [])[patient ? 1 : 0];
    if (!template || !template.length) return "";
    var told = "";
    for (var i = 0; i < template.length; i++) {
      var more = joined(set, template[i].o || [template[i]], values, patient, told);
      if (more === null && !template[i].o) return "";
      told += more || "";
    }
    return told.split(/\s+/).filter(Boolean).join(" ").replace(/\s+([,.;:!?)])/g, "$1").replace(/\( /g, "(");
  }

  // ---------------------------------------------------------------- what is known of a result

  function answersOf(result, code) {
    var answer = result.outputs[code], score = engine.bare();
    if (answer === undefined && result.scores && code in result.scores) { score[code] = result.scores[code]; return [score]; }
    return answer === undefined ? [] : isList(answer) ? answer : [answer];
  }
  function valuesOf(set, result) {
    var values = Object.assign(engine.bare(result.values), result.scores);
    set.decisions.forEach(function (table) {
      if (result.outputs[table.code] === undefined) return;
      table.outputs.forEach(function (name) {
        values[name] = table.list ? result.outputs[table.code].map(function (row) { return row[name]; }) : result.outputs[table.code][name];
      });
    });
    return values;
  }
  function headline(set, result, patient) {
    var template = (set.telling.sentences[""] || [])[patient ? 1 : 0];
    var taken = fieldsOf(template).every(function (name) {
      return name in result.scores || (set.produced[name] && result.outputs[set.produced[name].code] !== undefined);
    });
    if (result.status !== "ok" && !taken) return "";
    return sentence(set, "", valuesOf(set, result), patient);
  }
  function tablesOf(set, block) {
    return set.answers.filter(function (code) { return (set.telling.blocks[code] || "do now") === block; }).map(function (code) { return set.byCode[code]; });
  }
  function says(set, table, row) { return !table.outputs.every(function (name) { return silent(set, name, row[name]); }); }
  function isChoice(field) { return field.type === "choice" || field.type === "choices"; }
  function plainAnswer(set, table, row, result, patient) {
    var values = Object.assign(engine.bare(), result.scores, row); // the upper end of a range may be a score of its own
    var uppers = Object.keys(set.telling.upper).map(function (name) { return set.telling.upper[name]; });
    var texts = [];
    table.outputs.forEach(function (name) {
      if (silent(set, name, row[name]) || uppers.indexOf(name) >= 0) return;
      var field = set.fields[name], text = say(set, name, values, false, patient);
      var alone = table.outputs.length === 1 || field.label.toLowerCase() === table.data.label.toLowerCase();
      texts.push(alone || isChoice(field) ? text : field.label + " " + text);
    });
    return texts.length ? texts[0] + texts.slice(1).map(function (text) { return " (" + text + ")"; }).join("") : "";
  }
  function line(text, rank, grave) { return { text: text, rank: rank || "", grave: Boolean(grave) }; }
  function hasSentence(set, code) { return ((set.telling.sentences[code] || [])[0] || []).length > 0; }
  function told(set, table, step, result, patient) {
    var rows = answersOf(result, table.code).filter(function (row) { return says(set, table, row); });
    if (hasSentence(set, table.code)) {
      return unique(rows.map(function (row) { return sentence(set, table.code, Object.assign(engine.bare(step.inputs), result.scores, row), patient); })).filter(Boolean).map(function (text) { return line(text); });
    }
    var texts = rows.map(function (row) { return plainAnswer(set, table, row, result, patient); }).filter(Boolean);
    if (!texts.length) return [];
    if ((set.telling.blocks[table.code] || "") === "entries") return texts.map(function (text) { return line(text); });
    return [line(table.data.label + ": " + texts.join("; "))];
  }
  function onceEach(lines) {
    var seen = [];
    return lines.filter(function (one) {
      var key = JSON.stringify(one);
      return seen.indexOf(key) < 0 && seen.push(key);
    });
  }
  // how grave a row of a list of warnings is, 0 the gravest, and the word for it
  function gravity(set, table, row) {
    for (var i = 1; i < table.outputs.length; i++) {
      var field = set.fields[table.outputs[i]], value = row[table.outputs[i]];
      if (isChoice(field) && typeof value === "string") {
        var at = (field.values || []).findIndex(function (one) { return one[0] === value; });
        return [at < 0 ? (field.values || []).length : at, plainWords(field, value, false)];
      }
    }
    return [1, ""];
  }

  // ---------------------------------------------------------------- the first page

  function firstPage(set, result, patient) {
    var steps = engine.bare();
    result.steps.forEach(function (step) { steps[step.decision] = step; });
    Object.keys(result.scores).forEach(function (code) { steps[code] = { inputs: engine.bare(), rules: [] }; });
    var first = headline(set, result, patient), named = fieldsOf((set.telling.sentences[""] || [])[0]);
    function lines(block) {
      var found = [];
      tablesOf(set, block).forEach(function (table) {
        var stands = first && table.outputs.some(function (name) { return named.indexOf(name) >= 0; });
        if (steps[table.code] && !(stands && block === "do now")) found = found.concat(told(set, table, steps[table.code], result, patient));
      });
      return onceEach(found);
    }
    var ranked = [], always = [];
    tablesOf(set, "do not").forEach(function (table) {
      var step = steps[table.code];
      if (!step) return;
      if (!table.list) { told(set, table, step, result, patient).forEach(function (one) { ranked.push([0, one]); }); return; }
      answersOf(result, table.code).forEach(function (row, at) {
        var name = table.outputs[0], rank = gravity(set, table, row);
        var one = line(sentence(set, table.code, row, patient) || words(set.fields[name], row[name], patient), rank[1], rank[0] === 0);
        var rule = table.rules.find(function (other) { return other.id === step.rules[at]; });
        if (rule && rule.when.every(function (test) { return test[0] === "any"; })) always.push(one);
        else if (!ranked.some(function (other) { return JSON.stringify(other[1]) === JSON.stringify(one); })) ranked.push([rank[0], one]);
      });
    });
    ranked = ranked.map(function (entry, at) { return [entry[0], at, entry[1]]; }).sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
    var doNot = ranked.map(function (entry) { return entry[2]; });
    return { headline: first, entries: lines("entries"), doNow: lines("do now"), nextCheck: lines("next check"), doNot: doNot, always: always,
      openWarnings: Math.max(doNot.filter(function (one) { return one.grave; }).length, OPEN_WARNINGS) };
  }
  function stopped(one) { return /[.!?]$/.test(one.text) ? one.text : one.text + "."; }
  function doNotLines(page) {
    var shown = page.doNot.slice(0, page.openWarnings), rest = page.doNot.length - shown.length;
    var lines = shown.filter(function (one) { return one.grave; }).map(function (one) { return line(one.rank ? one.rank.toUpperCase() + ": " + one.text : one.text, one.rank, true); });
    var others = shown.filter(function (one) { return !one.grave; }).map(function (one) { return one.text; });
    if (others.length) lines.push(line(others.join(" · ")));
    if (lines.length && rest) {
      var last = lines[lines.length - 1];
      last.bare = last.text; // on paper, where nothing is folded
      last.text += tell(" (+ {n} more)", { n: rest });
    }
    return lines.length ? lines : rest ? [line(tellOf(rest, "{n} warning, folded", "{n} warnings, folded"))] : [];
  }
  function askLines(asked) {
    if (!asked || !asked.telling.length) return [];
    var shown = asked.telling.slice(0, OPEN_QUESTIONS), rest = asked.telling.length - shown.length, more = [];
    if (rest) more.push(tell("+ {n} more", { n: rest }));
    if (asked.idle) more.push(tellOf(asked.idle, "{n} other cannot, each alone", "{n} others cannot, each alone"));
    return [line(shown.join("; ") + (more.length ? " (" + more.join(", ") + ")" : ""))];
  }
  function differLines(found) {
    if (!found || !found.length) return [];
    var shown = found.slice(0, OPEN_DIFFERENCES).map(function (one) { return one.ref + " " + one.title + " → " + one.otherwise; });
    var rest = found.length - shown.length;
    return [line(shown.join(" · ") + (rest ? tell(" (+ {n} more)", { n: rest }) : ""))];
  }
  // the blocks as a person reads them: [title, lines]; empty ones are left out
  function rows(page, asked, differing) {
    function one(lines) { return lines.length ? [line(lines.map(stopped).join(" "))] : []; }
    return [["Please look at the entries", page.entries], ["", page.headline ? [line(page.headline)] : []], ["Do now", one(page.doNow)],
      ["Next check", one(page.nextCheck)], ["Do not", doNotLines(page)], ["Ask", askLines(asked)], ["Sources differ", differLines(differing)]]
      .filter(function (block) { return block[1].length; });
  }

  // ---------------------------------------------------------------- what can still change it

  function saidOf(set, result, table, name) {
    var found = answersOf(result, table.code).map(function (row) { return row[name]; }).filter(function (value) { return !silent(set, name, value); });
    return found.length ? found : null;
  }
  function valueKey(value) { return value === null ? null : value.map(engine.key); }
  function weighed(set) {
    var named = fieldsOf((set.telling.sentences[""] || [])[0]);
    var groups = ["do now", "next check"].map(function (block) { return tablesOf(set, block).filter(function (table) { return !table.list && !table.score; }); });
    var warning = tablesOf(set, "do not"), against = tablesOf(set, "entries");
    function value(result, name) { return set.produced[name] || set.byCode[name] ? saidOf(set, result, set.produced[name] || set.byCode[name], name) : null; }
    // the results that the headline speaks of, those from which its scores follow among them
    var decided = engine.bare();
    (function follow(names) {
      names.forEach(function (name) {
        if (name in decided) return;
        decided[name] = true;
        if (!set.produced[name] && set.fields[name] && set.fields[name].computed) follow(set.fields[name].computed.slice(2));
      });
    })(named);
    return {
      named: named,
      // the decisions whose answers count, and of a list of warnings which rows: the gravest
      decisions: set.decisions.filter(function (table) {
        return warning.indexOf(table) >= 0 || groups[0].indexOf(table) >= 0 || groups[1].indexOf(table) >= 0 ||
          table.outputs.some(function (name) { return decided[name]; });
      }).map(function (table) { return table.code; }),
      counts: function (table, rule) {
        var row = engine.bare();
        table.outputs.forEach(function (name, column) { row[name] = rule.then[column]; });
        return warning.indexOf(table) < 0 || gravity(set, table, row)[0] === 0;
      },
      parts: function (result) {
        var grave = [];
        warning.forEach(function (table) {
          answersOf(result, table.code).forEach(function (row) { if (gravity(set, table, row)[0] === 0) grave.push(engine.key(row[table.outputs[0]])); });
        });
        var told = groups.map(function (tables) {
          return tables.map(function (table) { return table.outputs.map(function (name) { return valueKey(saidOf(set, result, table, name)); }); });
        });
        return [named.map(function (name) { return valueKey(value(result, name)); }), told[0], unique(grave).sort(), told[1]]
          .map(function (part) { return JSON.stringify(part); });
      },
      done: function (result) {
        var names = named.slice(), found = engine.bare();
        groups[0].forEach(function (table) { names = names.concat(table.outputs); });
        names.forEach(function (name) { found[name] = JSON.stringify(valueKey(value(result, name))); });
        return found;
      },
      entries: function (result) {
        var found = [];
        against.forEach(function (table) {
          answersOf(result, table.code).forEach(function (row) {
            found.push(table.code + JSON.stringify(table.outputs.map(function (name) { return engine.key(row[name]); })));
          });
        });
        return found;
      }
    };
  }
  // the answer of one decision as what counts, where somebody asks for nothing else; of a list what stands in it
  function named(set, code) {
    var sums = weighed(set), table = set.byCode[code];
    sums.parts = function (result) {
      var rows = answersOf(result, code).map(function (row) { return JSON.stringify(table.outputs.map(function (name) { return engine.key(row[name]); })); });
      return [JSON.stringify(result.outputs[code] === undefined && !table.score ? null : table.list ? unique(rows).sort() : rows)];
    };
    if (tablesOf(set, "entries").indexOf(table) >= 0) sums.entries = function () { return []; };
    return sums;
  }
  // what a person states so that an input is known: of a computed one the parts that are not
  function typedFor(set, name, known) {
    if (set.inputs.indexOf(name) < 0) return [];
    var computed = set.fields[name].computed, found = [];
    if (!computed) return [name];
    for (var i = 2; i < computed.length; i++) {
      var part = computed[i];
      if (part === "today" && !set.fields.today) continue;
      if (set.inputs.indexOf(part) < 0) return [];
      if (known[part] === undefined || engine.isUnknown(known[part])) found = found.concat(typedFor(set, part, known));
    }
    return found.length ? found : [name];
  }
  // what a person is asked for so that an input is known: what is typed, and not what is computed from it; the computed
  // field itself, if it has a question, where a part was stated as not known: another part alone would tell nothing
  function askedFor(set, name, known, given) {
    if (set.inputs.indexOf(name) < 0 || name in given) return [];
    var field = set.fields[name];
    if (!field.computed) return [name];
    var parts = field.computed.slice(2).filter(function (part) { return part !== "today" || set.inputs.indexOf(part) >= 0; });
    if (parts.some(function (part) { return set.inputs.indexOf(part) < 0; })) return [];
    var open = parts.filter(function (part) { return known[part] === undefined || engine.isUnknown(known[part]); });
    var asked = open.map(function (part) { return askedFor(set, part, known, given); });
    if (asked.length && asked.every(function (names) { return names.length; })) return unique([].concat.apply([], asked));
    return field.question && open.every(function (part) { return !set.fields[part].computed; }) ? [name] : [];
  }
  // The worked cases by how far they are from what is known: a choice that a case states otherwise, or not at all, is a
  // step, and a step farther off it counts a quarter. Gives for an input in how many it decides the headline.
  function nearest(set, result) {
    var worked = set.telling.worked, every = 0n, steps;
    Object.keys(worked.decides).forEach(function (name) { every |= worked.decides[name]; });
    steps = [every];
    worked.stated.forEach(function (pair) {
      var value = result.values[pair[0]];
      if (typeof value !== "boolean" && typeof value !== "string" || engine.isUnknown(value)) return;
      var same = pair[1][value === true ? "yes" : value === false ? "no" : value] || 0n;
      var far = [0n].concat(steps.map(function (here) { return here & ~same; }));
      steps = steps.concat(0n).map(function (here, at) { return (here & same) | far[at]; });
    });
    return function (name) {
      var cases = worked.decides[name] || 0n;
      return steps.reduce(function (sum, here, at) { return sum + (here & cases).toString(2).replace(/0/g, "").length * Math.pow(0.25, at); }, 0);
    };
  }
  // One piece of work after the other, so that a page stays awake; `done` gets {asks, order, differing}. Gives what stops it.
  // `goal` is a decision where nothing else is asked for.
  function weigh(set, raw, today, result, later, done, goal) {
    var steps = [], weights = engine.bare(), asking = engine.bare(), given = engine.codes(set, raw), sums = goal ? named(set, goal) : weighed(set), before = sums.parts(result), against = sums.entries(result);
    var looked = engine.bare(), differ = [], seen = engine.bare(), stopped = false;
    var decides = goal ? function () { return 0; } : nearest(set, result);
    result.steps.forEach(function (step) { Object.keys(step.inputs).forEach(look); });
    set.scores.forEach(look);
    // what has to be known and is not, is no value of a result; neither is what was stated and cannot be read
    function statedUnknown(name) {
      return Object.keys(raw).some(function (key) {
        var one = engine.bare();
        one[key] = null;
        return name in engine.codes(set, one) && (engine.isUnknown(raw[key]) || (typeof raw[key] === "string" && engine.fold(raw[key]) === engine.UNKNOWN));
      });
    }
    // what is not known and looked at, itself or through a score, which nobody states
    function look(name) {
      if (name in looked) return;
      looked[name] = !engine.decidedHere(set, name);
      if (!looked[name] && !set.produced[name]) set.fields[name].computed.slice(2).forEach(look);
    }
    set.inputs.forEach(function (name) {
      if (!looked[name] || !(name in result.values ? engine.isUnknown(result.values[name]) : !(name in given) || statedUnknown(name))) return;
      var typed = typedFor(set, name, result.values);
      if (typed.length) steps.push(function () {
        var counts = influence(name);
        add(weights, name, typed, counts);
        add(asking, name, askedFor(set, name, result.values, given), counts);
      });
    });
    // what a question weighs: whether it can change the headline, how often it decides in the worked cases that are
    // nearest (who knows an age by the date of birth is asked for that), and how often it changes each part
    function add(into, name, names, counts) {
      names.forEach(function (one) {
        var both = Math.max(decides(name), decides(one));
        var weight = { counts: counts, all: (counts[0] > 0 ? [1, both] : [0, 0]).concat(counts) };
        if (!into[one] || compareCounts(weight.all, into[one].all) > 0) into[one] = weight;
      });
    }
    // what can change anything, the weightiest first
    function sorted(sums) {
      var found = Object.keys(sums).filter(function (name) { return sums[name].counts.some(Boolean); });
      return found.sort(function (a, b) { return compareCounts(sums[b].all, sums[a].all) || set.inputs.indexOf(a) - set.inputs.indexOf(b); });
    }
    function influence(name) {
      var changed = before.map(function () { return 0; }), tried = 0;
      (set.telling.pieces[name] || []).forEach(function (given) {
        var more = engine.bare(raw);
        more[name] = given;
        var after = engine.evaluate(set, more, today, result);
        if (after.status === "invalid-input" || !sums.entries(after).every(function (one) { return against.indexOf(one) >= 0; })) return;
        tried += 1;
        sums.parts(after).forEach(function (part, at) { if (part !== before[at]) changed[at] += 1; });
      });
      return changed.map(function (count) { return tried ? count / tried : 0; });
    }
    if (result.status === "ok") set.telling.readings.forEach(function (reading) {
      steps.push(function () { if (!seen[reading[0]]) other(reading); });
    });
    function other(reading) {
      var changed = under(set, raw, today, result, reading[2]);
      if (!changed || changed.status !== "ok") return;
      var was = sums.done(result), is = sums.done(changed);
      var names = Object.keys(is).filter(function (name) { return was[name] !== is[name]; });
      if (!names.length) return;
      seen[reading[0]] = true;
      differ.push({ ref: reading[0], title: reading[1], otherwise: otherwise(changed, names), later: !names.some(function (name) { return sums.named.indexOf(name) >= 0; }) });
    }
    function otherwise(changed, names) {
      var values = valuesOf(set, changed);
      for (var i = 0; i < names.length; i++) {
        var text = say(set, names[i], values, false, false);
        if (text) return set.fields[names[i]].label + ": " + text;
      }
      return tell("nothing under {field}", { field: set.fields[names[0]].label });
    }
    function end() {
      var telling = sorted(weights);
      var missing = result.problems.filter(function (one) { return one.name === "missing-input"; }).map(function (one) { return one.about; });
      var needed = set.inputs.filter(function (name) { return missing.indexOf(name) >= 0; });
      var order = differ.filter(function (one) { return !one.later; }).concat(differ.filter(function (one) { return one.later; }));
      done({ asks: { telling: telling.map(function (name) { return set.fields[name].label; }), idle: Object.keys(weights).length - telling.length, fields: telling },
        order: unique(needed.concat(sorted(asking))), differing: order });
    }
    function next() {
      if (stopped) return;
      if (!steps.length) { end(); return; }
      steps.shift()();
      later(next);
    }
    later(next);
    return function () { stopped = true; };
  }
  // What is left to ask as far as can be seen at once, without trying: {first: what may change what stands first of the
  // answer, if only several together; rest: what may change anything else}. It may name too much, never too little.
  function left(set, raw, today, result, goal) {
    var view = engine.outlook(set, raw, today), sums = weighed(set), given = engine.codes(set, raw);
    function asked(goals, counts) {
      var found = [];
      Object.keys(engine.stillMatters(set, view, goals, raw, counts)).forEach(function (name) {
        found = found.concat(askedFor(set, name, result.values, given));
      });
      return set.inputs.filter(function (name) { return found.indexOf(name) >= 0; });
    }
    if (goal) return { first: asked([goal]), rest: [] };
    var first = asked(sums.decisions, sums.counts);
    var all = asked(set.answers.concat(set.data.folded));
    return { first: first, rest: all.filter(function (name) { return first.indexOf(name) < 0; }) };
  }
  function compareCounts(a, b) {
    for (var i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return 0;
  }
  // the result where some rules read otherwise; null where no decision gives the patient anything else
  function under(set, raw, today, result, edits) {
    var edited = engine.bare(), steps = engine.bare();
    result.steps.forEach(function (step) { steps[step.decision] = step; });
    edits.forEach(function (edit) {
      var table = edited[edit[0]] || Object.assign(engine.bare(), set.byCode[edit[0]]);
      function with_(rule) {
        if (!rule || rule.id !== edit[1]) return rule;
        return Object.assign(engine.bare(), rule, edit[2] ? { when: edit[2] } : {}, edit[3] ? { then: edit[3] } : {});
      }
      table.rules = table.rules.map(with_);
      table.otherwise = with_(table.otherwise);
      edited[edit[0]] = table;
    });
    var differs = Object.keys(edited).some(function (code) {
      try { return answerKey(engine.decide(set, edited[code], steps[code].inputs).answer, edited[code]) !== answerKey(result.outputs[code], edited[code]); } catch (trouble) {
        if (!(trouble instanceof engine.Trouble)) throw trouble;
        return true;
      }
    });
    if (!differs) return null;
    var other = Object.assign(engine.bare(), set);
    other.decisions = set.decisions.map(function (table) { return edited[table.code] || table; });
    return engine.evaluate(other, raw, today, result);
  }
  function answerKey(answer, table) {
    return JSON.stringify((isList(answer) ? answer : [answer]).map(function (row) { return table.outputs.map(function (name) { return engine.key(row[name]); }); }));
  }

  world.firstPage = { page: firstPage, valueWords: plainWords, rows: rows, weigh: weigh, left: left, BLOCKS: BLOCKS };
})(typeof window === "undefined" ? globalThis : window);
