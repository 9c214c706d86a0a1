"use strict";
// Small forms that add to the tables. What may be written is for the engine to say: here it is only gathered.
window.deskAdding = (ask, change) => {
  const tell = window.deskTell;
  const { made } = window.deskTable;
  const $ = (id) => document.getElementById(id);
  let offered = { fields: [], tables: [], types: [], policies: [] };

  function options(select, pairs) {
    const before = select.value;
    select.replaceChildren(...pairs.map(([value, text]) => {
      const option = made("option", text);
      option.value = value;
      return option;
    }));
    if (pairs.some(([value]) => value === before)) select.value = before;
  }

  async function show() {
    const found = await ask({ do: "forms" });
    if (!found) return;
    offered = found;
    $("add-set").hidden = !found.empty;
    $("add-rest").hidden = found.empty;
    options($("add-field").elements.Type, found.types.map((type) => [type, type]));
    options($("add-value").elements.Field, found.fields.filter((one) => one.type.startsWith("choice")).map((one) => [one.code, one.label]));
    options($("add-decision").elements.policy, found.policies.map((policy) => [policy, policy]));
    ticks($("add-when"), "when", found.fields);
    ticks($("add-then"), "then", found.fields.filter((one) => !one.decided && !one.computed));
    options($("add-rule").elements.decision, found.tables.map((table) => [table.decision, table.label]));
    columns();
    ofTheType();
  }

  function ticks(around, name, fields) {
    const before = new Set([...around.querySelectorAll("input:checked")].map((box) => box.value));
    around.replaceChildren(...fields.map((field) => {
      const label = made("label", undefined, "tick");
      const box = made("input");
      box.type = "checkbox";
      box.name = name;
      box.value = field.code;
      box.checked = before.has(field.code);
      label.append(box, field.decided ? tell("{label} (decided by {table})", { label: field.label, table: field.decided }) : field.label);
      return label;
    }));
    if (!fields.length) around.append(made("p", tell("There is no such field yet: add it first."), "quiet"));
  }

  // an entry for each column of the table into which the rule goes
  function columns() {
    const before = Object.fromEntries([...$("add-columns").querySelectorAll("[name]")].map((entry) => [entry.name, entry.value]));
    const table = offered.tables.find((one) => one.decision === $("add-rule").elements.decision.value);
    const same = $("add-columns").dataset.decision === (table && table.decision);
    $("add-columns").dataset.decision = table ? table.decision : "";
    $("add-columns").replaceChildren(...(table ? table.columns : []).map((column) => {
      const label = made("label", `${column.band}: ${column.head}`);
      const entry = made(column.strict ? "select" : "input");
      entry.name = String(column.column);
      if (column.strict) options(entry, ["", ...column.options].map((text) => [text, text]));
      else {
        entry.autocomplete = "off";
        entry.maxLength = 2000;
        if (column.options.length) label.append(choices(entry, column));
      }
      if (same && before[entry.name]) entry.value = before[entry.name];
      label.append(entry);
      if (column.help) label.append(made("span", column.help, "quiet"));
      return label;
    }));
  }

  function choices(entry, column) {
    const list = made("datalist");
    list.id = `add-options-${column.column}`;
    list.append(...column.options.map((text) => { const option = made("option"); option.value = text; return option; }));
    entry.setAttribute("list", list.id);
    return list;
  }

  function ofTheType() {
    const type = $("add-field").elements.Type.value;
    for (const label of $("add-field").querySelectorAll("[data-for]")) {
      const wanted = { choice: type.startsWith("choice"), number: type.includes("number") || type === "date",
        step: type.includes("number"), kept: type === "choice" || type === "yes/no" }[label.dataset.for];
      label.hidden = !wanted;
      if (!wanted) label.querySelector("input, textarea").value = "";
    }
  }

  const texts = (form) => Object.fromEntries([...new FormData(form)].filter(([name, text]) => name !== "values" && text.trim()));

  // `keeps` names what stays in the form for the next one
  function whenSent(id, request, keeps, after) {
    $(id).addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = $(id);
      const at = document.activeElement;
      const kept = keeps.map((name) => form.elements[name].value);
      const wanted = request(form);
      form.inert = true; // what is typed meanwhile would be lost
      const done = await change(wanted);
      if (done) {
        form.reset();
        keeps.forEach((name, index) => { form.elements[name].value = kept[index]; });
        for (const entry of form.querySelectorAll("#add-columns input, #add-columns select")) entry.value = "";
        await show();
        after(wanted);
      }
      form.inert = false;
      if (!done) $("added").hidden = true; // what was added before says nothing of this
      if (!done) at.focus();
      else if (document.activeElement === document.body) first(form);
    });
  }

  function first(around) {
    const entry = around.querySelector("input, select");
    if (entry) entry.focus();
  }

  function added(text) {
    $("added").textContent = text;
    $("added").hidden = false;
    $("added").scrollIntoView({ block: "nearest" });
  }

  whenSent("add-set", (form) => ({ do: "start", title: form.elements.title.value, empty: form.elements.empty.value === "yes" }), [], () => added(tell("The set is begun. Add fields, then decisions; then say on the sheet About what it is for.")));
  whenSent("add-field", (form) => ({ do: "add field", given: texts(form), values: form.elements.values.value }), ["Type", "Group"], (sent) => added(tell("Added: {what}.", { what: sent.given.Label })));
  whenSent("add-value", (form) => ({ do: "add value", given: texts(form) }), ["Field"], (sent) => added(tell("Added: {what}.", { what: sent.given.Label })));
  whenSent("add-decision", (form) => ({
    do: "add decision",
    label: form.elements.label.value,
    policy: form.elements.policy.value,
    when: new FormData(form).getAll("when"),
    then: new FormData(form).getAll("then"),
  }), ["policy"], (sent) => {
    added(tell("Added: {what}. Write its rules now, one after the other.", { what: sent.label }));
    const fresh = offered.tables.find((table) => table.label === sent.label.trim().replace(/\s+/g, " "));
    if (!fresh) return;
    $("add-rule-around").open = true;
    $("add-rule").elements.decision.value = fresh.decision;
    columns();
    first($("add-columns"));
  });
  whenSent("add-rule", (form) => {
    const given = texts(form);
    const { decision, rule = "", ...cells } = given;
    return { do: "add rule", decision, rule, given: cells };
  }, ["decision"], () => {
    added(tell("The rule is added to its table."));
    $("add-rule").inert = false;
    first($("add-columns"));
  });
  $("add-rule").elements.decision.addEventListener("change", columns);
  $("add-field").elements.Type.addEventListener("change", ofTheType);

  return { show };
};
