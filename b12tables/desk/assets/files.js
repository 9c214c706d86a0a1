"use strict";
// Files between the page and what answers it, which both speak in texts: { name, base64 }.
window.deskFiles = (() => {
  const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  async function inBase64(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return { name: file.name, base64: btoa(text) };
  }

  function downloaded(file) {
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: WORKBOOK }));
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  return { downloaded, inBase64 };
})();
