// 預かった情報: as soon as the partner is chosen, its own words for grades are offered, and a word proposes our grade.
// Without this script the page asks in a second step.
const told = document.getElementById("partner-words");
const partner = document.getElementById("id_partner");
const word = document.getElementById("id_designated_grade");
const grade = document.getElementById("id_grade");
const unit = document.getElementById("id_unit");
if (told && partner && word && grade) {
  const schemes = JSON.parse(told.textContent);
  const order = ["top", "secret", "internal", "public"];
  const list = document.createElement("datalist");
  list.id = "designated-words";
  word.after(list);
  word.setAttribute("list", list.id);
  const offer = () => {
    list.replaceChildren(...(schemes[partner.value] || []).map(([said]) => new Option(said, said)));
  };
  const propose = () => {
    const found = (schemes[partner.value] || []).find(([said]) => said === word.value.trim());
    if (!found) return;
    if (!grade.value || order.indexOf(grade.value) > order.indexOf(found[1])) grade.value = found[1];
    if (grade.value === "top" && unit) unit.value = "item";
  };
  partner.addEventListener("change", () => { offer(); propose(); });
  word.addEventListener("change", propose);
  offer();
}
