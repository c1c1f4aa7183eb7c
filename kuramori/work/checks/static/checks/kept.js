// What this browser keeps: one entry per check list, never more than was entered, gone at the press of a button.
const NAME = "kuramori.check.";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "go", "at", "mend"]);

export function keep(pack, entries, item) {
  const own = [...entries].filter(([name]) => !NOT_KEPT.has(name));
  const before = kept(pack);
  const entry = { at: new Date().toISOString(), item: item || before?.item || "", entries: own };
  try {
    localStorage.setItem(NAME + pack, JSON.stringify(entry));
  } catch {
    // A browser that forbids storage still has the form and the file.
  }
}

// { at, item, entries: [[name, value], …], done } or null; anything that is not of this form counts as nothing.
export function kept(pack) {
  try {
    const entry = JSON.parse(localStorage.getItem(NAME + pack));
    if (!Array.isArray(entry?.entries)) return null;
    const own = ["pack", "version", "route", "official_score", "note", "view", "did"];
    const done = entry.entries.filter(([name, value]) => value !== "" && !own.includes(name) && !name.endsWith(".reason"));
    return { ...entry, done: done.length };
  } catch {
    return null;
  }
}

export function forget(pack) {
  try {
    localStorage.removeItem(NAME + pack);
  } catch {
    // Nothing was kept.
  }
}
