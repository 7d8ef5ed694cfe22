"use strict";

const element = (id) => document.getElementById(id);
const child = (kind, text) => Object.assign(document.createElement(kind), { textContent: text });
let shown = "";

function show(state) {
  const news = JSON.stringify(state);
  if (news === shown) return;
  shown = news;
  element("words").textContent = state.is_finished
    ? "The watch has ended: the reports are written."
    : state.words || "One moment ...";
  element("details").replaceChildren(
    ...state.details.flatMap(([name, value]) => [child("dt", name), child("dd", value)]),
  );
  element("choices").replaceChildren(
    ...state.choices.map(([name, words]) => {
      const button = child("button", words);
      button.addEventListener("click", () => answer(state.number, name));
      return button;
    }),
  );
  element("results").replaceChildren(...state.results.map((line) => child("li", line)));
}

async function answer(number, choice) {
  for (const button of document.querySelectorAll("button")) button.disabled = true;
  const response = await fetch("answer", { method: "POST", body: JSON.stringify({ number, choice }) });
  show(await response.json());
}

async function look() {
  try {
    show(await (await fetch("state")).json());
  } catch {
    show({ is_finished: true, words: "", details: [], choices: [], results: [] });
    return;
  }
  setTimeout(look, 500);
}

look();
