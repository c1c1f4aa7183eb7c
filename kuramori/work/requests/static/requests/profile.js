// The editor of many items works without this; this finds lines, counts what was changed, and keeps it in this tab.

const form = document.getElementById("profile");
const { series, edition, saved } = form.dataset;
const PREFIX = `kuramori.profile.${series}.`;
const NAME = PREFIX + edition;
const lines = [...form.querySelectorAll("tr[data-line]")];
const controls = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit" && !one.name.startsWith("many"));

find();
bringBack();
count();
form.addEventListener("input", changed);
form.addEventListener("change", changed);

function changed(event) {
  if (event.target.name?.startsWith("level-")) {
    event.target.closest("tr").classList.toggle("asking-off", event.target.value === "0");
  }
  count();
  store();
}

// What the server wrote as saved; after 「まとめて入れる」 all of it is unsaved, however little one typed since.
function isDirty(one) {
  if (one.type === "checkbox") return one.checked !== one.defaultChecked;
  if (one.tagName === "SELECT") return [...one.options].some((option) => option.selected !== option.defaultSelected);
  return one.value !== one.defaultValue;
}

function count() {
  const dirty = controls.filter(isDirty).length;
  const note = document.getElementById("unsaved");
  if (!note) return;
  note.hidden = !dirty && saved === "yes";
  note.textContent = dirty ? form.dataset.unsaved.replace("{n}", dirty) : form.dataset.typed;
}

function store() {
  const told = controls.map((one) => [one.name, one.type === "checkbox" ? one.value : "", one.type === "checkbox" ? one.checked : one.value]);
  try {
    sessionStorage.setItem(NAME, JSON.stringify(told));
  } catch {
    // A browser that forbids storage still has the form.
  }
}

function bringBack() {
  let told = null;
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && name !== NAME) sessionStorage.removeItem(name);
    }
    told = JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return;
  }
  if (saved !== "yes") return store();
  if (!Array.isArray(told)) return;
  for (const [name, value, state] of told) {
    const one = controls.find((each) => each.name === name && (each.type !== "checkbox" || each.value === value));
    if (!one) continue;
    if (one.type === "checkbox") one.checked = state === true;
    else one.value = state;
  }
  if (!controls.some(isDirty)) return;
  const box = document.getElementById("brought-back");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    sessionStorage.removeItem(NAME);
    form.reset();
    box.hidden = true;
    count();
  });
}

function find() {
  const bar = document.getElementById("find");
  if (!bar) return;
  bar.hidden = false;
  const [words, which] = [bar.querySelector("input"), bar.querySelector("select")];
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const look = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const line of lines) {
      const text = plain(line.querySelector("th").textContent + line.querySelector("input[type=text]").value);
      const level = line.querySelector("select").value;
      const fits = { "": true, asked: level !== "0", left: level === "0", critical: line.querySelector("input[name^=critical-]").checked };
      const isShown = wanted.every((word) => text.includes(word)) && fits[which.value];
      line.hidden = !isShown;
      shown += isShown;
    }
    for (const part of form.querySelectorAll("tbody[id]")) part.hidden = !part.querySelector("tr[data-line]:not([hidden])");
    bar.querySelector("output").textContent = form.dataset.shown.replace("{n}", shown);
  };
  words.addEventListener("input", look);
  which.addEventListener("change", look);
  // Enter looks; it does not save the whole list.
  words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  look();
}
