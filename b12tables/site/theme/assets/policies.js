// What a table makes of the rules that hold, by its hit policy, as the runtime has it (`runtime/policies.py`).
// Stands on `tableValues`; gives `tablePolicies`.
(function (world) {
  "use strict";
  var { number, compare, plus, memberKey, passes, bare, Trouble } = world.tableValues;

  // what a list holds because of its results: nothing for none, each value of a set
  function membersIn(results) {
    var found = [];
    results.forEach(function (one) {
      if (one === null) return;
      if (one.set) one.set.forEach(function (member) { found.push(member); }); else found.push(one);
    });
    return found;
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

  world.tablePolicies = { membersIn, rowOf, BY_RANK, rank, byRank, sameRow, decide, aggregate };
})(typeof window === "undefined" ? globalThis : window);
