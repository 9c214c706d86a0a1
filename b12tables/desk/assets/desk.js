"use strict";
// The page of the desk. It shows what the engine says and asks for what somebody clicks; it decides nothing itself.
(() => {
  const tell = window.deskTell, engine = window.deskEngine;
  const { draw, goTo, made } = window.deskTable;
  const { downloaded, inBase64 } = window.deskFiles;
  const $ = (id) => document.getElementById(id);
  const PAUSE = 700; // milliseconds between two looks at the files
  const LONG = 2500; // milliseconds after which work is called long, and can be stopped
  let state = { version: 0 };
  let shownSheet = null;
  let cameFrom = null;
  let firstCause = "";
  let asking = 0;
  let sheetsAsked = 0;
  let sentToAdd = false;
  let missed = ""; // why the last look saw nothing

  // ------------------------------------------------------------ asking

  async function ask(request) {
    asking += 1;
    document.body.classList.add("busy");
    try {
      const answer = await atWork(() => (request.do === "save" ? engine.save() : engine.ask(request)));
      if (answer.refused) say(answer.refused);
      return answer.refused ? null : answer;
    } finally {
      asking -= 1;
      if (!asking) document.body.classList.remove("busy");
    }
  }

  // work that takes long says for how long it has been going on, and can be stopped
  async function atWork(work) {
    const since = Date.now();
    const told = setInterval(() => {
      if (Date.now() - since < LONG) return;
      $("working-since").textContent = tell("At work for {since} seconds.", { since: Math.round((Date.now() - since) / 1000) });
      $("working").hidden = false;
    }, 500);
    try {
      return await work();
    } finally {
      clearInterval(told);
      $("working").hidden = true;
    }
  }

  $("stop").addEventListener("click", () => engine.stop());
  document.addEventListener("desk-language", () => show(state));

  function say(text) {
    $("said").textContent = text;
    $("said").hidden = !text;
  }

  // `version`: what the page shows; where something else stands by now, nobody has seen what would be changed
  async function change(request) {
    say("");
    const answer = await ask({ ...request, version: state.version });
    if (answer && answer.version !== undefined) await show(answer);
    return Boolean(answer);
  }

  async function look() {
    try {
      await lookOnce();
    } finally {
      setTimeout(look, PAUSE); // whatever one look met, the next one comes
    }
  }

  async function lookOnce() {
    if (!asking && !document.hidden) {
      const unseen = engine.look ? await engine.look() : "";
      const answer = await atWork(() => engine.ask({ do: "state", version: state.version }));
      const why = answer.refused || unseen;
      if (why) say(why);
      else if (missed && $("said").textContent === missed) say(""); // it is there again
      missed = why || "";
      if (answer.open && !answer.same) await show(answer);
    }
  }

  // ------------------------------------------------------------ showing

  async function show(fresh) {
    if (fresh.version !== state.version) for (const id of ["answers", "list-said", "compared"]) outdated(id);
    state = fresh;
    if (!state.open) return;
    window.deskLanguage.opened(state.language);
    for (const id of ["disclaimer", "checked", "grid-around"]) theirs($(id));
    $("title").textContent = state.title || tell("The desk");
    $("about").textContent = state.title ? tell("version {version_text}, status: {status}", { version_text: state.version_text, status: state.status }) : "";
    const stands = state.ok ? tell("Nothing stands in the way of a build.") : tell("This table set cannot be built yet.");
    const behind = tell("The workbooks were saved since, and to check them was stopped: what is shown here is of before. It is checked again when one is saved.");
    $("verdict").textContent = state.behind ? behind : `${stands} ${tell("Found: {counts}.", { counts: state.counts[window.deskLanguage.now()] })}`;
    $("verdict").className = `verdict ${state.ok && !state.behind ? "ok" : "not-ok"}`;
    $("disclaimer").textContent = state.disclaimer;
    lines($("news"), "li", [...state.news, ...state.notices, ...state.new_values]);
    $("news").hidden = !$("news").children.length;
    $("pending").textContent = state.unsaved ? tell("Changed here and not saved yet: {unsaved} ({steps})", { unsaved: state.unsaved, steps: state.steps.join(" · ") }) : "";
    $("pending").hidden = !state.unsaved;
    $("undo").disabled = !state.steps.length;
    $("save").disabled = !state.unsaved || !engine.writes;
    $("save").hidden = !engine.writes;
    $("download").disabled = !state.unsaved;
    lines($("checked"), "p", state.checked);
    causes();
    findings();
    sheets();
    // nothing is here yet: a set can be begun; and back, where workbooks come instead
    if (!state.sheets.length && !state.steps.length && visible("findings")) { sentToAdd = true; part("adding"); }
    else if (sentToAdd && state.sheets.length) { sentToAdd = false; if (visible("adding") && !state.steps.length) part("findings"); }
    const cause = state.begin.length ? state.begin[0].where : "";
    const begins = cause && cause !== firstCause; // what is wrong now stands somewhere else: that is shown
    firstCause = cause;
    await sheet((begins ? firstSheet() : shownSheet) || firstSheet());
    if (visible("signing")) await signatures();
    if (visible("patient")) await form();
    if (visible("adding")) await adding.show();
    if (visible("chart")) await charts();
    if (visible("map")) await map();
  }

  // what is said of the tables is in their language, whichever the page is in
  function theirs(element) {
    element.lang = state.language || "en";
    return element;
  }

  function lines(around, name, texts, className) {
    around.replaceChildren(...texts.map((text) => made(name, text, className)));
  }

  function causes() {
    $("begin").hidden = !state.begin.length;
    $("causes").replaceChildren(...state.begin.map((cause) => {
      const item = made("li");
      const says = made("p");
      if (cause.place) {
        says.append(placeButton(cause.place, cause.where, cause.finding), " ");
      }
      says.append(theirs(made("span", cause.says)));
      item.append(says);
      if (cause.edit) item.append(made("p", tell("Mend it: {edit}", { edit: cause.edit }), "mend"));
      const more = made("button", tell("The finding with its mends"));
      more.type = "button";
      more.addEventListener("click", () => focusFinding(cause.finding));
      if (cause.finding) item.append(more);
      return item;
    }));
  }

  function findings() {
    $("nothing").hidden = state.findings.length > 0;
    $("findings").replaceChildren(...state.findings.map(finding));
    if (state.more) $("findings").append(made("p", tell("And {more} more, which are not shown here.", { more: state.more })));
  }

  function finding(one) {
    const article = made("article", undefined, one.severity);
    article.id = `finding-${one.number}`;
    article.tabIndex = -1;
    article.append(made("h3", `${one.number}. ${{ error: tell("error"), warning: tell("warning"), info: tell("info") }[one.severity]}: ${one.title}${one.accepted ? tell(" (accepted)") : ""}`));
    for (const line of one.lines) article.append(theirs(made("p", line)));
    if (one.example) article.append(made("p", tell("For example: {example}", { example: one.example }), "example"));
    const places = made("div", undefined, "places");
    one.places.slice(0, 12).forEach((place, index) => {
      const last = one.places[index - 1];
      const here = last && last.file === place.file && last.sheet === place.sheet && place.cells;
      const button = placeButton(place, here ? place.cells : place.where, one.number);
      button.setAttribute("aria-label", place.where);
      places.append(button);
    });
    if (one.places.length > 12) places.append(made("span", tell("and {places} more", { places: one.places.length - 12 }), "quiet"));
    article.append(places);
    if (one.help.length) {
      article.append(made("p", one.help.length > 1 ? tell("What would mend it, one of:") : tell("What would mend it:")));
      const list = theirs(made("ul"));
      lines(list, "li", one.help);
      article.append(list);
    }
    if (one.picture) article.append(picture(one));
    if (one.mends.length || one.rows) article.append(mends(one));
    return article;
  }

  const picture = window.deskPicture(ask);

  function mends(one) {
    const around = made("div");
    const buttons = made("div", undefined, "mend");
    const preview = made("div");
    preview.setAttribute("aria-live", "polite");
    for (const mend of one.mends) {
      const button = made("button", tell("Try: {what}", { what: mend.title }));
      button.type = "button";
      button.addEventListener("click", () => tryMend(mend, preview, button));
      buttons.append(button);
    }
    if (one.rows) {
      const copy = made("button", tell("Copy the rows that are missing, to paste into the table"));
      copy.type = "button";
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(one.rows);
          copy.textContent = tell("Copied: paste below the last rule, and write what is to be done");
        } catch { // a browser lets no page copy that came unprotected, or that its reader forbids it
          const rows = made("textarea");
          rows.readOnly = true;
          rows.value = one.rows;
          rows.setAttribute("aria-label", tell("The rows that are missing"));
          preview.replaceChildren(made("p", tell("This browser does not let the page copy: copy the rows from here.")), rows);
          rows.select();
        }
      });
      buttons.append(copy);
    }
    around.append(buttons, preview);
    return around;
  }

  async function tryMend(mend, preview, button) {
    say("");
    preview.replaceChildren(made("p", tell("It is tried on a copy …"), "quiet"));
    const found = await ask({ do: "preview", id: mend.id });
    preview.replaceChildren();
    if (!found) return;
    const box = made("div", undefined, "preview");
    box.append(made("h4", tell("With this edit: {counts}", { counts: found.counts[window.deskLanguage.now()] })));
    for (const line of found.news) box.append(made("p", line));
    if (found.whose.why) box.append(made("p", found.whose.why));
    if (found.whose.same) box.append(made("p", tell("Nobody gets another answer.")));
    const apply = made("button", tell("Apply it here"), "main");
    const leave = made("button", tell("Leave it"));
    apply.type = leave.type = "button";
    apply.addEventListener("click", async () => {
      if (await change({ do: "mend", id: mend.id })) $("verdict").scrollIntoView({ block: "nearest" });
    });
    leave.addEventListener("click", () => { preview.replaceChildren(); button.focus(); });
    box.append(apply, " ", leave);
    if (found.whose.compared && !found.whose.same) box.append(told(found.whose.parts));
    preview.append(box);
    apply.focus();
  }

  // each head of a comparison opens what stands below it; of what a build or a version asks nothing is folded
  function told(parts) {
    const around = made("div");
    for (const part of parts) {
      const below = part.lines.map((line) => made("p", line.trim(), line.startsWith("     ") ? "told in" : "told"));
      if (part.lines.length > 1) {
        const details = made("details");
        details.append(made("summary", part.head), ...below);
        around.append(details);
      } else {
        around.append(made("p", part.head, "told"), ...below);
      }
    }
    return around;
  }

  function placeButton(place, where, number) {
    if (!place.sheet) return made("span", where); // a file that could not be read shows nothing
    const button = made("button", where);
    button.type = "button";
    button.addEventListener("click", async () => {
      cameFrom = number || null;
      part("findings");
      if (await sheet(place)) goTo($("grid-around"), place.cells);
    });
    return button;
  }

  function focusFinding(number) {
    const article = $(`finding-${number}`);
    if (article) { article.focus(); article.scrollIntoView({ block: "start" }); }
  }

  // ------------------------------------------------------------ sheets

  const key = (sheet) => JSON.stringify([sheet.file, sheet.sheet]);

  function sheets() {
    const before = shownSheet && key(shownSheet);
    $("sheets").replaceChildren(...state.sheets.map((one) => {
      const marks = Object.entries(one.marks).map(([role, count]) => `${count} ${{ edit: tell("to edit"), involved: tell("involved"), look: tell("to look at") }[role]}`);
      const option = made("option", `${one.file} · ${one.sheet}${marks.length ? ` (${marks.join(", ")})` : ""}`);
      option.value = key(one);
      option.selected = option.value === before;
      return option;
    }));
    if (!state.sheets.some((one) => key(one) === before)) shownSheet = null;
  }

  function firstSheet() {
    const cause = state.begin.find((one) => one.place && one.place.sheet);
    return (cause && cause.place) || state.sheets.find((one) => one.kind === "Decision table") || state.sheets[0] || null;
  }

  async function sheet(place) {
    const known = place && state.sheets.some((one) => key(one) === key(place));
    if (!known) {
      if (!place) $("grid-around").replaceChildren();
      return false;
    }
    const mine = ++sheetsAsked;
    const data = await ask({ do: "sheet", file: place.file, sheet: place.sheet });
    if (!data || mine !== sheetsAsked) return false; // another one was asked for since, and is shown
    shownSheet = { file: place.file, sheet: place.sheet };
    $("sheets").value = key(shownSheet);
    const around = $("grid-around");
    const { scrollTop, scrollLeft } = around;
    const same = around.dataset.sheet === key(shownSheet);
    draw(around, data, cell.choose);
    around.dataset.sheet = key(shownSheet);
    if (same) around.scrollTo(scrollLeft, scrollTop);
    else scrollWithin(around, around.querySelector("td.edit, td.involved"));
    cell.redrawn(data);
    return true;
  }

  // moves what scrolls inside the page, and never the page: whoever opens it begins at its head
  function scrollWithin(around, cell) {
    if (!cell) return;
    const at = cell.getBoundingClientRect(), box = around.getBoundingClientRect();
    const beyond = (low, high, from, to) => (low < from ? low - from : Math.max(0, high - to));
    around.scrollBy(beyond(at.left, at.right, box.left, box.left + around.clientWidth),
      beyond(at.top, at.bottom, box.top, box.top + around.clientHeight));
  }

  const cell = window.deskCell(say, async (chosen, text) => {
    const { file, sheet: name, row, column, cells } = chosen;
    if (await change({ do: "write", file, sheet: name, row, column, text })) goTo($("grid-around"), cells);
  }, (number) => (cameFrom = number || cameFrom));

  $("sheets").addEventListener("change", () => {
    const [file, name] = JSON.parse($("sheets").value);
    sheet({ file, sheet: name });
  });
  $("cell-back").addEventListener("click", () => focusFinding(cameFrom));

  // ------------------------------------------------------------ parts

  const visible = (name) => !document.querySelector(`main > [data-part="${name}"]`).hidden;

  // of a patient: whom the form is to show, if not whom it shows already
  async function part(name, given) {
    for (const section of document.querySelectorAll("main > [data-part]")) section.hidden = section.dataset.part !== name;
    for (const button of $("parts").children) button.setAttribute("aria-pressed", String(button.dataset.part === name));
    if (name === "adding") adding.show();
    if (!state.open) return;
    if (name === "patient") await form(given);
    if (name === "signing") signatures();
    if (name === "chart") charts();
    if (name === "map") await map();
  }

  $("parts").addEventListener("click", (event) => {
    if (event.target.dataset.part) part(event.target.dataset.part);
  });

  const adding = window.deskAdding(ask, change);

  // ------------------------------------------------------------ a patient

  function stated() {
    const given = {};
    for (const box of $("patient").querySelectorAll("[data-several] input:checked")) {
      const code = box.closest("[data-several]").dataset.several;
      given[code] = given[code] ? `${given[code]}, ${box.value}` : box.value;
    }
    for (const input of $("patient").querySelectorAll("[name]")) if (input.value.trim()) given[input.name] = input.value;
    return given;
  }

  async function form(given) {
    const answer = await ask({ do: "form" });
    if (!answer) return;
    const before = given || stated(); // what was entered while this was asked for stays
    const groups = new Map();
    for (const field of answer.fields) {
      if (!groups.has(field.group)) groups.set(field.group, []);
      groups.get(field.group).push(window.deskQuestion(field, before[field.code] || ""));
    }
    const button = made("button", tell("What do the tables answer?"), "main");
    button.type = "submit";
    $("patient").replaceChildren(...[...groups].map(([name, labels]) => {
      const set = made("fieldset");
      set.append(made("legend", name || tell("The patient")), ...labels);
      return set;
    }), button);
  }

  async function answerStated() {
    say("");
    for (const old of $("patient").querySelectorAll(".wrong")) old.remove();
    const given = stated();
    const found = await ask({ do: "answer", given });
    if (!found) return;
    answered(found);
    if (JSON.stringify(stated()) !== JSON.stringify(given)) outdated("answers");
  }

  // what was answered is of one patient, and of the tables as they were: with either it goes
  function outdated(id) {
    if (!$(id).dataset.told) return;
    delete $(id).dataset.told;
    if (id === "answers") $("keep").hidden = true;
    $(id).replaceChildren(made("p", tell("Something was changed since this was told: ask again."), "quiet"));
  }

  $("patient").addEventListener("input", () => outdated("answers"));
  $("patient").addEventListener("submit", (event) => {
    event.preventDefault();
    answerStated();
  });

  function answered(found) {
    $("keep").hidden = found.status !== "ok";
    for (const [code, texts] of Object.entries(found.wrong)) {
      const input = $("patient").querySelector(`[name="${CSS.escape(code)}"]`);
      const around = input || $("patient").querySelector(`[data-several="${CSS.escape(code)}"]`);
      if (around) around.after(made("span", texts.join("; "), "wrong"));
      if (input) input.focus();
    }
    const around = $("answers");
    around.replaceChildren();
    around.dataset.told = "yes";
    for (const line of found.known) around.append(made("p", line, "wrong"));
    if (found.status === "not read") { around.append(made("p", tell("Something that is stated cannot be read: see beside it."), "wrong")); return; }
    if (found.left_out.length) {
      around.append(made("p", tell("Left out of these tables, so that nothing is said about it:"), "wrong"));
      lines(around.appendChild(made("ul")), "li", found.left_out);
    }
    if (found.problems.length) {
      around.append(made("p", found.status === "missing-input" ? tell("Not everything can be answered:") : tell("This patient has no answer:"), "wrong"));
      lines(around.appendChild(made("ul")), "li", found.problems);
    }
    if (found.headline) around.append(made("p", found.headline, "headline"));
    if (found.unknown.length) {
      const details = made("details");
      details.append(made("summary", tell("Not stated, and taken as not known: {unknown} of the entries that were looked at", { unknown: found.unknown.length })), made("p", `${found.unknown.join(", ")}.`));
      around.append(details);
    }
    const told = found.answers.filter((one) => one.told);
    around.append(...told.map(oneAnswer));
    for (const score of found.scores || []) around.append(made("p", score, "answer"));
    const way = found.answers.filter((one) => !one.told);
    if (way.length) {
      const details = made("details");
      details.append(made("summary", tell("On the way: {way} more decisions", { way: way.length })), ...way.map(oneAnswer));
      around.append(details);
    }
  }

  function oneAnswer(one) {
    const box = made("div", undefined, one.told ? "answer" : "answer way");
    box.append(made("h3", one.decision));
    for (const line of one.says) box.append(made("p", line));
    const places = made("div", undefined, "places");
    places.append(...one.rules.map((rule) => placeButton(rule, tell("rule {rule} · {sheet} {cells}", { rule: rule.rule, sheet: rule.sheet, cells: rule.cells }))));
    box.append(places);
    return box;
  }

  $("list-file").addEventListener("change", async () => {
    const [file] = $("list-file").files;
    if (!file) return;
    say("");
    $("list-said").replaceChildren(made("p", tell("The patients are answered …"), "quiet"));
    const found = await ask({ do: "answer list", files: [await inBase64(file)] });
    $("list-said").replaceChildren();
    $("list-file").value = "";
    if (!found) return;
    lines($("list-said"), "p", found.says);
    $("list-said").dataset.told = "yes";
    const button = made("button", tell("Download {name}", { name: found.name }), "main");
    button.type = "button";
    button.addEventListener("click", () => downloaded(found));
    $("list-said").append(button);
    button.focus();
  });

  // ------------------------------------------------------------ the chart

  const drawn = window.deskChart(placeButton, async (given) => {
    await part("patient", given);
    await answerStated();
    $("answers").scrollIntoView({ block: "nearest" });
  });

  async function charts() {
    const around = $("charts");
    around.replaceChildren(made("p", tell("The chart is derived …"), "quiet"));
    const found = await atWork(() => engine.ask({ do: "charts" }));
    around.replaceChildren(...(found.refused ? [made("p", found.refused)] : found.charts.map(drawn)));
  }

  // ------------------------------------------------------------ the map

  const drawMap = window.deskMap($("map"), $("map-said"), async (place) => {
    part("findings");
    if (await sheet(place)) goTo($("grid-around"), place.cells);
  });

  async function map() {
    const found = await ask({ do: "map" });
    if (found) drawMap(found);
  }

  $("keep").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await change({ do: "keep", given: stated(), description: $("keep-text").value })) {
      $("keep-text").value = "";
      if (visible("patient")) part("findings"); // who has gone elsewhere meanwhile stays there
    }
  });

  // ------------------------------------------------------------ editions and signatures

  async function compareWith(request) {
    say("");
    $("compared").replaceChildren(made("p", tell("The editions are compared …"), "quiet"));
    const found = await ask(request);
    $("compared").replaceChildren();
    if (!found) return;
    $("compared").dataset.told = "yes";
    if (found.why) $("compared").append(made("p", found.why, "wrong"));
    else $("compared").append(made("p", found.same ? tell("Nobody gets another answer than from {name}.", { name: found.name }) : tell("Compared with {name}:", { name: found.name })), told(found.parts));
  }

  $("compare").addEventListener("click", () => compareWith({ do: "compare" }));
  $("published").addEventListener("change", async () => {
    const files = await Promise.all([...$("published").files].map(inBase64));
    if (files.length) await compareWith({ do: "publish", name: tell("the edition that was chosen"), files });
  });

  async function signatures() {
    const found = await ask({ do: "signatures" });
    if (!found) return;
    const before = $("sign-decision").value;
    $("sign-decision").replaceChildren(...found.decisions.map((one) => {
      const option = made("option", one.label);
      option.value = one.decision;
      option.selected = one.decision === before;
      return option;
    }));
    $("signatures").replaceChildren(...found.decisions.map((one) => {
      const row = made("tr");
      const counts = Object.entries(one.counts).map(([standing, count]) => `${count} ${tell(standing)}`).join(", ");
      const voided = one.voided.length ? tell("; voided: {voided}", { voided: one.voided.join(", ") }) : "";
      row.append(made("td", one.label), made("td", counts + voided));
      return row;
    }));
  }

  $("sign").addEventListener("submit", async (event) => {
    event.preventDefault();
    await change({
      do: "sign",
      decision: $("sign-decision").value,
      rule: $("sign-rule").value.trim(),
      person: $("sign-person").value,
      role: $("sign-role").value,
    });
  });

  // ------------------------------------------------------------ files

  $("undo").addEventListener("click", () => change({ do: "undo" }));
  $("save").addEventListener("click", async () => {
    say("");
    const answer = await ask({ do: "save" });
    if (answer) await show(answer);
  });
  $("download").addEventListener("click", async () => {
    const answer = await ask({ do: "changed files" });
    (answer || { files: [] }).files.forEach(downloaded);
  });

  addEventListener("beforeunload", (event) => {
    if (state.unsaved) event.preventDefault();
  });

  engine.start($("source"), (text) => { $("verdict").textContent = text; }, change, say).then(look);
})();
