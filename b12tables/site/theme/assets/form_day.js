// The day to which the form counts: that of the clock, also over midnight, until somebody or a link names another.
(function () {
  "use strict";
  function localDay(now) {
    return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  }
  function clock() { return localDay(new Date()); }

  // `moved` is called when the day is another one, by hand or because it has become tomorrow
  window.formDay = function (moved) {
    var input = document.createElement("input"), day = clock(), named = false;
    input.type = "date";
    input.id = "today";
    input.value = day;

    function name(text) {
      day = text;
      named = true;
      input.value = day;
    }
    function free() { name(clock()); named = false; }
    function look() {
      if (named || day === clock()) return;
      free();
      moved();
    }
    input.addEventListener("change", function () { if (input.value && input.value !== clock()) name(input.value); else free(); moved(); });
    document.addEventListener("visibilitychange", look);
    setInterval(look, 30000);
    return { input: input, clock: clock, name: name, free: free, get day() { return day; }, get named() { return named; } };
  };
})();
