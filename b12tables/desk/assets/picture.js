"use strict";
// A finding as a small picture: a table along two columns, and which rules hold where. Words and marks, never colour alone.
window.deskPicture = (ask) => {
  const tell = window.deskTell;
  const { made } = window.deskTable;

  const SAYS = {
    none: () => tell("no rule holds"),
    never: (spot) => tell("no patient: {why}", { why: spot.why }),
    held: (spot) => spot.rules.join(", "),
    many: (spot) => tell("together: {rules}", { rules: spot.rules.join(", ") }),
  };

  function spotCell(spot) {
    const cell = made("td", SAYS[spot.kind](spot), `spot ${spot.kind}${spot.here ? " here" : ""}`);
    if (spot.here) cell.append(made("span", tell(" the example"), "role"));
    return cell;
  }

  function drawn(found) {
    const around = made("div", undefined, "scroll");
    around.tabIndex = 0;
    around.setAttribute("role", "region");
    around.setAttribute("aria-label", tell("Which rules of {decision} hold", { decision: found.decision }));
    const table = made("table", undefined, "picture");
    const head = made("tr");
    const corner = made(found.heads[0] ? "th" : "td", found.heads[0]);
    if (found.heads[0]) corner.scope = "col";
    head.append(corner, ...found.across.map((words) => {
      const th = made("th");
      th.scope = "col";
      th.append(made("span", `${found.heads[1]} `, "quiet"), words);
      return th;
    }));
    const body = made("tbody");
    for (const row of found.rows) {
      const line = made("tr");
      const name = made(row.name ? "th" : "td", row.name);
      if (row.name) name.scope = "row";
      line.append(name, ...row.spots.map(spotCell));
      body.append(line);
    }
    const top = made("thead");
    top.append(head);
    table.append(top, body);
    around.append(table);
    const notes = [];
    if (found.others.length) notes.push(tell("Everything else as the example has it: {others}.", { others: found.others.join("; ") }));
    if (found.cut) notes.push(tell("Only what lies around the example is drawn."));
    return [around, ...notes.map((text) => made("p", text, "quiet"))];
  }

  // drawn when somebody opens it: the picture is worked out then
  return (finding) => {
    const details = made("details");
    const inside = made("div");
    details.append(made("summary", tell("See where it lies")), inside);
    details.addEventListener("toggle", async () => {
      if (!details.open || inside.children.length) return;
      inside.replaceChildren(made("p", tell("It is drawn …"), "quiet"));
      const found = await ask({ do: "picture", finding: finding.number });
      inside.replaceChildren(...(found ? drawn(found) : []));
    });
    return details;
  };
};
