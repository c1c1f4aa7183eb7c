// Answers are saved by plain forms; htmx saves each change at once. This only helps it with three things.

const form = document.getElementById("answers");
const region = document.getElementById("saved");

// A change that waited for the one before it was read before that one's answer came: it must be made on what
// stands now, or a person would be told to be in their own way.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement !== form) return;
  for (const mark of form.querySelectorAll("input[type=hidden][name$='.seen']")) {
    ctx.request.body.set(mark.name, mark.value);
  }
});

// The half hour of the code is over: what comes back is the page that asks for it, and not a word of it belongs here.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement !== form || !ctx.response.raw.redirected) return;
  event.preventDefault();
  say(form.dataset.codeAgain);
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement === form) say(form.dataset.offline);
});

function say(words) {
  const line = document.createElement("p");
  line.className = "ans-saved__waits";
  line.textContent = words;
  const marks = [...region.querySelectorAll("input[type=hidden]")];
  region.replaceChildren(...marks, line);
}
