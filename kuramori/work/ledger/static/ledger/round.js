// 点検: what was ticked stays on this device until it has arrived. Without this script each tick is a plain form.
const SHELF = "kuramori-rounds";
const walk = document.querySelector("[data-walk]");

// Keep this page for opening it again without a network: as the house hands it out for keeping, with all it is made of.
const shelve = async () => {
  if (!("serviceWorker" in navigator && "caches" in window) || !navigator.onLine) return;
  await navigator.serviceWorker.register(walk.dataset.worker);
  const answer = await fetch(`${location.pathname}?keep=1`, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return;
  const headers = new Headers(answer.headers);
  headers.set("x-kept-at", Date.now());
  const shelf = await caches.open(SHELF);
  await shelf.put(location.pathname, new Response(await answer.text(), { status: 200, headers }));
  const parts = performance.getEntriesByType("resource").map((one) => one.name);
  const ours = parts.filter((one) => one.startsWith(`${location.origin}/static/`));
  await Promise.all([...new Set(ours)].map(async (one) => (await shelf.match(one)) || shelf.add(one)));
  document.documentElement.dataset.shelved = "yes";
};
// A device that cannot keep it goes on as before.
if (walk) shelve().catch(() => {});
else if ("caches" in window) caches.open(SHELF).then((shelf) => shelf.delete(location.pathname)).catch(() => {});

if (walk) {
  const words = walk.dataset;
  const key = `kuramori:round:${words.walk}:${words.person}`;
  const said = document.querySelector("[data-walk-said]");
  const next = document.getElementById("next");
  const RETRY_MS = 15000;
  let sending = false;

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
  };
  const keep = (all) => {
    if (Object.keys(all).length) localStorage.setItem(key, JSON.stringify(all));
    else localStorage.removeItem(key);
  };
  const say = (sentence, number = 0) => {
    said.textContent = sentence.replace("{n}", number);
    said.hidden = !sentence;
  };

  const line = (stop) => walk.querySelector(`[data-stop="${CSS.escape(stop)}"]`);
  const paint = () => {
    const all = kept();
    for (const [stop, tick] of Object.entries(all)) {
      const chip = line(stop) && line(stop).querySelector(".chip");
      if (!chip) continue;
      chip.textContent = words[`found${tick.found}`] || tick.found;
      chip.className = "chip state state--now";
    }
    const waiting = Object.keys(all).length;
    if (waiting) say(words.waiting, waiting);
    if (!next) return waiting;
    const left = [...walk.querySelectorAll("[data-stop]")].filter((one) => !one.dataset.seen && !all[one.dataset.stop]);
    const form = next.querySelector("form[data-tick]");
    if (!left.length) next.hidden = true;
    else if (form.dataset.tick !== left[0].dataset.stop) {
      const to = left[0];
      form.dataset.tick = to.dataset.stop;
      form.action = to.dataset.url;
      form.reset();
      next.querySelector("[data-what]").textContent = `${to.dataset.at}. ${to.dataset.what}`;
      next.querySelector("[data-where]").textContent = to.dataset.where;
    }
    return waiting;
  };

  const send = async () => {
    const all = kept();
    const stops = Object.keys(all);
    if (sending || !stops.length || !navigator.onLine) return;
    sending = true;
    const now = Date.now();
    const seen = stops.map((stop) => ({
      stop, found: all[stop].found, note: all[stop].note, age: Math.max(0, (now - all[stop].at) / 1000),
    }));
    try {
      const answer = await fetch(words.sendTo, {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRFToken": words.token },
        body: JSON.stringify({ seen }),
      });
      if (answer.ok) {
        const rest = kept();
        for (const stop of stops) if (rest[stop] && rest[stop].at === all[stop].at) delete rest[stop];
        keep(rest);
        const note = next && next.querySelector("[name=note]");
        if (!Object.keys(rest).length && !(note && note.value)) location.reload();
        else say(words.sent, stops.length);
      } else say(answer.status === 409 ? words.closed : words.refused, stops.length);
    } catch {
      say(words.waiting, stops.length);
    } finally {
      sending = false;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tick]");
    if (!form || !event.submitter || event.submitter.name !== "found") return;
    const all = kept();
    all[form.dataset.tick] = { found: event.submitter.value, note: form.elements.note.value, at: Date.now() };
    // A device that keeps nothing sends the plain form.
    try { keep(all); } catch { return; }
    event.preventDefault();
    form.elements.note.value = "";
    paint();
    send();
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(send, RETRY_MS);
  paint();
  send();
}
