// The guest's check works without this. With it: the answers are kept in this browser, pages change without a flash,
// the browser's back button goes to the question before, and ticks of the what-if are counted at once.
import { forget, kept, keep } from "./kept.js";

const main = () => document.getElementById("main");
const form = () => document.getElementById("check");
const TEXT = "input[type=text], input[type=number], textarea";

// Not in the form that a page sends: which button was pressed. Kept apart, because FormData leaves buttons out.
function entries(from, button) {
  const data = new FormData(from);
  if (button?.name) data.set(button.name, button.value);
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

function keepForm() {
  const check = form();
  if (check?.dataset.pack) keep(check.dataset.pack, entries(check), check.dataset.at ?? "");
}

let latest = 0;

async function show(url, body, { push = true, scroll = true } = {}) {
  const turn = ++latest;
  main().setAttribute("aria-busy", "true");
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // Asked for something else in the meantime (twice back, say): the older answer must not take its place.
  if (turn !== latest) return;
  if (!page.getElementById("main") || response.status >= 500) throw new Error(`no page: ${response.status}`);
  put(page);
  const state = { at: form()?.dataset.at ?? "", url: response.url, pack: form()?.dataset.pack ?? "" };
  if (push) history.pushState(state, "", response.url);
  else history.replaceState(state, "", response.url);
  prepare();
  if (scroll) arrive();
}

// Roof and foot too: their buttons belong to the form on the page, and the language may have changed.
function put(page) {
  for (const part of [".skip", ".roof", "#main", ".foot"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
}

function arrive() {
  const first = main().querySelector("[data-first], [aria-invalid=true]") ?? main().querySelector("h1");
  scrollTo(0, 0);
  first?.focus({ preventScroll: first.matches("h1") });
}

// What-if: the same page again, the reader stays where the tick is and is told the new score.
async function recount(control) {
  const { name, value } = control;
  const check = form();
  const top = control.getBoundingClientRect().top;
  await show(check.action, entries(check), { push: false, scroll: false });
  const same = [...form().querySelectorAll(`[name="${CSS.escape(name)}"]`)].find((other) => other.value === value);
  same?.focus({ preventScroll: true });
  if (same) scrollBy(0, same.getBoundingClientRect().top - top);
  tell(main().querySelector("[data-tell]")?.dataset.tell ?? "");
}

function tell(words) {
  let spot = document.getElementById("told");
  if (!spot) {
    spot = Object.assign(document.createElement("p"), { id: "told", className: "vh" });
    spot.setAttribute("role", "status");
    document.body.append(spot);
  }
  spot.textContent = words;
}

function prepare() {
  for (const part of document.querySelectorAll("[data-script], [data-print]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;
  for (const card of document.querySelectorAll("[data-saved]")) offer(card);
  const check = form();
  if (!check?.dataset.pack) return;
  // An empty list was asked for by its address: what is kept must not be overwritten by nothing, it is put in.
  if (check.hasAttribute("data-blank") && kept(check.dataset.pack)?.done) {
    restore(check.dataset.pack, location.href, check, "stay", false).catch(() => {});
  } else {
    keepForm();
  }
}

// 「続きから（12 / 19問）」 on the entrance; straight on where the page was only reloaded.
function offer(card) {
  const saved = kept(card.dataset.saved);
  card.hidden = !saved?.done;
  if (card.hidden) return;
  card.querySelector("[data-how-far]").textContent = `${saved.done} / ${card.dataset.count}`;
  card.querySelector("[data-when]").textContent = new Date(saved.at).toLocaleString(document.documentElement.lang, {
    month: "short", day: "numeric", hour: "numeric", minute: "2-digit",
  });
  // One main button per view: the others step back while there is something to go on with.
  for (const other of document.querySelectorAll("[data-start] .btn--main")) other.classList.remove("btn--main");
  if (!document.querySelector("[data-came-back]")) return;
  const reloaded = /\/(item|result)\/$/.test(location.pathname);
  const target = card.querySelector("form");
  restore(card.dataset.saved, reloaded ? location.href : target.action, target, "stay", false).catch(() => {});
}

// Show a page with what this browser kept; `from` is any form of ours, for its token.
function restore(pack, url, from, go, push, item) {
  const saved = kept(pack);
  const body = new URLSearchParams(saved.entries);
  body.set("csrfmiddlewaretoken", from.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("at", item ?? saved.item);
  body.set("go", go);
  return show(url, body, { push });
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  const isOurs = target.id === "check" || target.matches("[data-start], [data-resume]");
  if (form()) keepForm();
  if (!isOurs || submitter?.closest("[data-whole]")) return;
  event.preventDefault();
  // Whatever goes wrong on the way, the plain form still works.
  go(target, submitter).catch(() => plainly(target, submitter));
});

function go(target, submitter) {
  const card = target.closest("[data-saved]");
  if (card) return restore(card.dataset.saved, target.action, target, "stay", true);
  const pack = target.matches("[data-start]") ? target.elements.pack.value : "";
  // Begun anew while answers are kept: from the first question, with the answers in it. Nothing is overwritten.
  if (pack && kept(pack)?.done) return restore(pack, target.action, target, "stay", true, "");
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : target.action;
  return show(url, entries(target, submitter));
}

function plainly(target, submitter) {
  if (submitter?.name) {
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  }
  if (submitter?.hasAttribute("formaction")) target.action = submitter.formAction;
  HTMLFormElement.prototype.submit.call(target);
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("#check")) return;
  keepForm();
  count();
  if (event.target.closest("[data-recount]")) recount(event.target).catch(() => {});
});

document.addEventListener("input", (event) => {
  if (event.target.matches(`#check ${TEXT.split(", ").join(", #check ")}`)) keepForm();
});

// The page with all questions counts while one ticks.
function count() {
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;
  const done = form().querySelectorAll(".levels:has(:checked)").length;
  bar.value = done;
  document.querySelector("[data-done]").textContent = done;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  const button = event.target.closest("[data-forget]");
  if (!button) return;
  forget(button.closest("[data-saved]")?.dataset.saved ?? form().dataset.pack);
  location.assign(button.dataset.forget);
});

// 0 to 3 and N choose a card, only while one of the cards has the focus: single keys must not act elsewhere.
document.addEventListener("keydown", (event) => {
  const group = event.target.closest?.(".levels");
  if (!group || event.target.matches(TEXT) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const value = event.key.toLowerCase() === "n" ? "na" : event.key;
  const card = [...group.querySelectorAll("input[type=radio]")].find((radio) => radio.value === value);
  if (!card) return;
  event.preventDefault();
  card.click();
  card.focus();
});

// A link to a spot on this page leaves no step in the history: the way back must lead to the question before.
document.addEventListener("click", (event) => {
  const spot = document.getElementById(event.target.closest?.("a[href^='#']")?.hash.slice(1) ?? "");
  if (!spot) return;
  event.preventDefault();
  if (!spot.matches("a, button, input, textarea, select, [tabindex]")) spot.tabIndex = -1;
  spot.scrollIntoView();
  spot.focus({ preventScroll: true });
});

window.addEventListener("popstate", ({ state }) => {
  if (!state && location.hash) return;
  const from = document.querySelector("form:has([name=csrfmiddlewaretoken])");
  if (!state?.pack || !from || !kept(state.pack)) location.reload();
  else restore(state.pack, state.url, from, "stay", false, state.at).catch(() => location.reload());
});

if (form()?.dataset.pack) {
  history.replaceState({ at: form().dataset.at ?? "", url: location.href, pack: form().dataset.pack }, "", location.href);
}
prepare();
