// A teller's part of the key on paper, and from paper onto another phone. Nothing of it goes through the server.
//
// <section data-key-held='{"group":"…","ceremony":3,"owner":2,"public":"…","election":"…"}' hidden> is shown on the
//   device that holds the key: [data-backup-show] fills [data-backup-code] in [data-backup-sheet] and shows it together with
//   [data-backup-open], [data-backup-hide] takes it away again. Trouble: [data-backup-error].
// <section data-key-lost='{…the same…}' hidden> is shown on any other device of this holder: its form
//   [data-restore] has a <textarea> without a name, so that no way of sending it says what is in it; the key that
//   it gives is kept as ceremony.js keeps it, and the page loaded again. Trouble: [data-restore-error].
//
// `public` is what the server published for this owner, `election` the key of all together; [data-key-fingerprint]
// shows the latter, on the sheet as this device knows it, so that people compare it when they restore.
// Words for what goes wrong: data-text-code, -typo, -ceremony, -owner ({n}: whose it is), -key, -storage, -script, -failed.

import { codeOf, complain } from "./complaint.js";
import { addToSecret, ensureSecret, findSecret, inGroup } from "./keys.js";
import { loaded } from "./loaded.js";
import { whenShown } from "./shown.js";

const library = () => loaded(import("./secret/backup.js"));

whenShown("[data-key-held], [data-key-lost]", look);

document.addEventListener("click", ({ target }) => {
  const part = target.closest?.("[data-key-held]");
  if (part && target.closest("[data-backup-show]")) write(part);
  if (part && target.closest("[data-backup-hide]")) show(part, "");
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-restore]");
  form?.toggleAttribute("data-open-form", target.value !== ""); // news does not take it away (live.js)
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form[data-restore]")) return;
  event.preventDefault();
  restore(event.target);
});

addEventListener("pagehide", () => { // a page that is left, and perhaps kept by the browser, shows no secrets
  for (const part of document.querySelectorAll("[data-key-held]")) show(part, "");
  for (const form of document.querySelectorAll("form[data-restore]")) form.reset();
});

/** Is the key on this device? */
async function look(part) {
  try {
    const held = Boolean((await findSecret(...name(part)))?.key);
    part.hidden = held !== "keyHeld" in part.dataset;
    if (!held) await mark(part, facts(part).election);
  } catch (error) {
    console.warn(error); // told by the page's other parts
  }
}

// --- onto paper ---

async function write(part) {
  let code = null;
  try {
    const { backup, restored } = await library();
    const { key, electionKey } = await findSecret(...name(part));
    const words = await backup({ ...facts(part), key });
    await restored(words, facts(part)); // what cannot be read back is not worth keeping
    insist(electionKey === facts(part).election, "key");
    await mark(part, electionKey);
    show(part, words);
  } catch (error) {
    code = codeOf(error);
  }
  complain(part.querySelector("[data-backup-error]"), code);
}

/** Show the sheet with this code; without one, take it away. */
function show(part, words) {
  const sheet = part.querySelector("[data-backup-sheet]");
  sheet.querySelector("[data-backup-code]").textContent = words;
  sheet.toggleAttribute("data-open-form", words !== ""); // news does not take it away (live.js)
  for (const one of part.querySelectorAll("[data-backup-sheet], [data-backup-open]")) one.hidden = !words;
  for (const one of part.querySelectorAll("[data-backup-show]")) one.hidden = Boolean(words);
}

// --- from paper ---

async function restore(form) {
  const part = form.closest("[data-key-lost]");
  let trouble = null;
  try {
    const { election, ...about } = facts(part);
    const key = await (await library()).restored(form.querySelector("textarea").value, about);
    const share = { key, public: about.public, electionKey: election };
    await ensureSecret(...name(part), () => share);
    await addToSecret(...name(part), share); // where a part of the ceremony was left behind
  } catch (error) {
    trouble = { code: codeOf(error), n: error.n };
  }
  complain(part.querySelector("[data-restore-error]"), trouble?.code ?? null, trouble?.n);
  if (!trouble) location.reload();
}

// --- small things ---

async function mark(part, key) {
  const words = await (await library()).fingerprint(key);
  for (const one of part.querySelectorAll("[data-key-fingerprint]")) one.textContent = words;
}

function facts({ dataset }) {
  return JSON.parse(dataset.keyHeld ?? dataset.keyLost);
}

function name(part) {
  const { site, person } = document.documentElement.dataset;
  const { group, ceremony } = facts(part);
  return [site, person, inGroup(`teller-${ceremony}`, group)];
}

function insist(fine, code) {
  if (!fine) throw Object.assign(new Error(`no backup: ${code}`), { code });
}
