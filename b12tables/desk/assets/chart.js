"use strict";
// The wall chart of the draft, drawn from plain data. A patient in a cell is tried by a click, a rule leads to its row.
window.deskChart = (placeButton, tryPatient) => {
  const { made } = window.deskTable;
  const tell = window.deskTell;

  function box(data, lead) {
    const inside = data.lines.flatMap((line) => line.parts.map((part, index) => {
      const said = made("p");
      if (index === 0 && !lead) said.append(made("span", `${line.label}: `, "what"));
      said.append(part.words);
      for (const letter of part.letters) said.append(made("sup", letter), " ");
      if (part.where) said.append(made("span", ` (${part.where})`, "what"));
      return said;
    }));
    if (data.marks.length) {
      const marks = made("p");
      for (const [mark, where] of data.marks) marks.append(made("span", mark, "sign"), where ? `(${where}) ` : "");
      inside.push(marks);
    }
    return inside;
  }

  function patients(entries) {
    const details = made("details");
    const list = made("ul");
    details.append(made("summary", entries.length > 1 ? tell("{entries} patients and their rules", { entries: entries.length }) : tell("The patient and the rules")), list);
    // thousands of buttons are made when somebody looks
    details.addEventListener("toggle", () => {
      if (list.children.length) return;
      list.append(...entries.map((entry) => {
        const item = made("li");
        const places = made("div", undefined, "places");
        const button = made("button", tell("Try: {what}", { what: entry.words }));
        button.type = "button";
        button.addEventListener("click", () => tryPatient(entry.given));
        places.append(button, ...entry.rules.map((rule) => placeButton(rule, tell("rule {rule} · {sheet} {cells}", { rule: rule.rule, sheet: rule.sheet, cells: rule.cells }))));
        item.append(places);
        return item;
      }));
    });
    return details;
  }

  function cell(data) {
    const td = made("td");
    if (data.entries.length) td.append(...box(data, data.lines.length === 1), patients(data.entries));
    else td.append(made("p", tell("No patient can be so."), "never"));
    return td;
  }

  function table(chart) {
    const grid = made("table");
    const head = made("tr");
    const corner = made("th", chart.heads[0]);
    corner.scope = "col";
    head.append(corner);
    for (const column of chart.columns) {
      const th = made("th");
      th.scope = "col";
      th.append(made("span", `${chart.heads[1]}: `, "what"), column.names.join(" or "), ...box(column));
      head.append(th);
    }
    for (const label of chart.margins) {
      const th = made("th", label);
      th.scope = "col";
      head.append(th);
    }
    const top = made("thead");
    top.append(head);
    const body = made("tbody");
    for (const row of chart.rows) {
      const line = made("tr");
      const th = made("th", row.names.join(" · "));
      th.scope = "row";
      th.append(...box({ lines: [], marks: row.marks }));
      const margin = row.margin.map((part) => {
        const td = made("td");
        td.append(...box({ lines: [{ label: "", parts: [part] }], marks: [] }, true));
        return td;
      });
      line.append(th, ...row.cells.map(cell), ...margin);
      body.append(line);
    }
    grid.append(top, body);
    const around = made("div", undefined, "scroll");
    around.tabIndex = 0;
    around.setAttribute("role", "region");
    around.setAttribute("aria-label", chart.title);
    around.append(grid);
    return around;
  }

  function listed(title, texts) {
    if (!texts.length) return [];
    const list = made("ul");
    list.append(...texts.map((text) => made("li", text)));
    return [made("h4", title), list];
  }

  return (chart) => {
    const around = made("section", undefined, "chart");
    around.append(made("h3", chart.title));
    if (chart.why) {
      around.append(made("p", tell("It cannot be derived: {why} ({where})", { why: chart.why, where: chart.where }), "wrong"));
      return around;
    }
    for (const line of chart.known) around.append(made("p", line, "wrong"));
    if (chart.assumed.length) around.append(made("p", tell("For patients with {assumed}; nothing else is known of them unless a footnote says so.", { assumed: chart.assumed.join("; ") })));
    if (chart.everybody.lines.length || chart.everybody.marks.length) around.append(made("h4", tell("For everybody")), ...box(chart.everybody));
    if (chart.strip.some((band) => band.lines.length || band.marks.length)) {
      const cards = made("div", undefined, "cards");
      cards.append(...chart.strip.map((band) => {
        const card = made("div");
        card.append(made("p", `${chart.heads[2]}: ${band.names.join(tell(" or "))}`, "what"), ...box(band));
        return card;
      }));
      around.append(made("h4", tell("What {heads} decides", { heads: chart.heads[2] })), cards);
    }
    around.append(
      table(chart),
      ...listed(tell("Footnotes: what else comes out, and because of what"), chart.notes.map(([letter, because, brought]) => `${letter}: ${because} → ${brought}`)),
      ...listed(tell("What overrides every cell"), [...chart.overrides, ...chart.always].map(([because, brought]) => `${because} → ${brought}`)),
      ...listed(tell("Signs"), chart.legend.map(([mark, words]) => `${mark}: ${words}`)),
      ...listed(tell("Signs that are added where something else is known"), chart.further.map(([because, marks]) => `${because} → ${marks.map(([mark, words, where]) => `${mark} ${words}${where ? ` (${where})` : ""}`).join("; ")}`)),
      made("p", tell("{combinations} combinations, each in exactly one cell; {possible} of them a patient can have.", { combinations: chart.combinations, possible: chart.possible }), "quiet"),
    );
    return around;
  };
};
