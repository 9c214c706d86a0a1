"use strict";
// Python in the background of the page. Everything it loads stands beside it; nothing is sent anywhere.
importScripts("pyodide/pyodide.js");

const started = (async () => {
  const packed = fetch("b12tables.zip").then((answer) => answer.arrayBuffer());
  packed.catch(() => {}); // told where it is waited for
  const pyodide = await loadPyodide({ indexURL: new URL("pyodide/", self.location.href).href });
  pyodide.unpackArchive(await packed, "zip", { extractDir: "/desk" });
  pyodide.runPython("import sys\nsys.path.insert(0, '/desk')\nfrom b12tables.garbage import look_seldom\nlook_seldom()\nimport b12tables.compiler");
  let desk = null;
  const answer = (request) => {
    desk = desk || pyodide.runPython("from b12tables.desk.in_browser import answer\nanswer");
    return request === undefined ? null : desk(request);
  };
  const fetchZip = async (name) => {
    pyodide.unpackArchive(await (await fetch(name)).arrayBuffer(), "zip", { extractDir: "/desk" });
    pyodide.runPython("import importlib; importlib.invalidate_caches()");
  };
  return { answer, fetchZip, memory: () => pyodide._module.HEAP8.length };
})();

started.then(
  (python) => {
    postMessage({ ready: true, memory: python.memory() });
    // the desk's own part is loaded while somebody chooses the workbooks; whoever is quicker waits for it
    setTimeout(() => { try { python.answer(); } catch { /* the first request says so */ } });
  },
  (why) => postMessage({ failed: String(why) }),
);

self.addEventListener("message", async (event) => {
  const { number, request } = event.data;
  let answer;
  let failure = "";
  let memory = 0;
  try {
    const python = await started;
    answer = JSON.parse(python.answer(JSON.stringify(request)));
    while (answer.needs) {
      await python.fetchZip(answer.needs);
      answer = JSON.parse(python.answer(JSON.stringify(request)));
    }
    memory = python.memory();
  } catch (why) {
    failure = String(why).trim().split("\n").pop();
  }
  postMessage({ number, answer, failure, memory });
});
