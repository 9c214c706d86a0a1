// Values in the browser exactly as the Python runtime has them: words, exact numbers, units, tests. No floats, no clock.
// Gives `tableValues`; knows no set of tables. A classic script: it works from a folder, and in Node.
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
  // what no text may hold: control characters other than line break and tab, halves of a character, no characters
  var UNFIT = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/u;
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
  function completed(a) { return number((a.n - (a.n % a.d + a.d) % a.d) / a.d, 1n); }
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
  var UNIT_NAMES = {};  // the names that people give to units, as the set tells them
  function nameUnits(names) { UNIT_NAMES = bare(names); }
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

  // ---------------------------------------------------------------- what all of this stands on

  // What is looked up by a name from outside has no prototype: "constructor" is the name of no field.
  function bare(entries) { return Object.assign(Object.create(null), entries); }
  function codePoints(a, b) {
    var left = Array.from(a), right = Array.from(b);
    for (var i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
    }
    return left.length - right.length;
  }

  // what keeps an entry from being used, or a table from deciding: its name as the runtime has it, and what it is about
  function Trouble(name, about, said) { this.name = name; this.about = about; this.said = said || ""; this.rules = []; }

  world.tableValues = { UNKNOWN, WORDS, UNFIT, plain, fold, number, compare, plus, minus, completed, times, numberText,
    decimal, LARGEST, LONGEST, readQuantity, nameUnits, unitKey, revive, key, memberKey, hasMember, setOf,
    isUnknown, isOrdered, passes, reviveTest, bare, codePoints, Trouble };
})(typeof window === "undefined" ? globalThis : window);
