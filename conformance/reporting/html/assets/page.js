"use strict";
// Without this script everything is visible; with it, things can be found.
document.documentElement.classList.add("found");
document.addEventListener("DOMContentLoaded", () => {
  const entries = [...document.querySelectorAll(".entry")];
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const selects = [...form.querySelectorAll("select")];
  const count = document.getElementById("count");
  const unfold = document.getElementById("unfold");
  const texts = new Map();
  const textOf = entry => {
    if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
    return texts.get(entry);
  };

  const wanted = (entry, words) =>
    selects.every(({ value, dataset }) =>
      !value || (dataset.filter === "version"
        ? entry.dataset.version.split(" ").includes(value)
        : entry.dataset[dataset.filter] === value)) &&
    words.every(word => textOf(entry).includes(word));

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !wanted(entry, words);
      shown += !entry.hidden;
    }
    const filtered = shown < entries.length;
    for (const section of document.querySelectorAll(".kind")) {
      section.hidden = filtered && !section.querySelector(".entry:not([hidden])");
      const fold = section.querySelector(".fold");
      if (fold && filtered && !section.hidden) fold.open = true;
    }
    count.textContent = filtered
      ? `${shown} of ${entries.length} entries match.` : `All ${entries.length} entries are shown.`;
  };

  const reveal = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    if (!id) return;
    const target = document.getElementById(id) || entries.find(entry => entry.dataset.id === id);
    if (!target) return;
    if (target.closest("[hidden]") || target.querySelector(".entry[hidden]")) {
      form.reset();
      apply();
    }
    const entry = target.closest(".entry");
    const fold = target.closest(".fold") ?? (target.matches(".kind") ? target.querySelector(".fold") : null);
    if (fold) fold.open = true;
    document.querySelector(".entry.named")?.classList.remove("named");
    entry?.classList.add("named");
    // Entries above it that are laid out only now would push it away.
    for (const delay of [0, 50, 250]) setTimeout(() => (entry || target).scrollIntoView(), delay);
  };

  for (const pre of document.querySelectorAll("pre.copied")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        button.textContent = "Selected: copy it by hand";
      }
    });
    pre.before(button);
  }

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === "Unfold all";
    for (const details of document.querySelectorAll(".fold, .entry:not([hidden]) details")) details.open = open;
    unfold.textContent = open ? "Fold all" : "Unfold all";
  });
  document.addEventListener("keydown", event => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
  reveal();
});
