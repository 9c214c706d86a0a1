() => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const aboutColours = ["color-contrast", "link-in-text-block"];
  const aboutSizes = ["target-size", "scrollable-region-focusable"];
  const told = (result) => result.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3)]);

  // what stands behind an element: all that its ancestors paint
  function painted(element, known) {
    if (!element) return "";
    let found = known.get(element);
    if (found === undefined) {
      const style = getComputedStyle(element);
      const bare = style.backgroundColor === "rgba(0, 0, 0, 0)" && style.backgroundImage === "none" && style.opacity === "1" && style.filter === "none";
      const own = bare ? "" : `|${style.backgroundColor} ${style.backgroundImage} ${style.opacity} ${style.filter}`;
      found = painted(element.parentElement, known) + own;
      known.set(element, found);
    }
    return found;
  }
  function look(element, known) {
    const style = getComputedStyle(element);
    const words = [style.color, style.fontSize, style.fontWeight, style.textShadow, painted(element, known)];
    const link = element.closest("a");
    if (link) {
      const block = getComputedStyle(link.parentElement);
      const own = getComputedStyle(link);
      words.push("link", own.textDecorationLine, own.color, own.fontWeight, own.borderBottomStyle, own.display, block.color, block.fontWeight, block.display);
    }
    return words.join("; ");
  }
  function styles() {
    const found = new Map(), known = new Map(), done = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (done.has(element) || !texts.currentNode.data.trim()) continue;
      done.add(element);
      if (!element.checkVisibility()) continue;
      const key = look(element, known);
      if (!found.has(key)) found.set(key, element);
    }
    document.querySelectorAll("input, textarea, select").forEach((element) => {
      const key = look(element, known);
      if (element.checkVisibility() && !found.has(key)) found.set(key, element);
    });
    return found;
  }

  // an element by its name, its attributes that mean something to a rule, and those of all that it stands in
  function placed(element, known) {
    if (!element || element === document.documentElement) return "";
    let found = known.get(element);
    if (found === undefined) {
      const marks = [...element.attributes].map((one) => (/^(class|role|scope|type|aria-(current|expanded|hidden|selected))$/.test(one.name) ? `${one.name}=${one.value}` : one.name)).sort();
      const filled = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      found = `${placed(element.parentElement, known)}>${element.localName}[${marks}]${filled ? "t" : ""}`;
      known.set(element, found);
    }
    return found;
  }

  function placeOf(element, known) {
    return `${element.checkVisibility() ? "shown" : "hidden"} ${placed(element, known)}`;
  }

  // the rows, entries and sections in which nothing stands but what stands before them as well, and to which nothing leads
  function repeated(wanted) {
    const parts = "tbody > tr, li, article, section, details, dl > div, p";
    const needed = new Set(wanted), known = new Map(), seen = new Set(), found = [];
    const named = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns"];
    named.forEach((name) => document.querySelectorAll(`[${name}]`).forEach((one) => one.getAttribute(name).split(/\s+/).forEach((id) => needed.add(document.getElementById(id)))));
    document.querySelectorAll('a[href^="#"]').forEach((one) => needed.add(document.getElementById(one.getAttribute("href").slice(1))));
    const visit = (element) => {
      if (element.matches(parts)) {
        const all = [element, ...element.querySelectorAll("*")];
        if (all.every((one) => seen.has(placeOf(one, known)) && !needed.has(one))) return void found.push(element);
      }
      seen.add(placeOf(element, known));
      [...element.children].forEach(visit);
    };
    visit(document.body);
    return found;
  }

  // axe-core builds a tree of all that is on a page and looks through it: what is repeated is put aside meanwhile
  let brief = false;
  async function run(context, options, wanted = [], whole = false) {
    const aside = brief && !whole ? repeated(wanted).map((one) => [one, one.parentNode, one.nextSibling]) : [];
    aside.forEach(([one]) => one.remove());
    // it makes up a selector for each element that it tells of, which nobody reads here
    const result = await axe.run(context, { ...options, preload: false, resultTypes: ["violations"], selectors: false });
    aside.reverse().forEach(([one, parent, next]) => parent.insertBefore(one, next));
    return told(result);
  }

  let shown = [];
  window.examine = {
    // whether what is repeated on a page is put aside
    briefly: () => { brief = true; },
    rules: async (but, whole) => {
      const rules = Object.fromEntries([...aboutColours, ...but].map((name) => [name, { enabled: false }]));
      return run(document, { runOnly: tags, rules }, [], whole);
    },
    sizes: () => run(document, { runOnly: { type: "rule", values: aboutSizes } }),
    // with each whether it can be seen: what is hidden is looked at by hardly any rule
    places: () => {
      const known = new Map();
      return [...new Set([...document.body.querySelectorAll("*")].map((element) => placeOf(element, known)))];
    },
    // what hangs on words and on the order of elements, which places do not tell: looked at on every page
    whole: () => {
      const said = [], seen = new Set();
      document.querySelectorAll("[id]").forEach(({ id }) => (seen.has(id) ? said.push(`twice: #${id}`) : seen.add(id)));
      ["for", "headers", "aria-labelledby", "aria-describedby"].forEach((name) => document.querySelectorAll(`[${name}]`).forEach((one) => one.getAttribute(name).split(/\s+/).filter((id) => id && !seen.has(id)).forEach((id) => said.push(`${name} leads nowhere: ${id}`))));
      const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.localName[1]));
      if (levels.filter((level) => level === 1).length !== 1) said.push("not one heading of the page");
      levels.forEach((level, number) => { if (number && level > levels[number - 1] + 1) said.push(`h${levels[number - 1]} is followed by h${level}`); });
      document.querySelectorAll("a[href], button, summary").forEach((one) => { if (one.checkVisibility() && !(one.textContent.trim() || one.getAttribute("aria-label") || one.title || one.querySelector("[aria-label], title"))) said.push(`no words: ${one.outerHTML.slice(0, 160)}`); });
      return said;
    },
    styles: () => {
      const found = styles();
      shown = [...found.values()];
      return [...found.keys()];
    },
    // of the styles that were told last, those with these numbers
    colours: async (numbers) => {
      const include = numbers.map((number) => shown[number]);
      return run({ include }, { runOnly: { type: "rule", values: aboutColours } }, include);
    },
    // how far things moved while the page was drawn
    shift: () => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })).observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => setTimeout(() => resolve(sum), 0));
    }),
    // the menu is the same on every page: where it need not be examined again, its current entry stands for it
    shortMenu: () => {
      const menu = document.getElementById("menu");
      if (!menu) return;
      const current = menu.querySelector("[aria-current]");
      menu.replaceChildren(...(current ? [current] : []));
    },
  };
}
