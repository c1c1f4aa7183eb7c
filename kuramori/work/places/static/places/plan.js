// Pressing the drawing writes a corner into the form; the form stays the truth, so typing works as well.
const plan = document.querySelector("[data-plan]");
const form = document.querySelector("[data-draw]");
const field = form?.querySelector("[data-corners]");
if (plan && field) {
  const now = plan.querySelector("[data-now]");
  const undo = form.querySelector("[data-undo]");
  const clear = form.querySelector("[data-clear]");
  const corners = () => [...field.value.matchAll(/(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)/g)].map((m) => [+m[1], +m[2]]);
  const show = () => {
    const { width, height } = plan.viewBox.baseVal;
    const points = corners().map(([x, y]) => `${(x * width) / 100},${(y * height) / 100}`);
    now.setAttribute("points", points.length > 2 ? [...points, points[0]].join(" ") : points.join(" "));
  };
  const write = (list) => {
    field.value = list.map(([x, y]) => `${x},${y}`).join(" ");
    show();
  };
  plan.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plan.getScreenCTM().inverse());
    const { width, height } = plan.viewBox.baseVal;
    const percent = (value, whole) => Math.min(100, Math.max(0, Math.round((value / whole) * 1000) / 10));
    write([...corners(), [percent(at.x, width), percent(at.y, height)]]);
  });
  field.addEventListener("input", show);
  undo.addEventListener("click", () => write(corners().slice(0, -1)));
  clear.addEventListener("click", () => write([]));
  for (const part of [undo, clear, form.querySelector("[data-hint]")]) part.hidden = false;
  plan.classList.add("plan--drawn-on");
  show();
}
