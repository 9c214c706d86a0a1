// Runs before the page is drawn, so that nothing moves or changes colour afterwards.
(function () {
  "use strict";
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
