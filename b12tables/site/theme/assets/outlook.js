// A case of which little is known: what can the answers still be, and which entries can still change them?
// Stands on `tableEngine` and what that stands on, and gives it two functions more: `outlook` and `stillMatters`.
(function (world) {
  "use strict";
  var { UNKNOWN, number, key, hasMember, setOf, isUnknown, passes, bare, Trouble } = world.tableValues;
  var { membersIn, rowOf, BY_RANK, rank, byRank, sameRow, aggregate } = world.tablePolicies;
  var { read, computedValue } = world.tableEngine;

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

  Object.assign(world.tableEngine, { outlook, stillMatters });
})(typeof window === "undefined" ? globalThis : window);
