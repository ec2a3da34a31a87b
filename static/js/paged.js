// One question on the screen at a time, on a phone. Without this module the questions stand below each other.
// <form data-paged> holds fieldset.question elements with ids; each holds .turn-question with [data-step="-1"|"1"] buttons;
// links to #id (the overview)
// lead to a question; .after-questions, with an id of its own, is the last screen.

const form = document.querySelector("form[data-paged]");
const screens = form ? [...form.querySelectorAll(".question, .after-questions")] : [];
const narrow = matchMedia("(max-width: 39.99rem)");

function show() {
  const here = screens.find((screen) => `#${screen.id}` === location.hash) ?? screens[0];
  form.classList.toggle("paged", narrow.matches);
  for (const screen of screens) screen.classList.toggle("here", screen === here);
  for (const link of document.querySelectorAll(".overview a")) {
    if (link.hash === `#${here.id}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  return here;
}

function turn({ target }) {
  const step = Number(target.closest("[data-step]")?.dataset.step);
  const next = step && screens[screens.indexOf(target.closest(".question")) + step];
  if (next) location.hash = next.id;
}

function arrive() {
  const here = show();
  if (!narrow.matches) return;
  here.focus({ preventScroll: true });
  form.scrollIntoView();
}

if (screens.length) {
  screens[0].querySelector('[data-step="-1"]')?.remove();
  form.addEventListener("click", turn);
  addEventListener("hashchange", arrive);
  narrow.addEventListener("change", show);
  show();
}
