// Saves each answer as it is given. Without this module the page's own buttons save and hand in.
//
// What is not yet confirmed by the server stands in an outbox on this device, by attempt: {slot: {rev, value}}. It is sent
// again after a reload, when the connection is back and after signing in, and forgotten when the attempt is handed in.

const form = document.querySelector("form[data-attempt]");
const keyOf = (attempt) => `quiz:${attempt}`;

function forget() {
  const done = document.querySelector("[data-forget]");
  if (done) localStorage.removeItem(keyOf(done.dataset.forget));
}

class Outbox {
  constructor(key) {
    this.key = key;
    this.waiting = {};
    this.merge();
  }
  // Another tab may keep answers of the same attempt here.
  merge() {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      // Forbidden, or not written by us.
    }
    for (const [slot, answer] of Object.entries(kept)) {
      if (!(this.waiting[slot]?.rev >= answer.rev)) this.waiting[slot] = answer;
    }
  }
  get slots() {
    return Object.keys(this.waiting);
  }
  put(slot, answer) {
    this.merge();
    this.waiting[slot] = answer;
    this.keep();
  }
  drop(slot, rev) {
    this.merge();
    if (this.waiting[slot]?.rev <= rev) delete this.waiting[slot];
    this.keep();
  }
  keep() {
    try {
      if (this.slots.length) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or forbidden storage: the answers wait in this page only.
    }
  }
}

class Quiz {
  constructor(element) {
    this.form = element;
    this.outbox = new Outbox(keyOf(element.dataset.attempt));
    this.saved = document.querySelector(".saved");
    this.trouble = document.querySelector("#trouble");
    this.pause = 1;
    this.known = {};
    this.takeUp();
    element.addEventListener("change", ({ target }) => this.changed(target));
    element.addEventListener("input", ({ target }) => this.typed(target));
    element.addEventListener("submit", (event) => this.leaving(event));
    for (const event of ["online", "focus", "pageshow"]) addEventListener(event, () => this.again());
    // A phone may end a page that nobody looks at: what is being written goes to the outbox first.
    document.addEventListener("visibilitychange", () => document.hidden && this.changed(document.activeElement));
    addEventListener("beforeunload", (event) => this.outbox.slots.length && !this.isLeaving && event.preventDefault());
    this.send();
  }

  // --- The page -------------------------------------------------------------------------------------------------------

  question(slot) {
    return this.form.querySelector(`[data-slot="${slot}"]`);
  }
  rev(question) {
    return question.querySelector('input[type="hidden"]');
  }
  value(question) {
    if (question.dataset.widget === "text") return { text: question.querySelector(".input").value };
    return { options: [...question.querySelectorAll("input:checked")].map((input) => input.value) };
  }
  show(question, value) {
    if ("text" in value) question.querySelector(".input").value = value.text;
    else for (const input of question.querySelectorAll(".choice input")) input.checked = value.options.includes(input.value);
    this.count();
  }
  isAnswered(question) {
    const value = this.value(question);
    return value.text === undefined ? value.options.length > 0 : value.text.trim() !== "";
  }

  // Answers of an earlier visit that the server has not confirmed.
  takeUp() {
    for (const slot of this.outbox.slots) {
      const { rev, value } = this.outbox.waiting[slot];
      const question = this.question(slot);
      if (!question || rev <= Number(this.rev(question).value)) {
        this.outbox.drop(slot, rev);
        continue;
      }
      this.rev(question).value = rev;
      this.show(question, value);
    }
    for (const question of this.form.querySelectorAll("[data-slot]")) this.know(question);
    this.count();
  }
  know(question) {
    this.known[question.dataset.slot] = JSON.stringify(this.value(question));
  }

  count() {
    const questions = [...this.form.querySelectorAll("[data-slot]")];
    const place = document.querySelector("[data-count]");
    const overview = this.form.querySelector(".overview");
    const done = questions.filter((question) => this.isAnswered(question));
    place.textContent = place.dataset.count.replace("{done}", done.length).replace("{total}", questions.length);
    for (const question of questions) {
      const link = overview.querySelector(`[href="#${question.id}"]`);
      const answered = done.includes(question);
      link.classList.toggle("answered", answered);
      link.querySelector(".hush").textContent = `, ${answered ? overview.dataset.answered : overview.dataset.open}`;
    }
  }

  say(word) {
    if (this.saved.textContent !== this.saved.dataset[word]) this.saved.textContent = this.saved.dataset[word];
  }

  // A sentence about what is wrong, with a link to what helps; nothing when all is well.
  tell(sentence = "", link = null) {
    this.trouble.hidden = !sentence;
    this.trouble.className = sentence ? "notice notice-warn" : "";
    const words = Object.assign(document.createElement("p"), { textContent: sentence });
    if (link) {
      const way = Object.assign(document.createElement("a"), { href: link.href, textContent: link.words });
      way.addEventListener("click", () => (this.isLeaving = true));
      words.append(" ", way);
    }
    this.trouble.replaceChildren(words);
  }

  // --- What the person does -------------------------------------------------------------------------------------------

  changed(target) {
    clearTimeout(this.typing);
    const question = target.closest("[data-slot]");
    if (!question) return;
    const { slot } = question.dataset;
    const value = this.value(question);
    if (JSON.stringify(value) === this.known[slot]) return;
    const rev = this.rev(question);
    rev.value = Number(rev.value) + 1;
    this.known[slot] = JSON.stringify(value);
    // Whoever goes on answering is still here: the way to another page was stopped.
    this.isLeaving = this.isRefused = false;
    this.outbox.put(slot, { rev: Number(rev.value), value });
    this.count();
    this.send();
  }
  typed(target) {
    if (!target.matches(".input")) return;
    this.say("unsaved");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.changed(target), 800);
  }
  // The form carries all answers with their revs, so that nothing is lost if the outbox could not be emptied.
  leaving(event) {
    // Enter in a field presses the form's first button: here it only says that the answer is written.
    if (event.submitter?.matches("[data-enter]")) {
      event.preventDefault();
      return this.changed(document.activeElement);
    }
    if (!navigator.onLine) {
      event.preventDefault();
      return this.tell(this.trouble.dataset.offline);
    }
    this.isLeaving = true;
  }

  // --- The server -----------------------------------------------------------------------------------------------------

  again() {
    this.pause = 1;
    this.isLeaving = false;
    if (this.outbox.slots.length) this.send();
  }

  async send() {
    if (this.isSending || this.isOver || this.isLeaving) return;
    this.isSending = true;
    clearTimeout(this.retry);
    try {
      while (this.outbox.slots.length) {
        this.say("saving");
        const [slot] = this.outbox.slots;
        if (!(await this.deliver(slot, this.outbox.waiting[slot]))) return;
      }
      if (this.saved.textContent && !this.isRefused) this.say("saved");
    } catch {
      this.say("unsaved");
      this.tell(this.trouble.dataset.offline);
      this.later();
    } finally {
      this.isSending = false;
    }
  }
  later() {
    this.pause = Math.min(this.pause * 2, 30);
    this.retry = setTimeout(() => this.send(), this.pause * 1000);
  }

  // True when the next answer can go.
  async deliver(slot, { rev, value }) {
    const response = await fetch(`${location.pathname}${slot}/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
      body: JSON.stringify({ rev, value }),
      signal: AbortSignal.timeout?.(30_000),
    });
    if (response.status >= 500) throw new Error(response.status);
    if (response.status === 204) {
      this.pause = 1;
      this.outbox.drop(slot, rev);
      if (!this.isRefused) this.tell();
      return true;
    }
    return this.refused(slot, rev, response);
  }
  // Only what our server says about this answer takes it out of the outbox; any other page in between changes nothing.
  async refused(slot, rev, response) {
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const { code, sentence, ...said } = isJson ? await response.json() : {};
    this.say("unsaved");
    if (code === "stale") return this.newer(slot, rev, { sentence, ...said });
    if (code === "signed_out") {
      this.tell(sentence, { href: said.login, words: this.trouble.dataset.login });
      return false;
    }
    const reload = { href: location.pathname, words: this.trouble.dataset.reload };
    if (!code) {
      this.tell(this.trouble.dataset.kept, reload);
      this.later();
      return false;
    }
    this.isOver = response.status === 409;
    this.isRefused = true;
    if (!this.isOver) this.outbox.drop(slot, rev);
    this.tell(sentence, this.isOver ? reload : null);
    return !this.isOver;
  }
  newer(slot, rev, said) {
    const question = this.question(slot);
    this.outbox.drop(slot, Math.max(rev, said.rev));
    this.rev(question).value = said.rev;
    this.show(question, said.value);
    this.know(question);
    this.tell(said.sentence);
    return true;
  }
  reload() {
    this.isLeaving = true;
    location.reload();
  }
  // Signing in again changes the token; the cookie has the one of now.
  token() {
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
    return cookie ? cookie[1] : this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }
}

// The server's clock rules; this one only counts down what was left when the page came.
function countDown(place, quiz) {
  const total = Number(place.dataset.left) * 1000;
  const grace = 25_000;
  // One clock stands still while the device sleeps, the other can be set: what shows more time gone by is believed.
  const began = [performance.now(), Date.now()];
  const gone = () => Math.max(performance.now() - began[0], Date.now() - began[1]);
  const tick = () => {
    const left = total - gone();
    const minutes = Math.ceil(left / 60_000);
    if (left <= 0) place.textContent = place.dataset.over;
    else place.textContent = minutes > 1 ? place.dataset.words.replace("{n}", minutes) : place.dataset.last;
    place.classList.toggle("soon", left < 5 * 60_000);
    if (left < -grace && navigator.onLine) quiz.reload();
    else setTimeout(tick, left > 0 ? 5_000 : 1_000);
  };
  tick();
}

forget();
if (form) {
  const quiz = new Quiz(form);
  for (const place of document.querySelectorAll("[data-left]")) countDown(place, quiz);
}
