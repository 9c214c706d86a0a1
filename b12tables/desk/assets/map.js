"use strict";
// The decisions as a map: rows of buttons, each below all that it needs. What belongs to the one that is pointed at is
// marked and named; a click goes to its sheet.
window.deskMap = (around, said, goToPlace) => {
  const tell = window.deskTell;
  const { made } = window.deskTable;
  const roles = () => ({ edit: tell("to edit"), involved: tell("involved"), look: tell("to look at") });

  function listed(words, codes, byCode) {
    return codes.length ? `${words} ${codes.map((code) => byCode.get(code).label).join(", ")}` : "";
  }

  return (found) => {
    const all = found.rows.flat();
    const byCode = new Map(all.map((one) => [one.decision, one]));
    const users = new Map(all.map((one) => [one.decision, []]));
    for (const one of all) for (const need of one.needs) users.get(need).push(one.decision);
    const buttons = new Map();

    function point(one) {
      for (const [code, button] of buttons) {
        button.classList.toggle("needed", Boolean(one) && one.needs.includes(code));
        button.classList.toggle("user", Boolean(one) && users.get(one.decision).includes(code));
      }
      if (!one) { said.textContent = ""; return; }
      const parts = [listed(tell("needs"), one.needs, byCode), listed(tell("is needed by"), users.get(one.decision), byCode)];
      said.textContent = `${one.label} ${parts.filter(Boolean).join("; ") || tell("stands alone")}.`;
    }

    function button(one) {
      const element = made("button", one.label, one.answer ? "answer-of" : "");
      element.type = "button";
      if (one.answer) element.append(made("span", tell("an answer"), "role"));
      for (const [role, count] of Object.entries(one.marks)) element.append(made("span", `${count} ${roles()[role]}`, `role ${role}`));
      for (const event of ["focus", "mouseenter"]) element.addEventListener(event, () => point(one));
      for (const event of ["blur", "mouseleave"]) element.addEventListener(event, () => point(null));
      element.addEventListener("click", () => goToPlace(one.place));
      buttons.set(one.decision, element);
      return element;
    }

    const list = made("ol", undefined, "map");
    list.append(...found.rows.map((row) => {
      const line = made("li");
      line.append(...row.map(button));
      return line;
    }));
    const left = found.left_out.map((text) => made("p", tell("Left out, so that it stands on no map: {text}", { text }), "wrong"));
    around.replaceChildren(list, ...left);
    point(null);
  };
};
