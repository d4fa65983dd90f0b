// Seals a secret ballot: what is chosen stays here, and only ciphertext and proof are sent. "Cast or audit": a ballot
// is sealed as soon as something is chosen, so this device cannot know by then whether it will be cast or opened.
//
// <form id="choice"></form> is never sent; the controls of the ballot paper belong to it (form="choice"; marks.js).
// <form class="ballot" … data-seal='ELECTION, its exact text' data-choices-form="choice" data-retry> has the hidden
//   input ballot, the note [data-sealing], the place [data-seal-error] and the button [data-cast]. In it or beside it,
//   [data-seal-tracker] is shown with the first characters of the sealed ballot's tracker (in the words of its
//   data-text, where it has one: "… {tracker}").
// <form … data-audit-of="choice" autocomplete="off"> beside it has the hidden inputs ballot and opening and the
//   button [data-audit], which rests while there is nothing to open. Never with data-retry-name: that would store it.
//
// A press casts the sealed ballot; one that comes too early waits for it. What was cast is kept until the choice
// changes or the server refuses it (4xx): a press in between, like retry.js, sends the very same ballot. Its opening is
// only ever in memory, and forgotten when it is cast: what was sent can never be opened. A ballot that is audited is
// forgotten as well, and never cast. Words for what goes wrong: data-text-nokey (no voting key on this device),
// -insecure, -storage, -script (this script's other half did not come, or was refused), -failed.

import { codeOf, complain } from "./complaint.js";
import { findSecret, inGroup, KeyTrouble } from "./keys.js";
import { arrived, loaded } from "./loaded.js";
import { askFor, marksOf } from "./marks.js";
import { whenShown } from "./shown.js";

const UNDECIDED = [408, 429]; // answers after which the same ballot may be sent again
const SHOWN = 8; // characters of a tracker, as on the receipt
const QUICK = 5; // columns that are sealed at once; a longer paper is first marked in peace
const PEACE = 500; // milliseconds
const library = () => loaded(import("./secret/ballot.js"));
const letters = new WeakMap(); // form → { choice, ready, ballot, opening, tracker, code, sent }, of what is chosen
const resting = new WeakMap(); // form → its buttons, while a press waits or is sent

addEventListener("submit", onSubmit, true); // before htmx
addEventListener("change", ({ target }) => {
  for (const form of castForms()) {
    if (target.form === choicesOf(form)) begin(form);
  }
});
onRequest("before", castOf, rest);
onRequest("after", castOf, (form, status) => {
  wake(form);
  if (status >= 400 && status < 500 && !UNDECIDED.includes(status) && letters.get(form)?.sent) begin(form);
});
onRequest("finally", castOf, wake);
onRequest("before", auditedOf, (form) => {
  rest(form);
  empty(auditOf(form)); // the request has it
});
onRequest("finally", auditedOf, (form) => {
  wake(form);
  if (form.isConnected && !letters.has(form)) begin(form); // no answer took its place
});
whenShown("form[data-seal]", (form) => {
  arrived(form);
  // now, because the network may be gone at the press
  library().catch((error) => complain(form.querySelector("[data-seal-error]"), codeOf(error)));
  begin(form);
});

function onRequest(moment, formOf, act) {
  document.addEventListener(`htmx:${moment}:request`, ({ detail: { ctx } }) => {
    const form = formOf(ctx.sourceElement);
    if (form) act(form, ctx.response?.status);
  });
}

function onSubmit(event) {
  const form = event.target;
  if (castOf(form)) onCast(event, form);
  else if (form.matches("form[data-audit-of]")) onAudit(event, form, auditedOf(form));
  else if (isNeverSent(form)) stop(event);
}

function onCast(event, form) {
  const letter = current(form);
  if (letter?.ballot && !resting.has(form)) {
    form.elements.ballot.value = letter.ballot;
    Object.assign(letter, { opening: "", sent: true });
    show(form);
    return;
  }
  stop(event);
  if (resting.has(form)) return;
  if (chosen(form)) castWhenSealed(form, event.submitter);
  else askFor(choicesOf(form));
}

async function castWhenSealed(form, submitter) {
  const letter = isSealing(form) ? current(form) : begin(form);
  rest(form);
  sealing(form, true);
  await letter.ready;
  wake(form);
  sealing(form, false);
  // another choice meanwhile: what is shown is not what was pressed
  if (letter.ballot && form.isConnected && current(form) === letter) form.requestSubmit(submitter);
}

function onAudit(event, audit, form) {
  const letter = form && current(form);
  if (!letter?.opening || resting.has(form)) {
    stop(event);
    return;
  }
  audit.elements.ballot.value = letter.ballot;
  audit.elements.opening.value = letter.opening;
  forget(form);
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// --- sealing ---

/** Seal what is chosen, instead of what was. */
function begin(form) {
  forget(form);
  const choice = chosen(form);
  if (!choice) return null;
  const letter = { choice, ballot: "", opening: "", tracker: "", code: null, sent: false };
  letters.set(form, letter);
  letter.ready = fill(form, letter);
  return letter;
}

async function fill(form, letter) {
  try {
    if (letter.choice.flat().length > QUICK) await new Promise((resolve) => setTimeout(resolve, PEACE));
    if (letters.get(form) !== letter) return; // marked again meanwhile
    const made = await seal(form, letter.choice);
    if (letters.get(form) === letter) Object.assign(letter, made);
  } catch (error) {
    letter.code = codeOf(error);
  }
  if (letters.get(form) !== letter) return;
  complain(form.querySelector("[data-seal-error]"), letter.code);
  show(form);
}

async function seal(form, votes) {
  const { site, person } = document.documentElement.dataset;
  const key = await findSecret(site, person, inGroup("vote", JSON.parse(form.dataset.seal).group));
  if (!key) throw new KeyTrouble("nokey");
  const { sealBallot, tracker } = await library();
  const { ballot, opening } = await sealBallot(form.dataset.seal, BigInt(`0x${key.secret}`), votes);
  return { ballot, opening, tracker: await tracker(ballot) };
}

function forget(form) {
  letters.delete(form);
  form.elements.ballot.value = "";
  show(form);
}

/** What is sealed, or being sealed, if it is what is chosen now. */
function current(form) {
  const letter = letters.get(form);
  return letter && String(letter.choice) === String(chosen(form)) ? letter : undefined;
}

function isSealing(form) {
  const letter = current(form);
  return letter !== undefined && !letter.ballot && !letter.code;
}

function show(form) {
  const { tracker, opening } = letters.get(form) ?? {};
  const place = form.parentElement?.querySelector("[data-seal-tracker]");
  if (place) {
    const words = place.dataset.text ?? "{tracker}";
    place.hidden = !tracker;
    place.textContent = tracker ? words.replace("{tracker}", tracker.slice(0, SHOWN)) : "";
  }
  const button = auditOf(form)?.querySelector("[data-audit]");
  if (button) button.disabled = !opening || resting.has(form);
}

// --- the forms ---

function castOf(form) {
  return form.matches?.("form[data-seal]") ? form : null;
}

/** The form whose ballots this one audits. */
function auditedOf(audit) {
  const choices = audit.dataset?.auditOf;
  return choices ? castForms().find((form) => form.dataset.choicesForm === choices) : null;
}

function auditOf(form) {
  const audits = form.isConnected ? [...document.querySelectorAll("form[data-audit-of]")] : [];
  return audits.find(({ dataset }) => dataset.auditOf === form.dataset.choicesForm);
}

/** Enter on a radio would send the form of the choices. */
function isNeverSent(form) {
  return castForms().some((one) => choicesOf(one) === form);
}

function castForms() {
  return [...document.querySelectorAll("form[data-seal]")];
}

function empty(audit) {
  for (const name of ["ballot", "opening"]) audit.elements[name].value = "";
}

function choicesOf(form) {
  return document.getElementById(form.dataset.choicesForm);
}

/** For each question 0 or 1 for each column; null while something is missing. */
function chosen(form) {
  return marksOf(choicesOf(form));
}

function rest(form) {
  if (resting.has(form)) return;
  const buttons = [...form.elements].filter((control) => control.type === "submit" && !control.disabled);
  resting.set(form, buttons);
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
  show(form);
}

function wake(form) {
  for (const button of resting.get(form) ?? []) button.disabled = false;
  resting.delete(form);
  form.removeAttribute("aria-busy");
  show(form);
}

function sealing(form, shown) {
  const note = form.querySelector("[data-sealing]");
  if (note) note.hidden = !shown;
}
