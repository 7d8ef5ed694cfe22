"use strict";

// The form of the token validator: it is sent to this very server, which does all the checking. Whatever comes
// back is put into the page as text, never as HTML.

const PRIVATE_KEY = /PRIVATE\s+KEY|PuTTY-User-Key-File/i;
const MARKS = { ok: "✓", warning: "!", failed: "✗", "not checked": "–" };
const PART_NAMES = ["header", "claims", "signature"];

const form = document.getElementById("form");
const fields = [...form.querySelectorAll("textarea, input:not([type=checkbox])")];
const summary = document.getElementById("summary");
const details = document.getElementById("details");

let latest = 0;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function complain(field, sentence) {
  field.toggleAttribute("aria-invalid", sentence !== "");
  document.getElementById(`${field.id}-problem`).textContent = sentence;
}

// A private key is cleared before anything can be sent: it must not leave the field that it was pasted into.
function withoutPrivateKey(field) {
  if (!PRIVATE_KEY.test(field.value)) {
    return true;
  }
  field.value = "";
  complain(field, "That was a private key. It was not sent, and is cleared from this field. "
    + "Nobody but your server should have it: give its public half.");
  return false;
}

function showSummary(outcome, sentence) {
  summary.className = outcome;
  summary.textContent = sentence;
}

function showNothing(outcome, sentence) {
  details.hidden = true;
  for (const name of ["parts", "header", "claims", "checks", "note"]) {
    document.getElementById(name).replaceChildren();
  }
  showSummary(outcome, sentence);
}

function showParts(parts) {
  const pieces = parts.flatMap((part, index) => [
    ...(index ? ["."] : []),
    element("span", `part-${PART_NAMES[index] ?? "surplus"}`, part),
  ]);
  document.getElementById("parts").replaceChildren(...pieces);
}

function checkItem(check) {
  const item = element("li", check.outcome.replace(" ", "-"), "");
  const mark = element("span", "mark", MARKS[check.outcome]);
  mark.setAttribute("aria-hidden", "true");
  const reason = element("span", "reason", "");
  reason.append(element("span", "outcome", `${check.outcome}: `), check.reason);
  if (check.cause) {
    reason.append(" ", element("code", "cause", check.cause));
  }
  item.append(mark, element("span", "name", check.id), reason);
  return item;
}

// Times are not checked unless they are asked for; whatever else was not checked keeps the summary from being green.
function worst(checks) {
  const outcomes = checks.filter((check) => !(check.outcome === "not checked" && check.id.startsWith("time: ")))
    .map((check) => check.outcome);
  return ["failed", "warning", "not checked"].find((outcome) => outcomes.includes(outcome)) ?? "ok";
}

function showResult(result) {
  showParts(result.parts);
  document.getElementById("note").textContent = result.note ? `The token was ${result.note}.` : "";
  for (const name of ["header", "claims"]) {
    document.getElementById(name).textContent = result[name] ?? "not to be read";
  }
  document.getElementById("checks").replaceChildren(...result.checks.map(checkItem));
  details.hidden = false;
  const outcome = worst(result.checks);
  showSummary(outcome.replace(" ", "-"), `${MARKS[outcome]} ${result.summary}`);
}

function showProblem(answer) {
  const sentence = answer.problem ?? answer.message ?? "The server did not answer as it should.";
  showNothing("failed", answer.field ? "The token was not checked: see the form." : sentence);
  const field = answer.field && document.getElementById(answer.field);
  if (field) {
    if (PRIVATE_KEY.test(field.value)) {
      field.value = "";
    }
    complain(field, answer.problem);
    field.focus();
  }
}

async function check() {
  const mine = ++latest;
  const content = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  content.times = document.getElementById("times").checked;
  let response, answer;
  try {
    response = await fetch("/validator/check", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
      credentials: "omit",
      redirect: "error",
    });
    answer = await response.json();
  } catch {
    answer = { problem: "The server does not answer: is layer-conformance serve still running?" };
  }
  if (mine !== latest) {
    return; // a later answer is on its way, or the form was cleared
  }
  if (response?.ok && answer.checks) {
    showResult(answer);
  } else {
    showProblem(answer);
  }
}

for (const field of fields) {
  field.addEventListener("input", () => {
    if (withoutPrivateKey(field) && field.value !== "") {
      complain(field, "");
    }
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const guilty = fields.filter((field) => !withoutPrivateKey(field));
  if (guilty.length) {
    guilty[0].focus();
    return;
  }
  fields.forEach((field) => complain(field, ""));
  check();
});

form.addEventListener("reset", () => {
  latest += 1;
  fields.forEach((field) => complain(field, ""));
  showNothing("", "No token has been checked yet.");
  document.getElementById("token").focus();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
