"use strict";
// The engine of a page that a server on this machine shows: it reads and writes the workbooks of its folder.
window.deskEngine = {
  writes: true,
  async ask(request) {
    let answer;
    try {
      answer = await fetch("ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...request, language: window.deskLanguage.now() }),
      });
    } catch {
      return { refused: window.deskTell("The desk does not answer: it was closed in its terminal. Start it again with: b12tables desk") };
    }
    return answer.ok ? answer.json() : { refused: window.deskTell("The desk refuses this request ({status}).", { status: answer.status }) };
  },
  save() {
    return this.ask({ do: "save" });
  },
  stop() {
    return this.ask({ do: "stop" });
  },
  async start() {
    return null;
  },
};
