// Runs before the page is drawn, so that nothing moves or changes colour afterwards.
// `say("Start again")`: an English wording in the language of the page (`words.js`, where it is not English), its {names}
// filled in; `sayOf` has one wording for a single thing, {n}, and another for any other number of them. Also in Node.
(function (world) {
  "use strict";
  function say(words, values) {
    var said = (world.siteWords && world.siteWords[words]) || words;
    return values ? said.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; }) : said;
  }
  world.say = say;
  world.sayOf = function (number, one, more, values) { return say(number === 1 ? one : more, Object.assign({ n: number }, values)); };
})(typeof window === "undefined" ? globalThis : window);
(function () {
  "use strict";
  if (typeof document === "undefined") return;
  var root = document.documentElement;
  root.classList.add("script");
  // `?embed` in the address: the page without what stands around it, for a frame in another site
  if (/[?&]embed(=|&|$)/.test(location.search)) root.dataset.embed = "";
  try {
    var colours = localStorage.getItem("colours");
    if (colours === "light" || colours === "dark") root.dataset.colours = colours;
    var words = localStorage.getItem("words");
    if (words === "patient" || words === "written") root.dataset.words = words;
  } catch (error) {
    // a browser may refuse storage to a page from a folder; the choices then last for one page
  }
})();
