"use strict";
// The box beside a table in which a cell is typed anew. What is typed there is never lost in silence.
window.deskCell = (say, write, back) => {
  const tell = window.deskTell;
  const $ = (id) => document.getElementById(id);
  let chosen = null;
  let sent = false; // what is typed is on its way

  const place = (cell) => JSON.stringify([cell.file, cell.sheet, cell.cells]);

  // what is typed and not taken over yet
  function typed() {
    const text = $("cell-text").value;
    if ($("cell").hidden || !chosen || sent || text === chosen.text) return null;
    return { cell: chosen, text };
  }

  function putAside({ cell, text }) {
    say(tell("Typed and not taken over, {place}: {text}", { place: `${cell.sheet} ${cell.cells}`, text: text || tell("blank") }));
  }

  function choose(cell, writes) {
    const before = typed();
    if (before && place(before.cell) !== place(cell)) putAside(before);
    if (!before || place(before.cell) !== place(cell)) open(cell, cell.text);
    if (writes && !cell.fixed) $("cell-text").focus();
  }

  function open(cell, text) {
    chosen = cell;
    $("cell").hidden = false;
    $("cell-head").textContent = `${cell.sheet} · ${cell.cells}`;
    $("cell-text").value = text;
    $("cell-text").disabled = cell.fixed;
    $("cell-form").querySelector('[type="submit"]').disabled = cell.fixed;
    $("cell-fixed").hidden = !cell.fixed;
    $("cell-back").hidden = !back(cell.findings[0]);
  }

  // a table is drawn anew, or another one: the box stays where its cell says what it said; else what is typed is told
  function redrawn(data) {
    const before = typed();
    const shown = !$("cell").hidden && chosen && !sent;
    const focused = document.activeElement === $("cell-text");
    $("cell").hidden = true;
    if (!shown) return;
    const cell = chosen;
    const row = data.file === cell.file && data.sheet === cell.sheet && data.rows.find((one) => one.number === cell.row);
    const now = row && row.cells[cell.column - 1];
    if (!now || now.text !== cell.text) {
      if (before) putAside(before);
      return;
    }
    open({ ...cell, fixed: Boolean(now.fixed), findings: now.findings || [] }, before ? before.text : cell.text);
    if (focused) $("cell-text").focus();
  }

  $("cell-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const cell = chosen;
    sent = true;
    await write(cell, $("cell-text").value);
    sent = false;
  });

  return { choose, redrawn };
};
