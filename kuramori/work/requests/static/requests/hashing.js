// The hash of a file that stays where it is: computed in this browser, nothing of the file is sent.

const field = document.querySelector("input[name=sha256]");
const picker = document.getElementById("hash-only");

if (picker && globalThis.crypto?.subtle) {
  picker.closest("[hidden]").hidden = false;
  picker.addEventListener("change", async () => {
    const file = picker.files[0];
    if (!file) return;
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    field.value = [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
    const title = document.querySelector("input[name=title]");
    if (!title.value) title.value = file.name.slice(0, 120);
    picker.value = "";
  });
}
