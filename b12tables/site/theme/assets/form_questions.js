// The questions of the form "Try a case": one box each, made from the field, in the words of the reader.
// `formQuestions(set, tools)` gives {ask, codeOf}; tools: make, slug, question, patient, answer(name, raw).
(function (world) {
  "use strict";
  var engine = world.tableEngine, say = world.say;

  function formQuestions(set, tools) {
    var make = tools.make, slug = tools.slug, question = tools.question, patient = tools.patient, answer = tools.answer;

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
      // every answer can be taken back, by pointer and by keyboard
      widget.back = make("button", { type: "button", "class": "back no-print", text: say("Take back"), "aria-label": say("Take back: {field}", { field: field.label }), hidden: "" });
      widget.back.addEventListener("click", function () { answer(name, undefined); widget.show(undefined); widget.focus(); });
      box.append(widget.note, widget.back);
      return widget;
    }
    function optionWords(option) {
      if (!option[1]) return say(option[0]);
      return (patient() && option[1][2]) || option[1][1];
    }
    function chip(kind, group, value, id) {
      var input = make("input", { type: kind, name: group, value: value, id: id });
      var label = make("label", { "for": id });
      return { input: input, label: label, box: make("span", { "class": "chip" }, input, label) };
    }
    function oneOfFew(widget, field, id, options) {
      var legend = make("legend"), chips = [];
      var group = make("fieldset", { role: "radiogroup", "aria-describedby": id + "-trouble" }, legend);
      widget.marked = [group];
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
      widget.focus = function () { (chips.find(function (one) { return one.input.checked; }) || chips[0]).input.focus(); };
      widget.words = function () {
        legend.textContent = question(field);
        chips.forEach(function (one, at) { one.label.textContent = list[at][0] === engine.UNKNOWN ? say(engine.WORDS.NOT_KNOWN) : optionWords(list[at]); });
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
      widget.marked = [select];
      widget.focus = function () { select.focus(); };
      widget.words = function () {
        label.textContent = question(field);
        list.forEach(function (option, at) {
          select.options[at].textContent = option[0] === "" ? say("– choose –") : option[0] === engine.UNKNOWN ? say(engine.WORDS.NOT_KNOWN) : optionWords(option);
        });
      };
      widget.show = function (raw) { select.value = codeOf(widget.name, raw) || ""; };
    }
    function severalOf(widget, field, id, options) {
      var legend = make("legend"), boxes = [], none = null, unknown = null;
      var group = make("fieldset", { "aria-describedby": id + "-trouble" }, legend);
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
      widget.marked = boxes.concat(none, unknown || []).map(function (one) { return one.input; });
      widget.focus = function () { boxes[0].input.focus(); };
      widget.words = function () {
        legend.textContent = question(field);
        boxes.forEach(function (one, at) { one.label.textContent = optionWords(options[at]); });
        none.label.textContent = say(engine.WORDS.EMPTY_SET);
        if (unknown) unknown.label.textContent = say(engine.WORDS.NOT_KNOWN);
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
        unit = make("select", { id: id + "-unit", "aria-label": say("Unit of: {field}", { field: field.label }) });
        if (engine.needsUnit(field)) unit.append(make("option", { value: "", text: say("unit?") }));
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
      widget.marked = [input];
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

    return { ask: ask, codeOf: codeOf };
  }

  world.formQuestions = formQuestions;
})(window);
