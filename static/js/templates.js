// Saves a part of the template while it is typed, and shows the preview anew. Without it every form has its own button.

const QUIET = 600;
const waiting = new Map();
let saving = Promise.resolve();

// Only what the answer says anew is replaced, so that the field one types in keeps the focus.
function refresh(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const frame = document.querySelector("iframe.preview");
  const next = page.querySelector("iframe.preview");
  // Signed out, or something must be mended: the plain way shows it.
  if (!next || page.querySelector("[role=alert]")) throw new Error("refused");
  const rev = page.querySelector("input[name=rev]")?.value;
  for (const input of document.querySelectorAll("input[name=rev]")) input.value = rev;
  for (const place of document.querySelectorAll("[data-told]")) {
    place.innerHTML = page.getElementById(place.id)?.innerHTML ?? "";
  }
  if (frame.getAttribute("src") !== next.getAttribute("src")) frame.src = next.getAttribute("src");
}

async function save(form) {
  const button = form.querySelector("button[name=do]");
  const body = new FormData(form);
  body.set("do", button.value);
  try {
    const answer = await fetch(location.pathname, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    refresh(await answer.text());
  } catch {
    form.requestSubmit(button);
  }
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-live]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  const later = () => {
    waiting.delete(form);
    saving = saving.then(() => save(form));
  };
  waiting.set(form, setTimeout(later, QUIET));
});

// A button sends everything that was typed in its form; it waits for what is on its way, which counts the draft on.
let ready = false;
document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
  if (ready) return;
  event.preventDefault();
  const again = () => {
    ready = true;
    event.target.requestSubmit(event.submitter);
  };
  // Not at once: while a form tells that it is sent, the browser does not send it.
  saving.then(() => setTimeout(again));
});
