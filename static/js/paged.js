// One question on the screen at a time, on a phone. Without this module the questions stand below each other.
// <form data-paged> holds fieldset.question elements with ids; each holds .turn-question with [data-step="-1"|"1"] buttons;
// links to #id (the overview) lead to a question, #all to the end.

const form = document.querySelector("form[data-paged]");
const questions = form ? [...form.querySelectorAll(".question")] : [];
const narrow = matchMedia("(max-width: 39.99rem)");

function show(hash) {
  const at = questions.findIndex((question) => `#${question.id}` === hash);
  const last = hash === "#all";
  form.classList.toggle("paged", narrow.matches && !last);
  questions.forEach((question, n) => question.classList.toggle("here", n === Math.max(at, 0)));
  for (const link of document.querySelectorAll(".overview a")) {
    link.toggleAttribute("aria-current", link.hash === `#${questions[Math.max(at, 0)].id}`);
  }
}

function turn({ target }) {
  const step = Number(target.closest("[data-step]")?.dataset.step);
  if (!step) return;
  const next = questions[questions.indexOf(target.closest(".question")) + step];
  location.hash = next ? next.id : "all";
}

if (questions.length) {
  form.addEventListener("click", turn);
  addEventListener("hashchange", () => {
    show(location.hash);
    document.querySelector(location.hash)?.focus({ preventScroll: false });
  });
  narrow.addEventListener("change", () => show(location.hash));
  show(location.hash);
}
