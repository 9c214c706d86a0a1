"use strict";
// Added to a page by the server of `watch` and `docs serve`, never part of a built site: loads the page again
// when the site was written anew, and shows in a corner what the last check said.
(() => {
  const version = Number(document.currentScript.dataset.version);
  const beside = new URL("state.js", document.currentScript.src).href;
  const box = document.createElement("div");
  box.id = "b12tables-live";
  box.setAttribute("role", "status");
  const style = {
    position: "fixed", right: "1rem", bottom: "1rem", zIndex: "1000", maxWidth: "min(46rem, calc(100vw - 2rem))",
    padding: ".6rem .9rem", borderRadius: ".4rem", background: "#16324a", color: "#fff", whiteSpace: "pre-wrap",
    font: "14px/1.45 system-ui, sans-serif", boxShadow: "0 2px 12px #0006", boxSizing: "border-box",
    maxHeight: "50vh", overflow: "auto",
  };
  Object.assign(box.style, style);
  box.hidden = true;
  box.title = "Click to put this away";
  let put_away = "";
  let shown = "";
  box.addEventListener("click", () => { put_away = shown; box.hidden = true; });
  addEventListener("beforeprint", () => { box.hidden = true; });

  window.b12tablesLive = (state) => {
    if (state.version !== version) {
      location.reload();
      return;
    }
    shown = state.lines.join("\n");
    box.textContent = shown;
    box.hidden = !shown || shown === put_away;
  };

  const ask = () => {
    const script = document.createElement("script");
    const again = (pause) => { script.remove(); setTimeout(ask, pause); };
    script.onload = () => again(500);
    script.onerror = () => again(2000); // the server is gone: perhaps it comes back
    script.src = beside;
    document.head.append(script);
  };
  document.body.append(box);
  ask();
})();
