"use strict";
// Without this script every target is there; with it, the one that is looked for can be found.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const selects = [...form.querySelectorAll("select")];
  const count = document.getElementById("count");
  const rows = [...document.querySelectorAll(".actors tbody tr")];
  const texts = new Map(rows.map(row =>
    [row, [...row.cells].slice(0, 4).map(cell => cell.textContent).join(" ").toLowerCase()]));

  const trends = new Map([...document.querySelectorAll(".trend")].map(each => [each.dataset.target, each]));

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(words.every(word => texts.get(row).includes(word)) &&
        selects.every(({ value, dataset }) => !value || row.dataset[dataset.filter] === value));
      trends.get(row.dataset.target).hidden = row.hidden;
      shown += !row.hidden;
    }
    for (const section of document.querySelectorAll(".actors")) {
      section.hidden = !section.querySelector("tbody tr:not([hidden])");
    }
    count.textContent = shown < rows.length
      ? `${shown} of ${rows.length} targets match.` : `All ${rows.length} targets are shown.`;
  };

  const keyOf = cell => cell.querySelector("time")?.dateTime ?? cell.textContent.trim().toLowerCase();

  const sort = (table, column, header) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const order = new Intl.Collator("en", { numeric: true }).compare;
    const sorted = [...body.rows].sort((a, b) => order(keyOf(a.cells[column]), keyOf(b.cells[column])));
    body.append(...(down ? sorted.reverse() : sorted));
  };

  for (const table of document.querySelectorAll(".actors table")) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, column, header));
      header.append(button);
    });
  }
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
});
