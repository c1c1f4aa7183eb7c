// Menus are details elements and work without this. It only closes them on Escape and on a press elsewhere.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Whoever signs out leaves nothing to be opened without the network.
document.addEventListener("submit", (event) => {
  if ((event.target.getAttribute("action") ?? "").endsWith("/logout/") && "caches" in window) caches.delete("kuramori-rounds");
});
