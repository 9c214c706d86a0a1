"use strict";
// One question about a patient: a box to write in, a choice, or several that can be ticked.
window.deskQuestion = (() => {
  const tell = window.deskTell;
  const { made } = window.deskTable;

  function several(field, before) {
    const set = made("fieldset");
    set.dataset.several = field.code;
    set.append(made("legend", field.question));
    const options = [...field.several, ["empty", tell("none of these")], ...(field.unknown ? [["unknown", "unknown"]] : [])];
    const checked = before.split(", ");
    for (const [code, text] of options) {
      const label = made("label", undefined, "tick");
      const box = made("input");
      box.type = "checkbox";
      box.value = code;
      box.checked = checked.includes(code);
      // nobody has some of these and none of them
      box.addEventListener("change", () => {
        const alone = (other) => other.value === "empty" || other.value === "unknown";
        if (!box.checked) return;
        for (const other of set.querySelectorAll("input")) if (other !== box && (alone(box) || alone(other))) other.checked = false;
      });
      label.append(box, text);
      set.append(label);
    }
    return set;
  }

  function question(field, before) {
    if (field.several.length) return several(field, before);
    const label = made("label", field.question);
    let input;
    if (field.values.length) {
      input = made("select");
      input.append(made("option", ""), ...field.values.map((text) => made("option", text)));
    } else {
      input = made("input");
      input.autocomplete = "off";
      input.maxLength = 500;
    }
    input.name = field.code;
    input.value = before;
    label.append(input);
    if (field.hint) label.append(made("span", field.hint, "quiet"));
    return label;
  }

  return question;
})();
