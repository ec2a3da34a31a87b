// A file may be dropped where the form asks for one; without JavaScript the field does the same.

function droppable(form) {
  const field = form.querySelector("input[type=file]");
  const words = document.createElement("p");
  words.className = "drop-here";
  words.textContent = form.dataset.drop;
  field.before(words);
  const over = (is) => form.classList.toggle("over", is);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

document.querySelectorAll("form[data-drop]").forEach(droppable);
