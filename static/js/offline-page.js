// The verifier: a code comes by the camera, by a photo or as text, and is judged on this device.

const home = document.getElementById("offline");
const addresses = home.dataset;
const [cose, keeping] = await Promise.all([import(addresses.cose), import(addresses.keeping)]);
const { BadCode, readCode, readList, shortHash } = cose;
const { OLD, OUTDATED, accept, ageInDays, judge, shelf } = keeping;

const DAY = 86_400_000;
// Asia/Baku has had no summer time since 2016.
const BAKU = DAY / 6;
const BETWEEN_LOOKS = 120;
const SMALL_CODE = /\/v\/([a-z2-7]{16})(?:[/?#]|$)/i;
const part = (name) => home.querySelector(`[data-part="${name}"]`);

const place = shelf(addresses.list);
const read = (bytes, known) => readList(bytes, known, addresses.noble);
let list = null;
let isRefused = false;
let isKept = false;

// --- Words ------------------------------------------------------------------------------------------------------------------

// Browsers do not write dates in Azerbaijani, so the page brings the names of the months.
const months = addresses.months.split(" ");
const [, afterYear] = addresses.date.split("1970");

function day(number) {
  const at = new Date(number * DAY);
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}${afterYear}`;
}

function moment(at) {
  const local = at + BAKU;
  return `${day(Math.floor(local / DAY))}, ${new Date(local).toISOString().slice(11, 16)}`;
}

const grouped = (code) => code.match(/.{4}/g).join("-");

// A copy of <template data-words="name"> with what its slots and rows ask for; a row without a value is left out.
function words(name, values = {}) {
  const copy = home.querySelector(`template[data-words="${name}"]`).content.cloneNode(true);
  for (const row of copy.querySelectorAll("[data-row]")) if (!values[row.dataset.row]) row.remove();
  for (const slot of copy.querySelectorAll("[data-slot]")) slot.textContent = values[slot.dataset.slot] ?? "";
  return copy;
}

function ofList(now) {
  return { made: moment(list.madeAt), age: String(Math.max(0, ageInDays(list, now))) };
}

// --- The list ---------------------------------------------------------------------------------------------------------------

function standing() {
  const now = Date.now();
  const parts = isRefused ? [words("refused")] : [];
  if (!list) parts.push(words("no-list"));
  else {
    const age = ageInDays(list, now);
    const state = age > OUTDATED ? "list-outdated" : age > OLD ? "list-old" : isKept ? "ready" : "list";
    parts.push(words(state, ofList(now)));
  }
  part("standing").replaceChildren(...parts);
}

async function refresh() {
  let bytes;
  try {
    const answer = await fetch(addresses.list, { cache: "no-store" });
    if (!answer.ok) return;
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch {
    return; // No internet: the list that lies here says how old it is.
  }
  try {
    list = await accept(bytes, list, place, read);
    isRefused = false;
  } catch (problem) {
    if (!(problem instanceof BadCode)) throw problem;
    isRefused = true;
  }
  standing();
}

async function install() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(addresses.worker, { scope: addresses.scope });
    await navigator.serviceWorker.ready;
    isKept = true;
    await navigator.storage?.persist?.();
  } catch {
    return; // A private window: the page works as long as it is open.
  }
  standing();
}

// --- A code -----------------------------------------------------------------------------------------------------------------

// The name of the verdict, and what it is about.
async function judged(text, now) {
  try {
    const claims = await readCode(text, list.keys, addresses.noble);
    return [judge(claims, await shortHash(claims.code), list, now), claims];
  } catch (problem) {
    if (!(problem instanceof BadCode)) throw problem;
    return [problem.kind, null];
  }
}

function facts(claims) {
  return words("facts", {
    ...claims,
    kind: home.querySelector(`[data-kind="${claims.kind}"]`)?.textContent ?? claims.kind,
    issued: day(claims.issuedOn),
    until: claims.validUntil === undefined ? "" : day(claims.validUntil),
    code: grouped(claims.code),
  });
}

// True when a verdict is shown. Text that is no code of ours is left to whoever asked.
async function check(text) {
  if (!list) await refresh();
  if (!list) return trouble("no-list"), true;
  const now = Date.now();
  const [verdict, claims] = await judged(text, now);
  if (verdict === "none") return false;
  const parts = [words(verdict)];
  if (claims) {
    if (claims.isSpecimen) parts.push(words("specimen"));
    if (verdict === "valid" && ageInDays(list, now) > OLD) parts.push(words("list-old", ofList(now)));
    parts.push(facts(claims));
  }
  parts.push(words("how", ofList(now)));
  part("result").replaceChildren(...parts);
  part("result").dataset.verdict = verdict;
  turn(true);
  return true;
}

// To the verdict, or back to the beginning.
function turn(isDone) {
  stopLooking();
  trouble();
  part("start").hidden = isDone;
  part("done").hidden = !isDone;
  scrollTo(0, 0);
  (isDone ? part("result") : part("start")).focus();
}

function trouble(name = "") {
  part("trouble").replaceChildren(...(name ? [words(name)] : []));
}

// --- Camera, photo, text ----------------------------------------------------------------------------------------------------

let seeing = null;
let stream = null;

async function see(source) {
  seeing ??= import(addresses.eye).then(({ eye }) => eye(addresses.decoder));
  return (await seeing)(source);
}

// The answer is here, wherever the address that was read leads.
function smallCode([, code]) {
  const copy = words("small-code");
  copy.querySelector("a").href = addresses.verify + code;
  return copy;
}

// Several codes may be in one picture: ours is looked for, and the small one is named for what it is.
async function found(texts) {
  for (const text of texts) if (await check(text)) return true;
  const small = texts.map((text) => SMALL_CODE.exec(text)).find(Boolean);
  // The camera sees it many times a second, and a link that is replaced meanwhile cannot be pressed.
  if (small && !part("trouble").querySelector("a")) part("trouble").replaceChildren(smallCode(small));
  return false;
}

function stopLooking() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  part("camera").hidden = true;
}

async function look() {
  if (stream) return stopLooking();
  trouble();
  const video = part("camera");
  try {
    const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  } catch {
    return trouble("no-camera");
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  while (stream && !(await found(await see(video)))) await new Promise((again) => setTimeout(again, BETWEEN_LOOKS));
}

async function photo({ target }) {
  trouble();
  const [file] = target.files;
  target.value = "";
  const picture = file && (await createImageBitmap(file).catch(() => null));
  if (!picture) return file && trouble("no-picture");
  const texts = await see(picture);
  if (!(await found(texts)) && !part("trouble").childElementCount) trouble("no-code");
}

async function typed(event) {
  event.preventDefault();
  const field = event.target.elements.text;
  const isOurs = await check(field.value);
  const small = isOurs ? null : SMALL_CODE.exec(field.value.trim());
  part("text-small").replaceChildren(...(small ? [smallCode(small)] : []));
  const isWrong = !isOurs && !small;
  field.toggleAttribute("aria-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true"), field.focus();
  part("text-error").hidden = !isWrong;
}

part("look").addEventListener("click", look);
part("photo").addEventListener("change", photo);
part("typed").addEventListener("submit", typed);
part("again").addEventListener("click", () => turn(false));
part("refresh").addEventListener("click", refresh);
addEventListener("online", refresh);
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  part("install").hidden = false;
  part("install").addEventListener("click", () => event.prompt(), { once: true });
});

const stored = await place.bytes();
if (stored) list = await read(stored).catch(() => null);
standing();
home.hidden = false;
await Promise.all([refresh(), install()]);
