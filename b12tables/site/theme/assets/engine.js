// Evaluates a table set in the browser exactly as the Python runtime does: exact fractions, no floats, no clock.
// Reads `tableSet` (the model as data), stands on `tableValues` and `tablePolicies`; gives `tableEngine`.
(function (world) {
  "use strict";
  var { UNKNOWN, UNFIT, plain, fold, number, compare, plus, minus, completed, times, numberText, decimal, LARGEST,
    LONGEST, readQuantity, nameUnits, unitKey, revive, key, setOf, isUnknown, isOrdered, passes, reviveTest, bare,
    codePoints, Trouble } = world.tableValues;
  var { membersIn, decide } = world.tablePolicies;

  // ---------------------------------------------------------------- the set

  function load(data) {
    nameUnits(data.unitNames);
    var set = { data: data, fields: bare(data.fields), inputs: data.inputs, produced: bare(), byCode: bare() };
    set.decisions = data.decisions.map(function (table) {
      function rule(row) {
        return row && { id: row.id, when: row.when.map(reviveTest), then: row.then.map(revive), row: row };
      }
      var made = { code: table.code, policy: table.policy, inputs: table.inputs, outputs: table.outputs, data: table,
        rules: table.rules.map(rule), otherwise: rule(table.otherwise) };
      made.list = ["Rule order", "Output order", "Collect"].indexOf(table.policy) >= 0;
      made.outputs.forEach(function (name) { set.produced[name] = made; });
      set.byCode[made.code] = made;
      return made;
    });
    set.impossible = data.impossible.map(function (row) {
      return { id: row.id, why: row.why, tests: row.tests.map(function (t) { return [t[0], reviveTest(t[1])]; }) };
    });
    set.accepted = (data.accepted || []).map(function (error) {
      var parts = error.parts && error.parts.map(function (part) { return part.map(function (t) { return [t[0], reviveTest(t[1])]; }); });
      return { text: error.text, decision: error.decision, rules: error.rules, parts: parts };
    });
    set.answers = data.answers || [];
    // a score, computed from what decisions give, is an answer and stands in the place of a decision with one result
    set.scores = set.answers.filter(function (code) { return !set.byCode[code]; });
    set.scores.forEach(function (code) {
      set.byCode[code] = { code: code, score: true, list: false, outputs: [code], inputs: set.fields[code].computed.slice(2), rules: [], data: { label: set.fields[code].label } };
    });
    set.telling = bare(data.telling);
    ["sentences", "blocks", "quiet", "upper", "pieces"].forEach(function (name) { set.telling[name] = bare(set.telling[name]); });
    set.telling.readings = (set.telling.readings || []).map(function (reading) {
      return [reading[0], reading[1], reading[2].map(function (edit) { return [edit[0], edit[1], edit[2] && edit[2].map(reviveTest), edit[3] && edit[3].map(revive)]; })];
    });
    // the worked cases as bit sets, a bit for each (`runtime/explain/nearest.py`)
    var worked = set.telling.worked || { stated: [], decides: [] };
    function cases(pairs) { var found = bare(); pairs.forEach(function (pair) { found[pair[0]] = BigInt(pair[1]); }); return found; }
    set.telling.worked = { stated: worked.stated.map(function (pair) { return [pair[0], cases(pair[1])]; }), decides: cases(worked.decides) };
    set.limits = bare();
    Object.keys(data.fields).forEach(function (name) {
      var field = data.fields[name];
      set.limits[name] = [field.low && [revive(field.low[0]), field.low[1]], field.high && [revive(field.high[0]), field.high[1]]];
    });
    set.needed = [];
    set.decisions.forEach(function (table) {
      table.inputs.forEach(function (name) {
        if (!set.produced[name] && set.needed.indexOf(name) < 0) set.needed.push(name);
      });
    });
    set.scores.forEach(function (name) { if (set.needed.indexOf(name) < 0) set.needed.push(name); });
    set.needed.sort(codePoints);
    return set;
  }
  // The case in the fragment of an address: its answers and its day; null where there is none that can be read.
  function caseOf(fragment) {
    var match = /^#case=(.*)$/.exec(fragment), given;
    if (!match || match[1].length > 100000) return null;
    try { given = JSON.parse(decodeURIComponent(match[1])); } catch (error) { return null; }
    if (!given || typeof given !== "object" || Array.isArray(given)) return null;
    var answers = bare(given), today = typeof answers.today === "string" ? answers.today : null;
    delete answers.today;
    return { answers: answers, today: today };
  }
  // ---------------------------------------------------------------- reading what was entered


  function needsUnit(field) { return (field.accepts || []).some(function (option) { return option[3]; }); }

  // a raw entry (text, number, yes/no, list) as a value; throws Trouble
  var WRONG = { "number": "not-a-number", "whole number": "not-a-number", "date": "not-a-date" };
  function read(set, name, raw) {
    var field = set.fields[name];
    if (raw === null || raw === undefined) return UNKNOWN;
    if (typeof raw === "string" && UNFIT.test(raw.slice(0, LONGEST))) throw new Trouble(WRONG[field.type] || "not-a-value", name, "a character that nobody can see");
    if (typeof raw === "string" && raw.length <= LONGEST && fold(raw) === UNKNOWN) return UNKNOWN;
    switch (field.type) {
      case "choice": return readWord(field, name, raw);
      case "yes/no":
        if (typeof raw === "boolean") return raw;
        var word = typeof raw === "string" ? fold(raw) : "";
        if (word === "yes" || word === "true") return true;
        if (word === "no" || word === "false") return false;
        throw new Trouble("not-a-value", name, "write yes or no");
      case "number": case "whole number": return checked(set, name, readNumber(field, name, raw));
      case "date":
        if (!dateParts(raw)) throw new Trouble("not-a-date", name, "write the date as year-month-day");
        return checked(set, name, { iso: plain(raw) });
      case "text":
        if (typeof raw !== "string") throw new Trouble("not-a-value", name, "write a text");
        if (raw.length > LONGEST || !fold(raw)) throw new Trouble("not-a-value", name, "the text is blank or far too long");
        return plain(raw);
      case "choices":
        if (!Array.isArray(raw)) throw new Trouble("not-a-value", name, "a list of values is needed");
        return setOf(raw.map(function (member) { return readWord(field, name, member); }));
    }
    throw new Error("no such type: " + field.type);
  }
  function readWord(field, name, raw) {
    var word = typeof raw === "string" && !UNFIT.test(raw) ? fold(raw) : null;
    // behind code, label and patient wording stand the other words for a value
    var found = (field.values || []).filter(function (row) { return fold(row[0]) === word || fold(row[1]) === word || row.slice(3).some(function (also) { return fold(also) === word; }); });
    var exact = found.filter(function (row) { return fold(row[0]) === word; });
    if (word === null || !found.length) throw new Trouble("not-a-value", name, "not one of the answers");
    return (exact[0] || found[0])[0];
  }
  function dateParts(raw) {
    var match = typeof raw === "string" && raw.length < 40 && /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain(raw));
    return match && isDate(+match[1], +match[2], +match[3]) ? match : null;
  }
  function isDate(year, month, day) {
    var leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return year > 0 && month > 0 && month < 13 && day > 0 && day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  }
  function readNumber(field, name, raw) {
    var quantity = null;
    if (typeof raw === "number" && Math.abs(raw) < 1e60) quantity = [decimal(String(raw)), ""];
    else if (typeof raw === "string") quantity = readQuantity(raw);
    if (!quantity) throw new Trouble("not-a-number", name, "write a number, with a decimal point");
    var value = quantity[0], unit = quantity[1];
    if (!unit && needsUnit(field)) throw new Trouble("unit-needed", name, "which unit? it stands beside the result");
    if (unit && unitKey(unit) !== field.unitKey) {
      var option = (field.accepts || []).find(function (candidate) { return candidate[1] === unitKey(unit); });
      if (!option) throw new Trouble("unknown-unit", name, "this unit is not accepted here");
      value = times(value, { n: BigInt(option[2][0]), d: BigInt(option[2][1]) });
    }
    return value;
  }
  function checked(set, name, value) {
    var near = set.fields[name].rounds && value.d !== undefined && !beyond(set, name, value) ? nearest(set.fields[name].step, value) : value;
    if (!inRange(set, name, near)) throw new Trouble("out-of-range", name);
    return near;
  }
  function inRange(set, name, value) {
    if (value.d !== undefined && (value.d > LARGEST || value.n >= LARGEST || value.n <= -LARGEST)) return false;
    return onStep(set.fields[name], value) && !beyond(set, name, value);
  }
  // whether a number is a multiple of the step of its field
  function onStep(field, value) {
    return !field.step || value.d === undefined || value.n * BigInt(field.step[1]) % (value.d * BigInt(field.step[0])) === 0n;
  }
  // the multiple nearest to a number; of two that are as near, the one farther from 0
  function nearest(pair, value) {
    var step = number(BigInt(pair[0]), BigInt(pair[1]));
    var above = 2n * value.n * step.d, below = value.d * step.n, size = above < 0n ? -above : above;
    var steps = (size + below) / (2n * below);
    return times(number(above < 0n ? -steps : steps, 1n), step);
  }
  function beyond(set, name, value) {
    var low = set.limits[name][0], high = set.limits[name][1];
    if (!isOrdered(value)) return false;
    if (low && (compare(value, low[0]) < 0 || (compare(value, low[0]) === 0 && !low[1]))) return true;
    return Boolean(high && (compare(value, high[0]) > 0 || (compare(value, high[0]) === 0 && !high[1])));
  }

  // ---------------------------------------------------------------- computed fields

  function parts(iso) { return iso.split("-").map(Number); }
  function days(iso) { var p = parts(iso); var made = new Date(0); made.setUTCFullYear(p[0], p[1] - 1, p[2]); return made.getTime() / 86400000; }
  function timeBetween(start, end, unit) {
    if (unit === "days") return days(end) - days(start);
    var a = parts(start), b = parts(end);
    var months = (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2] ? 1 : 0);
    return unit === "months" ? months : Math.floor(months / 12);
  }

  // ---------------------------------------------------------------- evaluating one case

  // `raw`: answers by field; `today`: an ISO date or null. Gives {status, outputs, steps, values, problems}.
  // `near` is the result of a case that is much like this one: a table that sees the same is not taken again.
  function evaluate(set, raw, today, near) {
    var before = bare();
    if (near) near.steps.forEach(function (step) { before[step.decision] = step; });
    var given = bare(), values = bare(), outputs = bare(), steps = [], problems = [], seen = bare();
    function note(trouble) {
      (trouble.all || [trouble]).forEach(function (one) {
        var id = JSON.stringify([one.name, one.about, one.rules]);
        if (!seen[id]) { seen[id] = true; problems.push(one); }
      });
    }
    var refused = bare();
    var day = null;
    if (today !== null && today !== undefined) {
      if (dateParts(today)) day = { iso: plain(today) }; else note(new Trouble("not-a-date", "today", "write the date as year-month-day"));
    }
    Object.keys(raw).forEach(function (name) {
      var code = codeOf(set, name);
      if (!code) { note(new Trouble("unknown-field", name, "there is no such question")); return; }
      if (decidedHere(set, code)) { note(new Trouble("not-an-input", code, "this is decided, not entered")); return; }
      if (code in given || refused[code]) { note(new Trouble("stated-twice", code, "stated twice, by two of its names")); return; }
      try { given[code] = read(set, code, raw[name]); } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        refused[code] = trouble;
        note(trouble);
      }
    });
    if (problems.length) {
      // what cannot be read is said together with what is missing; nothing is answered
      set.needed.forEach(function (name) {
        unstated(set, name, given, refused).forEach(function (one) { note(new Trouble("missing-input", one)); });
      });
      return { status: "invalid-input", outputs: bare(), scores: bare(), steps: [], values: bare(), problems: problems, accepted: [] };
    }
    var context = { set: set, given: given, values: values, today: day, refused: refused };
    set.needed.forEach(function (name) {
      try { valueOf(context, name); } catch (stuck) { if (!(stuck instanceof Trouble)) throw stuck; if (stuck.name) note(stuck); }
    });
    set.decisions.forEach(function (table) {
      var decided, looked = bare();
      try {
        table.inputs.forEach(function (name) { looked[name] = valueOf(context, name); });
        decided = again(set, table, looked, before[table.code], near) || decide(set, table, looked);
      } catch (stuck) {
        if (!(stuck instanceof Trouble)) throw stuck;
        if (stuck.name) note(stuck);
        return;
      }
      outputs[table.code] = decided.answer;
      steps.push({ decision: table.code, inputs: looked, rules: decided.ids || decided.rules.map(function (rule) { return rule.id; }) });
      if (decided.ids) {
        table.outputs.forEach(function (name) { values[name] = near.values[name]; });
      } else if (table.list) {
        table.outputs.forEach(function (name) {
          values[name] = setOf(membersIn(decided.answer.map(function (row) { return row[name]; })));
        });
      } else {
        table.outputs.forEach(function (name) { values[name] = decided.answer[name] === null ? UNKNOWN : decided.answer[name]; });
      }
    });
    var scores = bare();
    set.scores.forEach(function (name) {
      try { scores[name] = valueOf(context, name); } catch (stuck) { if (!(stuck instanceof Trouble)) throw stuck; if (stuck.name) note(stuck); }
    });
    set.impossible.forEach(function (combination) {
      var holds = combination.tests.map(function (pair) {
        try { return passes(pair[1], valueOf(context, pair[0])); } catch (stuck) {
          if (!(stuck instanceof Trouble)) throw stuck;
          (stuck.all || [stuck]).forEach(function (one) { if (one.name === "out-of-range") note(one); });
          return false;
        }
      }).every(Boolean);
      if (holds) note(new Trouble("impossible", combination.id, combination.why));
    });
    Object.keys(given).forEach(function (name) {
      var follows = contradicted(context, name);
      if (follows) note(new Trouble("contradiction", name, follows));
    });
    var status = statusOf(problems);
    if (status === "invalid-input") { outputs = bare(); scores = bare(); steps = []; }
    // who has no answer at all may have none because of one
    var accepted = steps.length || status === "no-rule" ? set.accepted.filter(function (error) { return concerns(context, error, steps); }) : [];
    return { status: status, outputs: outputs, scores: scores, steps: steps, values: values, problems: problems,
      accepted: accepted.map(function (error) { return error.text; }) };
  }
  // what a table answered for a case in which it saw the same; null where it did not, or was another table
  function again(set, table, looked, step, near) {
    if (!step || table !== set.byCode[table.code] || !table.inputs.every(function (name) { return alike(looked[name], step.inputs[name]); })) return null;
    return { ids: step.rules, answer: near.outputs[table.code] };
  }
  function alike(a, b) { return a === b || (typeof a === "object" && typeof b === "object" && key(a) === key(b)); }
  // whether a field is an answer, or follows from answers: then nobody states it
  function decidedHere(set, name) {
    if (set.produced[name]) return true;
    var computed = (set.fields[name] || {}).computed;
    return Boolean(computed) && (computed[0] === "dose" || computed.slice(2).some(function (part) { return decidedHere(set, part); }));
  }
  // what of an input must be stated and is not: itself, or what it follows from
  function unstated(set, name, given, refused) {
    var field = set.fields[name], found = [];
    if (!field || set.produced[name] || name in given || refused[name]) return found;
    if (field.computed) {
      field.computed.slice(2).forEach(function (part) { found = found.concat(unstated(set, part, given, refused)); });
      if (found.length || stated(set, name, given, refused)) return found;
    }
    return field.unknown ? [] : [name];
  }
  // whether a case states a field, or all that it follows from
  function stated(set, name, given, refused) {
    var computed = (set.fields[name] || {}).computed;
    if (name === "today" || set.produced[name] || name in given || refused[name]) return true;
    return Boolean(computed) && computed.slice(2).every(function (part) { return stated(set, part, given, refused); });
  }
  // whether an answer passes an error that somebody accepted; of whom it is not known, it is said
  function concerns(context, error, steps) {
    if (error.parts) {
      return error.parts.some(function (part) {
        return part.every(function (pair) { return !decided(context, pair[0]) || passes(pair[1], valueOf(context, pair[0])); });
      });
    }
    var step = steps.find(function (one) { return one.decision === error.decision; });
    if (!error.decision) return true;
    return !!step && (!error.rules.length || step.rules.some(function (id) { return error.rules.indexOf(id) >= 0; }));
  }
  function decided(context, name) {
    try { valueOf(context, name); return true; } catch (stuck) { if (!(stuck instanceof Trouble)) throw stuck; return false; }
  }
  // the field that a key of a case means: its code or its label, however written
  function codeOf(set, name) {
    if (set.fields[name]) return name;
    if (!set.words) {
      set.words = bare();
      Object.keys(set.fields).forEach(function (code) { (set.fields[code].also || []).forEach(function (word) { set.words[fold(word)] = code; }); });
      Object.keys(set.fields).forEach(function (code) { set.words[fold(set.fields[code].label)] = code; });
      Object.keys(set.fields).forEach(function (code) { set.words[fold(code)] = code; });
    }
    var word = fold(name);
    return Object.prototype.hasOwnProperty.call(set.words, word) ? set.words[word] : null;
  }
  // the fields that a case states, by their codes
  function codes(set, raw) {
    var found = bare();
    Object.keys(raw).forEach(function (name) { found[codeOf(set, name)] = true; });
    return found;
  }
  function statusOf(problems) {
    var names = problems.map(function (problem) { return problem.name; });
    function some(list) { return names.some(function (name) { return list.indexOf(name) >= 0; }); }
    if (some(["out-of-range", "impossible", "contradiction"])) return "invalid-input";
    if (some(["missing-input"])) return "missing-input";
    return names.length ? "no-rule" : "ok";
  }
  function valueOf(context, name) {
    var set = context.set, field = set.fields[name];
    if (name in context.values) return context.values[name];
    if (set.produced[name]) throw new Trouble("", name);
    if (context.refused[name]) throw new Trouble("", name);
    var stated = name in context.given;
    var value = stated ? context.given[name] : UNKNOWN;
    // what is stated as unknown follows all the same, where its parts are known
    if (isUnknown(value) && field.computed) {
      try { value = computedValue(context, field); } catch (stuck) { if (!stated || !(stuck instanceof Trouble) || stuck.name === "") throw stuck; }
    }
    if (isUnknown(value)) {
      if (!field.unknown) throw new Trouble("missing-input", name);
      value = UNKNOWN;
    } else if (!inRange(set, name, value)) {
      throw new Trouble("out-of-range", name);
    }
    context.values[name] = value;
    return value;
  }
  // what follows instead, where a stated value is not what its parts give; lengths of time count in completed units
  function contradicted(context, name) {
    var computed = context.set.fields[name].computed, stated = context.given[name], follows;
    if (!computed || isUnknown(stated) || context.refused[name] || stated.d === undefined) return null;
    try { follows = computedValue(context, context.set.fields[name]); } catch (stuck) { if (!(stuck instanceof Trouble)) throw stuck; return null; }
    if (isUnknown(follows)) return null;
    if (computed[0] === "between") stated = completed(stated);
    return compare(stated, follows) === 0 ? null : numberText(follows);
  }
  // a rate times a number, rounded, then kept between bounds: all but the parts stands in `dose`
  function doseOf(field, parts) { return doseFigures(field, parts).pop()[1]; }
  // what it comes to step by step, each with the words before it; nothing where it is no dose or not known
  function doseFigures(field, parts) {
    if (!field.dose || parts.some(isUnknown)) return [];
    var said = field.dose.map(function (pair) { return pair && number(BigInt(pair[0]), BigInt(pair[1])); });
    var found = parts.reduce(times, said[0]), steps = [["", found]], near = said[1] ? nearest(field.dose[1], found) : found;
    if (compare(near, found) !== 0) steps.push(["rounded ", near]);
    if (said[2] && compare(near, said[2]) < 0) steps.push(["at least ", said[2]]);
    if (said[3] && compare(near, said[3]) > 0) steps.push(["at most ", said[3]]);
    return steps;
  }
  function computedValue(context, field) {
    var computed = field.computed;
    // all that is missing of it is told, and not the first only
    var missing = [], waiting = null;
    var found = computed.slice(2).map(function (name) {
      if (name === "today") return context.today || UNKNOWN;
      try { return valueOf(context, name); } catch (stuck) {
        if (!(stuck instanceof Trouble)) throw stuck;
        if (stuck.name) missing = missing.concat(stuck.all || [stuck]); else waiting = stuck;
        return UNKNOWN;
      }
    });
    if (missing.length) { missing[0].all = missing; throw missing[0]; }
    if (waiting) throw waiting;
    if (found.some(isUnknown)) return UNKNOWN;
    if (computed[0] === "between") return number(BigInt(timeBetween(found[0].iso, found[1].iso, computed[1])), 1n);
    return computed[0] === "dose" ? doseOf(field, found) : found.reduce(computed[0] === "sum" ? plus : minus);
  }

  // what a page asks of values it asks of the engine
  world.tableEngine = { ...world.tableValues, load, codes, caseOf, evaluate, decide, read, readNumber, doseFigures,
    needsUnit, computedValue, decidedHere };
})(typeof window === "undefined" ? globalThis : window);
