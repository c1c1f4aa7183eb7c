// Answers are saved by plain forms; htmx saves each change at once. This only helps it with three things.

const form = document.getElementById("answer");
const standing = () => form.querySelector("input[name=revision]")?.value;

// A change that waited for the one before it was read before that one's answer came: it must be made on what
// stands now, or a person would be told to be in their own way.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement === form) ctx.request.body.set("revision", standing());
});

// Signed out in the meantime: what comes back is the sign-in page, and not a word of it belongs here.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement !== form || !ctx.response.raw.redirected) return;
  event.preventDefault();
  say(form.dataset.signedOut);
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement === form) say(form.dataset.offline);
});

function say(words) {
  const line = document.createElement("p");
  line.className = "saved__waits";
  line.textContent = words;
  const kept = form.querySelector("input[name=revision]");
  document.getElementById("saved").replaceChildren(kept, line);
}
