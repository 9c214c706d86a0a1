"use strict";
// The engine of a page that a server on this machine shows: it reads and writes the workbooks of its folder.
window.deskEngine = {
  writes: true,
  async ask(request) {
    try {
      const answer = await fetch("ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...request, language: window.deskLanguage.now() }),
      });
      if (answer.ok) return await answer.json();
      return { refused: window.deskTell("The desk refuses this request ({status}).", { status: answer.status }) };
    } catch { // nobody is there, or went away in the middle of the answer
      return { refused: window.deskTell("The desk does not answer: it was closed in its terminal. Start it again with: b12tables desk") };
    }
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
