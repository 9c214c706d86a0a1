// Evaluates a table set in the browser exactly as the Python runtime does: exact fractions, no floats, no clock.
// Reads `tableSet` (the model as data); gives `tableEngine`. A classic script: it works from a folder, and in Node.
(function (world) {
  "use strict";
  var UNKNOWN = "unknown";
  // how people are told of what is not there, as the runtime tells them (`runtime/words.py`); a test holds the two together
  var WORDS = { NOT_KNOWN: "not known", EMPTY_SET: "none of them", NO_RESULT: "none", NO_ROWS: "nothing" };

  // ---------------------------------------------------------------- words

  var TWINS = [
    [/[\u2018\u2019\u201a\u201b\u2032\u2035`\u00b4]/g, "'"], [/[\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb]/g, "\""],
    [/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-"], [/[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]/g, ""],
    [/[\u2265\u2267\u2a7e]/g, ">="], [/[\u2264\u2266\u2a7d]/g, "<="], [/\u2260/g, "!="],
    [/\u00d7/g, "x"], [/[\u00b5\u03bc]/g, "u"], [/[\u00ba\u02da]/g, "\u00b0"]
  ];
  // raised, lowered, circled and bracketed signs and fractions: 10\u00b3 is not 103
  var SMALL = new RegExp("[\\u00aa\\u00b2\\u00b3\\u00b9\\u00bc-\\u00be\\u02b0-\\u02b8\\u02e0-\\u02e4\\u1d2c-\\u1d6a\\u1d9b-\\u1dbf\\u2070-\\u209c" +
    "\\u2120\\u2122\\u2150-\\u215f\\u2189\\u2460-\\u24ea\\u2c7c\\u2c7d\\u3251-\\u325f\\u32b1-\\u32cb\\u3358-\\u3370\\u33e0-\\u33fe\\ua7f2-\\ua7f4" +
    "\\u{107a5}\\u{1f100}-\\u{1f12e}\\u{1f16a}-\\u{1f16c}]+", "gu");
  function marked(signs, at, text) {
    return /[\p{L})\]]$/u.test(text.slice(Math.max(0, at - 2), at)) ? signs : "^" + signs;
  }

  function twins(text) { return TWINS.reduce(function (made, pair) { return made.replace(pair[0], pair[1]); }, text); }

  // what Python calls white space, which is a little more and a little less than \s
  var SPACE = /[\t\n\x0b\f\r\x1c-\x1f \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

  function plain(text) {
    if (/[^\x00-\x7f]/.test(text)) {
      text = twins(twins(text).replace(SMALL, marked).normalize("NFKC"));
    }
    return text.replace(/\r\n/g, "\n").replace(/[\r\v]/g, "\n").split("\n").map(function (line) {
      return line.split(SPACE).filter(Boolean).join(" ");
    }).join("\n").trim();
  }
  // Python's casefold: upper then lower, letter by letter, but for a few letters; Cherokee folds to its capitals
  var CASEFOLD = { "\u0131": "\u0131", "\u1e9e": "ss" };
  function casefold(text) {
    return Array.from(text).map(function (sign) {
      var upper = sign.toUpperCase();
      return sign in CASEFOLD ? CASEFOLD[sign] : /[\u13a0-\u13fd]/.test(upper) ? upper : upper.toLowerCase();
    }).join("");
  }
  // the texts of a set are compared over and over: what was folded is remembered, within a bound
  var FOLDED = new Map(), REMEMBERED = 10000;
  function fold(text) {
    var folded = FOLDED.get(text);
    if (folded === undefined) {
      // the Turkish capital \u0130 becomes i and a dot above it, which nobody writes
      folded = casefold(plain(text).split(SPACE).filter(Boolean).join(" ")).replace(/i\u0307/g, "i");
      if (FOLDED.size < REMEMBERED) FOLDED.set(text, folded);
    }
    return folded;
  }

  // ---------------------------------------------------------------- exact numbers

  function gcd(a, b) { while (b) { var rest = a % b; a = b; b = rest; } return a < 0n ? -a : a; }
  function number(n, d) {
    if (d < 0n) { n = -n; d = -d; }
    var common = gcd(n, d) || 1n;
    return { n: n / common, d: d / common };
  }
  function compare(a, b) {
    if (a.iso) return a.iso < b.iso ? -1 : a.iso > b.iso ? 1 : 0;
    var left = a.n * b.d, right = b.n * a.d;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  function plus(a, b) { return number(a.n * b.d + b.n * a.d, a.d * b.d); }
  function minus(a, b) { return number(a.n * b.d - b.n * a.d, a.d * b.d); }
  function completed(a) { return number(a.n / a.d, 1n); }
  function times(a, b) { return number(a.n * b.n, a.d * b.d); }

  // an exact number in decimals, or as a/b where decimals do not end
  function numberText(value) {
    if (value.d === 1n) return String(value.n);
    var rest = value.d, places = 0;
    [2n, 5n].forEach(function (prime) {
      var power = 0;
      while (rest % prime === 0n) { rest /= prime; power += 1; }
      places = Math.max(places, power);
    });
    if (rest !== 1n) return value.n + "/" + value.d;
    var size = value.n < 0n ? -value.n : value.n;
    var digits = String(size * 10n ** BigInt(places) / value.d).padStart(places + 1, "0");
    return (value.n < 0n ? "-" : "") + digits.slice(0, -places) + "." + digits.slice(-places);
  }
  function decimal(text) {
    var match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
    var power = BigInt(match[3].length) - BigInt(match[4] || 0);
    var digits = BigInt((match[2] + match[3]) || "0") * (match[1] === "-" ? -1n : 1n);
    return power > 0n ? number(digits, 10n ** power) : number(digits * 10n ** -power, 1n);
  }

  var LARGEST = 10n ** 60n, LONGEST = 10000;
  var RATIO = /^(-?\d{1,60})\/(\d{1,60})(?:\s+(\S[^\n]*))?$/;
  var QUANTITY = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(\S[^\n]*)?$/;
  function readQuantity(text) {
    if (text.length > 120) return null;
    var ratio = RATIO.exec(plain(text));
    if (ratio) return BigInt(ratio[2]) ? [number(BigInt(ratio[1]), BigInt(ratio[2])), ratio[3] || ""] : null;
    var match = QUANTITY.exec(plain(text));
    if (!match) return null;
    var unit = match[2] || "";
    return NO_UNIT.test(unit) ? null : [decimal(match[1]), unit];
  }

  // ---------------------------------------------------------------- units: every spelling of one has one key

  var NO_UNIT = /^(?:(?!10[*^][+-]?[0-9]{1,2}(?![0-9.,])|1\/[A-Za-z{\[])[\p{Nd}.,'^\u2044+\-<>=]|[eE][+-]?[0-9])/u;
  var UNIT_NAMES = {};  // filled by load: the names that people give to units
  function unitCode(text) {
    text = plain(text).split(SPACE).filter(Boolean).join(" ")
      .replace(/^[x*\u00b7]? ?10(?:\*\*|[*^])(?=[+-]?[0-9])/, "10*")
      .replace(/(?:^| )per /g, "/")
      .replace(/\/ ?1\.73 ?m\^?2(?![0-9A-Za-z])/g, "/{1.73_m2}")
      .replace(/ ?([/.\u00b7\u22c5]) ?/g, function (whole, sign) { return sign === "/" ? "/" : "."; })
      .replace(/([A-Za-z\]])\^(?=[+-]?[0-9])/g, "$1");
    if (text.slice(0, 2) === "1/") text = text.slice(1);
    return (text.match(/\{[^{}]*\}|[./]|[^./{}]+|[{}]/g) || []).map(function (part) {
      var power = /^(.*?)([+-]?[0-9]?)$/.exec(part), name = fold(power[1]);
      return Object.prototype.hasOwnProperty.call(UNIT_NAMES, name) ? UNIT_NAMES[name] + power[2] : part;
    }).join("");
  }
  function unitKey(unit) { return fold(unitCode(unit)); }

  // ---------------------------------------------------------------- values and tests

  function revive(data) {
    if (!Array.isArray(data)) return data;
    if (data[0] === "n") return { n: BigInt(data[1]), d: BigInt(data[2]) };
    if (data[0] === "d") return { iso: data[1] };
    return setOf(data.slice(1).map(revive));
  }
  function key(value) {
    if (value === null) return "none";
    if (typeof value === "string") return "t:" + value;
    if (typeof value === "boolean") return "b:" + value;
    if (value.iso) return "d:" + value.iso;
    if (value.set) return "s:" + Array.from(new Set(Array.from(value.set.values()).map(memberKey))).sort().join("|");
    return "n:" + value.n + "/" + value.d;
  }
  function memberKey(member) { return typeof member === "string" ? "t:" + fold(member) : key(member); }
  // whether a set (or a map of what it may hold) has a member; of texts whatever the case and the spaces
  function hasMember(members, member) {
    return members.has(key(member)) || (typeof member === "string" && Array.from(members.values()).some(function (one) { return same(one, member); }));
  }
  function setOf(members) {
    return { set: new Map(members.map(function (member) { return [key(member), member]; })) };
  }
  function isUnknown(value) { return value === null || value === undefined || value === UNKNOWN; }
  function same(a, b) {
    if (typeof a === "string" && typeof b === "string") return fold(a) === fold(b);
    return key(a) === key(b);
  }
  function isOrdered(value) { return typeof value === "object" && !value.set; }

  function passes(test, value) {
    var name = test[0];
    if (name === "any") return true;
    if (name === "unknown") return isUnknown(value);
    if (name === "or") return test.slice(1).some(function (part) { return passes(part, value); });
    if (name === "and") return test.slice(1).every(function (part) { return passes(part, value); });
    if (isUnknown(value)) return false;
    switch (name) {
      case "known": return true;
      case "not": return !passes(test[1], value);
      case "is": return same(test[1], value);
      case "between":
        return isOrdered(value) &&
          (test[1] === null || compare(value, test[1]) > (test[2] ? -1 : 0)) &&
          (test[3] === null || compare(value, test[3]) < (test[4] ? 1 : 0));
      case "with": return Boolean(value.set) && hasMember(value.set, test[1]);
      case "without": return Boolean(value.set) && !hasMember(value.set, test[1]);
      case "empty": return Boolean(value.set) && value.set.size === 0;
    }
    throw new Error("no such test: " + name);
  }
  function reviveTest(test) {
    return test.map(function (part, index) {
      if (index === 0) return part;
      if (test[0] === "or" || test[0] === "and" || test[0] === "not") return reviveTest(part);
      return revive(part);
    });
  }

  // ---------------------------------------------------------------- the set

  function load(data) {
    UNIT_NAMES = bare(data.unitNames);
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
  // What is looked up by a name from outside has no prototype: "constructor" is the name of no field.
  function bare(entries) { return Object.assign(Object.create(null), entries); }
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
  function codePoints(a, b) {
    var left = Array.from(a), right = Array.from(b);
    for (var i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
    }
    return left.length - right.length;
  }

  // ---------------------------------------------------------------- reading what was entered

  function Trouble(name, about, said) { this.name = name; this.about = about; this.said = said || ""; this.rules = []; }

  function needsUnit(field) { return (field.accepts || []).some(function (option) { return option[3]; }); }

  // a raw entry (text, number, yes/no, list) as a value; throws Trouble
  function read(set, name, raw) {
    var field = set.fields[name];
    if (raw === null || raw === undefined) return UNKNOWN;
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
    var word = typeof raw === "string" ? fold(raw) : null;
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
    if (start > end) return -timeBetween(end, start, unit);
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
    var accepted = steps.length ? set.accepted.filter(function (error) { return concerns(context, error, steps); }) : [];
    return { status: status, outputs: outputs, scores: scores, steps: steps, values: values, problems: problems,
      accepted: accepted.map(function (error) { return error.text; }) };
  }
  // what a list holds because of its results: nothing for none, each value of a set
  function membersIn(results) {
    var found = [];
    results.forEach(function (one) {
      if (one === null) return;
      if (one.set) one.set.forEach(function (member) { found.push(member); }); else found.push(one);
    });
    return found;
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
        return part.some(function (pair) { return !decided(context, pair[0]); }) ||
          part.every(function (pair) { return passes(pair[1], valueOf(context, pair[0])); });
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

  function rowOf(table, rule) {
    var row = bare();
    table.outputs.forEach(function (name, column) { row[name] = rule.then[column]; });
    return row;
  }
  // policies under which a rule of the best rank gives the answer, each with how its rules rank
  var BY_RANK = { Priority: byValues };
  function rank(set, table, rule) { return (BY_RANK[table.policy] || byValues)(set, table, rule); }
  function byValues(set, table, rule) {
    return table.outputs.map(function (name, column) {
      var codes = (set.fields[name].values || []).map(function (value) { return value[0]; });
      var at = codes.indexOf(rule.then[column]);
      return at < 0 ? codes.length : at;
    });
  }
  function byRank(a, b) {
    for (var i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return 0;
  }
  function sameRow(table, a, b) {
    // in whatever case and spaces a text is written
    return table.outputs.every(function (name) { return memberKey(a[name]) === memberKey(b[name]); });
  }
  function stuck(name, table, hits) {
    var trouble = new Trouble(name, table.code);
    trouble.rules = hits.map(function (rule) { return rule.id; });
    return trouble;
  }
  function decide(set, table, looked) {
    var hits = table.rules.filter(function (rule) {
      return rule.when.every(function (test, column) { return passes(test, looked[table.inputs[column]]); });
    });
    if (!hits.length && table.otherwise) hits = [table.otherwise];
    function rows() { return hits.map(function (rule) { return rowOf(table, rule); }); }
    if (table.list) {
      if (table.policy === "Output order") {
        hits = hits.map(function (rule, at) { return [rank(set, table, rule), at, rule]; })
          .sort(function (a, b) { return byRank(a[0], b[0]) || a[1] - b[1]; }).map(function (entry) { return entry[2]; });
      }
      return { rules: hits, answer: rows() };
    }
    var answer = bare();
    if (table.policy === "Collect count") {
      table.outputs.forEach(function (name) { answer[name] = number(BigInt(hits.length), 1n); });
      return { rules: hits, answer: answer };
    }
    if (!hits.length) throw new Trouble("no-rule", table.code);
    if (/^Collect /.test(table.policy)) {
      table.outputs.forEach(function (name) {
        answer[name] = aggregate(table.policy, rows().map(function (row) { return row[name]; }));
      });
      return { rules: hits, answer: answer };
    }
    if (table.policy === "First") return { rules: hits.slice(0, 1), answer: rowOf(table, hits[0]) };
    if (table.policy === "Unique" && hits.length > 1) throw stuck("overlap", table, hits);
    if (BY_RANK[table.policy] && hits[0] !== table.otherwise) {
      var best = hits.map(function (rule) { return rank(set, table, rule); }).sort(byRank)[0];
      hits = hits.filter(function (rule) { return byRank(rank(set, table, rule), best) === 0; });
    }
    var all = rows();
    if (all.some(function (row) { return !sameRow(table, row, all[0]); })) throw stuck("conflict", table, hits);
    return { rules: BY_RANK[table.policy] ? hits.slice(0, 1) : hits, answer: all[0] };
  }
  function aggregate(policy, values) {
    var numbers = values.filter(function (value) { return value && value.d !== undefined; });
    if (!numbers.length) return null;
    return MAKES[policy](numbers);
  }
  function furthest(sign) {
    return function (numbers) { return numbers.reduce(function (a, b) { return compare(b, a) === sign ? b : a; }); };
  }
  // what each policy makes of numbers; one that is not here is an error, not a maximum
  var MAKES = {
    "Collect sum": function (numbers) { return numbers.reduce(plus); },
    "Collect min": furthest(-1),
    "Collect max": furthest(1)
  };

  // ---------------------------------------------------------------- a half-known case: what can the answer still be?

  // What a field may be: {one: value}, {of: [values]}, {must, may} for sets, or {free: field}. One value stands for each
  // piece of a domain in which all rules see the same; of a field with too many of them nothing is known.
  var MOST_PIECES = 64;
  function freeValue(set, name) {
    var field = set.fields[name], found = [], pieces = (set.telling.pieces || {})[name] || [];
    if (pieces.length && pieces.length < MOST_PIECES) found = pieces.map(function (given) { return read(set, name, given); });
    else if (field.type === "choice") found = (field.values || []).map(function (row) { return row[0]; });
    else if (field.type === "yes/no") found = [true, false];
    else return { free: field };
    return { of: field.unknown ? found.concat([UNKNOWN]) : found };
  }
  // [the test can hold, the test must hold]
  function foresee(test, thing) {
    if ("one" in thing) { var holds = passes(test, thing.one); return [holds, holds]; }
    if (thing.of) {
      var each = thing.of.map(function (value) { return passes(test, value); });
      return [each.some(Boolean), each.every(Boolean)];
    }
    var inner;
    switch (test[0]) {
      case "any": return [true, true];
      case "or":
        inner = test.slice(1).map(function (part) { return foresee(part, thing); });
        return [inner.some(function (p) { return p[0]; }), inner.some(function (p) { return p[1]; })];
      case "and":
        inner = test.slice(1).map(function (part) { return foresee(part, thing); });
        return [inner.every(function (p) { return p[0]; }), inner.every(function (p) { return p[1]; })];
    }
    if (thing.free) {
      var maybe = Boolean(thing.free.unknown);
      if (test[0] === "unknown") return [maybe, false];
      if (test[0] === "known") return [true, !maybe];
      return [true, false];
    }
    switch (test[0]) {
      case "unknown": return [false, false];
      case "known": return [true, true];
      case "not": inner = foresee(test[1], thing); return [!inner[1], !inner[0]];
      case "with": return [hasMember(thing.may, test[1]), hasMember(thing.must, test[1])];
      case "without": return [!hasMember(thing.must, test[1]), !hasMember(thing.may, test[1])];
      case "empty": return [thing.must.size === 0, thing.may.size === 0];
    }
    return [true, false];
  }

  // whether a field that is stated as not known follows all the same, once its parts are known
  function mayFollow(context, name) {
    var computed = context.set.fields[name].computed;
    return Boolean(computed) && isUnknown(context.given[name]) && computed.slice(2).every(function (part) {
      if (part === "today" && context.set.inputs.indexOf(part) < 0) return Boolean(context.today);
      return !(part in context.given) || !isUnknown(context.given[part]) || mayFollow(context, part);
    });
  }
  // For each decision: {settled, rules that may give the answer, columns that are still open}.
  function outlook(set, raw, today) {
    var given = bare(), refused = bare(), things = bare(), found = bare();
    Object.keys(raw).forEach(function (name) {
      if (!set.fields[name] || set.produced[name]) return;
      try { given[name] = read(set, name, raw[name]); } catch (trouble) { refused[name] = trouble; }
    });
    var context = { set: set, given: given, values: bare(), today: today ? { iso: today } : null, refused: refused };
    function inputThing(name) {
      if (name in given && !refused[name] && !mayFollow(context, name)) return { one: given[name] };
      var field = set.fields[name];
      if (field.computed) {
        try {
          var value = computedValue(context, field);
          if (!isUnknown(value)) return { one: value };
        } catch (trouble) { if (!(trouble instanceof Trouble)) throw trouble; }
      }
      return freeValue(set, name);
    }
    set.decisions.forEach(function (table) {
      table.inputs.forEach(function (name) { if (!things[name]) things[name] = inputThing(name); });
      var alive = [], certain = [];
      table.rules.forEach(function (rule) {
        var views = rule.when.map(function (test, column) { return foresee(test, things[table.inputs[column]]); });
        if (!views.every(function (view) { return view[0]; })) return;
        alive.push(rule);
        if (views.every(function (view) { return view[1]; })) certain.push(rule);
        rule.views = views;
      });
      var possible = alive.slice();
      if (!table.list && !/^Collect /.test(table.policy)) {
        if (table.policy === "First" && certain.length) possible = alive.slice(0, alive.indexOf(certain[0]) + 1);
        if (table.policy === "Unique" && certain.length) possible = certain;
        if (BY_RANK[table.policy] && certain.length) {
          var best = certain.map(function (rule) { return rank(set, table, rule); }).sort(byRank)[0];
          possible = alive.filter(function (rule) { return byRank(rank(set, table, rule), best) <= 0; });
        }
      }
      if (table.otherwise && !certain.length) possible.push(table.otherwise);
      function openOf(rules) {
        var open = bare();
        rules.forEach(function (rule) {
          (rule === table.otherwise ? alive : [rule]).forEach(function (row) {
            row.views.forEach(function (view, column) { if (!view[1]) open[table.inputs[column]] = true; });
          });
        });
        return Object.keys(open);
      }
      var settled;
      if (table.list || /^Collect /.test(table.policy)) settled = possible.length === certain.length || (possible.length === 1 && !alive.length);
      else {
        var rows = possible.map(function (rule) { return rowOf(table, rule); });
        // where no rule is certain and there is no Otherwise, the case may still fall into a gap
        var held = certain.length || table.otherwise || (set.telling.total || []).indexOf(table.code) >= 0;
        settled = Boolean(held) && rows.length > 0 && rows.every(function (row) { return sameRow(table, row, rows[0]); });
      }
      found[table.code] = { settled: settled, rules: possible, open: settled ? [] : openOf(possible) };
      // of a list those columns on which the rows hang that count
      found[table.code].openFor = function (counts) {
        return settled ? [] : openOf(possible.filter(function (rule) { return !table.list || counts(table, rule); }));
      };
      table.outputs.forEach(function (name, column) {
        function results(rules) { return rules.map(function (rule) { return rule.then[column]; }); }
        if (table.list) {
          var sure = membersIn(results(settled ? possible : certain));
          things[name] = { must: setOf(sure).set, may: setOf(membersIn(results(possible))).set };
        } else if (/^Collect /.test(table.policy)) {
          var count = number(BigInt(possible.length), 1n);
          if (!settled) things[name] = { free: { unknown: table.policy !== "Collect count" } };
          else things[name] = { one: table.policy === "Collect count" ? count : possible.length ? aggregate(table.policy, results(possible)) : UNKNOWN };
        } else {
          var values = new Map(results(possible).map(function (v) { var seen = v === null ? UNKNOWN : v; return [key(seen), seen]; }));
          things[name] = values.size === 1 ? { one: Array.from(values.values())[0] } : { of: Array.from(values.values()) };
          if (settled) context.values[name] = things[name].one;
        }
      });
    });
    return found;
  }

  // The inputs that may still change the answer of one of the decisions in `goals`; of a list only whether rows hold that
  // count, where `counts` says which do.
  function stillMatters(set, view, goals, raw, counts) {
    var wanted = bare(), done = bare(), todo = goals.map(function (code) { return [code, counts]; });
    function look(code) { todo.push([code, null]); }
    function unstatedOrUnknown(name) {
      try { return isUnknown(read(set, name, raw[name])); } catch (trouble) { if (!(trouble instanceof Trouble)) throw trouble; return false; }
    }
    function ask(name) {
      var computed = set.fields[name].computed;
      wanted[name] = true;
      if (computed && unstatedOrUnknown(name)) computed.slice(2).forEach(function (part) {
        if (part === "today") return;
        if (set.produced[part]) look(set.produced[part].code); else ask(part);
      });
    }
    while (todo.length) {
      var next = todo.pop(), code = next[0], some = next[1];
      if (done[code] === "all" || (some && done[code])) continue;
      done[code] = some ? "some" : "all";
      if (set.byCode[code].score) { ask(code); continue; }
      (some ? view[code].openFor(some) : view[code].open).forEach(function (name) {
        if (set.produced[name]) look(set.produced[name].code); else ask(name);
      });
    }
    return wanted;
  }

  var engine = { load: load, bare: bare, codes: codes, caseOf: caseOf, evaluate: evaluate, decide: decide, outlook: outlook, stillMatters: stillMatters, read: read, readNumber: readNumber, doseFigures: doseFigures, fold: fold, plain: plain, readQuantity: readQuantity,
    numberText: numberText, unitKey: unitKey, passes: passes, key: key, revive: revive, reviveTest: reviveTest, needsUnit: needsUnit, UNKNOWN: UNKNOWN, WORDS: WORDS, Trouble: Trouble, isUnknown: isUnknown };
  world.tableEngine = engine;
})(typeof window === "undefined" ? globalThis : window);
