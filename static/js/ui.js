// Improves what already works without it. Nothing here is needed to read, to answer or to hand in.

function speeds(group) {
  const audio = group.closest(".audio").querySelector("audio");
  group.hidden = false;
  group.addEventListener("click", ({ target }) => {
    if (!target.value) return;
    audio.playbackRate = Number(target.value);
    for (const button of group.querySelectorAll("button")) button.setAttribute("aria-pressed", button === target);
  });
}

// <a href="/a-page-that-asks" data-dialog="id">: the page is for those without JavaScript.
function dialogs(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest("[data-close]")) {
    event.target.closest("dialog")?.close();
  }
}

// <a class="embed" href="watch it there" data-embed="player address" data-title="...">: nothing is loaded before the click.
function embeds(event) {
  const link = event.target.closest("a[data-embed]");
  if (!link) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  // The player refuses a page that does not say where it is; it is told the site's name and no more.
  Object.assign(frame, { referrerPolicy: "strict-origin-when-cross-origin", allow: "autoplay; fullscreen" });
  Object.assign(frame, { src: link.dataset.embed, title: link.dataset.title });
  frame.className = "embed";
  frame.allowFullscreen = true;
  link.replaceWith(frame);
  frame.focus();
}

// Arrow keys walk down the rows of a table: the first link or field of the next row gets the focus.
function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const table = step && event.target.closest("table[data-arrows]");
  if (!table || event.target.matches("select, textarea, input:not([type=checkbox])")) return;
  const rows = [...table.tBodies[0].rows];
  const column = event.target.closest("td, th").cellIndex;
  const row = rows[rows.indexOf(event.target.closest("tr")) + step];
  const next = row?.cells[column]?.querySelector("a, button, input") ?? row?.querySelector("a, button, input");
  if (next) event.preventDefault(), next.focus();
}

// A button that was pressed says so, until the next page comes (or this one comes back).
function busy({ target, submitter }) {
  if (!target.matches("[data-quiet]")) submitter?.setAttribute("aria-busy", "true");
}
function rested() {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("click", dialogs);
document.addEventListener("click", embeds);
document.addEventListener("keydown", arrows);
document.addEventListener("submit", busy);
addEventListener("pageshow", rested);
document.querySelectorAll("[data-speeds]").forEach(speeds);
document.querySelector(".summary")?.focus();
