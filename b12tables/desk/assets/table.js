"use strict";
// A sheet as it looks, as a grid that the arrow keys walk through. Texts become text nodes: nothing in them is obeyed.
window.deskTable = (() => {
  const tell = window.deskTell;
  const made = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const roles = () => ({ edit: tell("edit here"), involved: tell("involved"), look: tell("to look at") });

  function draw(around, data, chosen) {
    around.replaceChildren();
    const table = made("table");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", `${data.file}, ${data.sheet}`);
    const head = made("tr");
    const corner = made("th");
    corner.append(made("span", tell("Row"), "unseen"));
    head.append(corner, ...data.columns.map((letters) => made("th", letters)));
    const top = made("thead");
    top.append(head);
    const body = made("tbody");
    for (const row of data.rows) body.append(drawnRow(row, data, chosen));
    table.append(top, body);
    around.append(table);
    const left = data.left_out;
    if (left.rows || left.columns) {
      around.append(made("p", tell("Not drawn: {rows} more rows, {columns} more columns.", { rows: left.rows, columns: left.columns }), "quiet"));
    }
    const first = body.querySelector("td");
    if (first) first.tabIndex = 0;
    table.addEventListener("keydown", walk);
  }

  function drawnRow(row, data, chosen) {
    const line = made("tr", undefined, row.head ? "head" : "");
    const number = made("th", String(row.number));
    number.scope = "row";
    line.append(number);
    row.cells.forEach((cell, index) => {
      const td = made("td", cell.text, cell.role || "");
      td.tabIndex = -1;
      td.id = `cell-${data.columns[index]}${row.number}`;
      if (cell.role) td.append(made("span", roles()[cell.role], "role"));
      const place = { file: data.file, sheet: data.sheet, cells: `${data.columns[index]}${row.number}` };
      const about = { ...place, row: row.number, column: index + 1, text: cell.text, fixed: Boolean(cell.fixed), findings: cell.findings || [] };
      td.addEventListener("click", () => { focus(td); chosen(about); });
      td.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { event.preventDefault(); chosen(about, true); }
      });
      line.append(td);
    });
    return line;
  }

  function walk(event) {
    const cell = event.target.closest("td");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step) return;
    const rows = [...cell.closest("tbody").rows];
    const row = rows[rows.indexOf(cell.parentElement) + step[0]];
    const next = row && row.cells[cell.cellIndex + step[1]];
    if (next && next.tagName === "TD") { event.preventDefault(); focus(next); }
  }

  function focus(cell) {
    for (const other of cell.closest("table").querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // the first cell of a place such as A12:F12; a place without cells is the sheet as a whole
  function goTo(around, cells) {
    const first = cells.split(":")[0];
    const cell = (first && around.querySelector(`[id="cell-${CSS.escape(first)}"]`)) || around.querySelector("td");
    if (cell) focus(cell);
    return Boolean(cell);
  }

  return { draw, goTo, made };
})();
