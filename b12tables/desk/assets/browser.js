"use strict";
// The engine of a page without a server: the compiler runs in a worker, and the workbooks never leave this machine.
// A folder can be opened where the browser lets a page write into one; elsewhere files are dropped or chosen.
window.deskEngine = (() => {
  const tell = window.deskTell;
  let worker = null;
  let waiting = new Map();
  let number = 0;
  let folder = null; // the folder that is open, where the browser knows folders
  let seen = ""; // what its workbooks looked like when they were last read
  let before = ""; // ... and at the last look
  let held = null; // what was opened last
  let checked = null; // what was opened last and is checked, to open it again in a fresh worker
  let unsaved = ""; // what is changed and not saved, for a fresh worker
  let page = null;
  let failed = 0; // looks one after the other that found no folder

  const fresh = () => new Promise((resolve, reject) => {
    worker = new Worker("worker.js");
    worker.addEventListener("message", (event) => {
      const told = event.data;
      document.documentElement.dataset.memory = String(told.memory || 0);
      if (told.ready) resolve();
      else if (told.failed) reject(new Error(told.failed));
      else if (waiting.has(told.number)) {
        waiting.get(told.number)(told.failure ? { refused: tell("The desk itself failed, which is a mistake in it: {message}", { message: told.failure }) } : told.answer);
        waiting.delete(told.number);
      }
    });
    worker.addEventListener("error", (event) => reject(new Error(event.message || tell("the worker cannot be loaded"))));
  });

  function send(request) {
    number += 1;
    const own = number;
    return new Promise((resolve) => {
      waiting.set(own, resolve);
      worker.postMessage({ number: own, request: { ...request, language: window.deskLanguage.now() } });
    });
  }

  async function ask(request) {
    if (request.do === "compare") return compare();
    if (request.do === "open") held = request.files;
    const answer = await send(request);
    if (request.do === "open" && !answer.refused) checked = request.files;
    // whatever changed something tells the version that it made
    if (request.do !== "state" && answer.version !== undefined) unsaved = (await send({ do: "held" })).held || unsaved;
    return answer;
  }

  // the edition that this site shows is fetched when somebody compares for the first time
  async function compare() {
    const known = await send({ do: "state" });
    if (known.published) return send({ do: "compare" });
    try {
      const names = await (await fetch("published/list.json")).json();
      const files = await Promise.all(names.map(async (name, index) => {
        const content = await (await fetch(`published/${index + 1}.xlsx`)).blob();
        return window.deskFiles.inBase64(new File([content], name));
      }));
      return send({ do: "publish", name: tell("the published edition"), files });
    } catch {
      return { refused: tell("The published edition cannot be fetched: choose its workbooks.") };
    }
  }

  async function stop() {
    worker.terminate();
    const left = [...waiting.values()];
    waiting = new Map();
    for (const resolve of left) resolve({ refused: tell("Stopped. What is shown here is as it was before.") });
    await fresh();
    const behind = held !== checked; // what was stopped is not begun again by itself
    held = checked;
    if (held || unsaved) await page.change({ do: "open", files: held || [], held: unsaved || "[]", behind });
  }

  // ------------------------------------------------------------ files

  const isWorkbook = (name) => name.toLowerCase().endsWith(".xlsx") && !name.startsWith("~$") && !name.startsWith(".");

  async function opened(files) {
    const read = await Promise.all(files.map(async (file) => {
      try {
        return isWorkbook(file.name) ? await window.deskFiles.inBase64(file) : { name: file.name, base64: "" };
      } catch {
        return { name: file.name, base64: null }; // held open by another program
      }
    }));
    return page.change({ do: "open", files: read });
  }

  async function filesOf(handle) {
    const files = [];
    for await (const entry of handle.values()) {
      if (entry.kind === "file") files.push(await entry.getFile());
    }
    return files.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  const looks = (files) => JSON.stringify(files.filter((file) => isWorkbook(file.name)).map((file) => [file.name, file.lastModified, file.size]));

  // a save counts once the files have stayed the same between two looks
  async function look() {
    if (!folder) return "";
    let files;
    try {
      files = await filesOf(folder);
    } catch {
      failed += 1; // a file is being replaced at this very moment, and the next look finds it; or all of it is gone
      return failed > 2 ? tell("The folder {folder} cannot be read any more: what is shown here is of before. Put it back, or download what was changed here.", { folder: folder.name }) : "";
    }
    failed = 0;
    const now = looks(files);
    const settled = now === before;
    before = now;
    if (settled && now !== seen) {
      seen = now;
      await opened(files);
    }
    return "";
  }

  async function openFolder() {
    try {
      folder = await window.showDirectoryPicker({ mode: "readwrite" });
    } catch {
      return; // nobody chose one
    }
    const files = await filesOf(folder);
    seen = before = looks(files);
    await opened(files);
  }

  // what the folder holds under a name; null where nothing has it
  async function inFolder(name) {
    try {
      return await window.deskFiles.inBase64(await (await folder.getFileHandle(name)).getFile());
    } catch (why) {
      if (why.name === "NotFoundError") return null;
      throw why;
    }
  }

  async function save() {
    const changed = await send({ do: "changed files" });
    if (changed.refused) return changed;
    try {
      for (const { name, base64 } of changed.files) {
        const known = (held || []).find((one) => one.name === name);
        const there = await inFolder(name);
        if (!known && there) return { refused: tell("{name} is there already, and none is ever overwritten.", { name }) };
        if (known && !there) return { refused: tell("{name} is not there any more: put it back, or download what was changed here.", { name }) };
        if (known && known.base64 !== there.base64) return { refused: tell("{name} was saved by somebody else meanwhile: it is read again first.", { name }) };
        const handle = await folder.getFileHandle(name, { create: !known });
        const out = await handle.createWritable();
        await out.write(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
        await out.close();
        if (known) known.base64 = base64;
        else held = [...(held || []), { name, base64 }];
      }
    } catch (why) {
      return { refused: tell("Not everything was saved: {message}", { message: why.message }) };
    }
    seen = before = looks(await filesOf(folder));
    checked = held;
    unsaved = "";
    return send({ do: "saved" });
  }

  function controls(around) {
    const choose = document.createElement("input");
    choose.type = "file";
    choose.multiple = true;
    choose.accept = ".xlsx";
    choose.id = "choose";
    choose.addEventListener("change", () => {
      const files = [...choose.files];
      choose.value = ""; // the same files can be chosen again once they were saved
      folder = null;
      if (files.length) opened(files);
    });
    const label = document.createElement("label");
    label.append(tell("Choose the workbooks "), choose);
    around.append(label);
    if (window.showDirectoryPicker) {
      const open = document.createElement("button");
      open.type = "button";
      open.id = "open-folder";
      open.textContent = tell("Open a folder");
      open.addEventListener("click", openFolder);
      around.append(" ", open);
    }
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      folder = null;
      const files = [...event.dataTransfer.files];
      if (files.length) opened(files);
    });
  }

  async function start(around, stand, change, say) {
    page = { change };
    controls(around);
    stand(tell("Python is being loaded into this page; nothing is sent anywhere."));
    try {
      await fresh();
      stand(tell("Drop the workbooks of a table set here, or choose them; under Add a set is begun. Nothing leaves this machine."));
    } catch (why) {
      say(tell("The desk cannot run in this browser: {message}", { message: why.message }));
    }
  }

  return { ask, look, save, start, stop, get writes() { return Boolean(folder); } };
})();
