// Seals a secret ballot on the way out: what is chosen stays here, and only ciphertext and proof are sent.
//
// <form id="choice"></form> is never sent; the radios for, against and abstain belong to it (form="choice").
// <form class="ballot" … data-seal='ELECTION, its exact text' data-choices-form="choice" data-retry> has the
//   hidden input ballot, the note [data-sealing], the place [data-seal-error] and the button [data-cast].
//
// A press seals what is chosen and sends the form. What was sealed is kept until the choice changes or the
// server refuses it (4xx): a press in between, like retry.js, sends the very same ballot. Words for what goes
// wrong: data-text-nokey (no voting key on this device), -insecure, -failed.

import { codeOf, complain } from "./complaint.js";
import { findSecret, KeyTrouble } from "./keys.js";
import { whenShown } from "./shown.js";

const COLUMNS = ["for", "against", "abstain"]; // as in secrecy/rules.py
const UNDECIDED = [408, 429]; // answers after which the same ballot may be sent again
const library = () => import("./secret/ballot.js");
const sealed = new WeakMap(); // form → { ballot, choice }: what was made of which choice
const resting = new Map(); // form → its buttons, while it is sealed or sent

addEventListener("submit", onSubmit, true); // before htmx
addEventListener("change", ({ target }) => {
  for (const form of document.querySelectorAll("form[data-seal]")) {
    if (target.form === choicesOf(form)) forget(form);
  }
});
onRequest("before", rest);
onRequest("after", (form, status) => {
  wake(form);
  if (status >= 400 && status < 500 && !UNDECIDED.includes(status)) forget(form);
});
onRequest("finally", wake);
whenShown("form[data-seal]", () => library().catch(() => {})); // now, because the network may be gone at the press

function onRequest(moment, act) {
  document.addEventListener(`htmx:${moment}:request`, ({ detail: { ctx } }) => {
    if (isSealed(ctx.sourceElement)) act(ctx.sourceElement, ctx.response?.status);
  });
}

function onSubmit(event) {
  const form = event.target;
  if (isSealed(form) && !resting.has(form) && isCurrent(form)) return;
  if (!isSealed(form) && !isNeverSent(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!isSealed(form) || resting.has(form)) return;
  if (chosen(form)) sealAndSend(form, event.submitter);
  else choicesOf(form).reportValidity();
}

async function sealAndSend(form, submitter) {
  const choice = chosen(form);
  let code = null;
  rest(form);
  sealing(form, true);
  try {
    form.elements.ballot.value = await seal(form, choice);
    sealed.set(form, { ballot: form.elements.ballot.value, choice });
  } catch (error) {
    code = codeOf(error);
  }
  wake(form);
  sealing(form, false);
  complain(form.querySelector("[data-seal-error]"), code);
  if (code || !form.isConnected) return;
  if (isCurrent(form)) form.requestSubmit(submitter);
  else forget(form); // the choice has changed meanwhile: what is shown is not what was pressed
}

async function seal(form, choice) {
  const { site, person } = document.documentElement.dataset;
  const key = await findSecret(site, person, "vote");
  if (!key) throw new KeyTrouble("nokey");
  const { makeBallot } = await library();
  return makeBallot(form.dataset.seal, BigInt(`0x${key.secret}`), [COLUMNS.map((one) => Number(one === choice))]);
}

/** Is what the form would send made here, of what is chosen now? */
function isCurrent(form) {
  const made = sealed.get(form);
  return made !== undefined && made.ballot === form.elements.ballot.value && made.choice === chosen(form);
}

function forget(form) {
  if (resting.has(form)) return; // under way
  sealed.delete(form);
  form.elements.ballot.value = "";
}

function isSealed(form) {
  return form.matches?.("form[data-seal]");
}

/** Enter on a radio would send the form of the choices. */
function isNeverSent(form) {
  return [...document.querySelectorAll("form[data-seal]")].some((one) => choicesOf(one) === form);
}

function choicesOf(form) {
  return document.getElementById(form.dataset.choicesForm);
}

function chosen(form) {
  const radios = [...choicesOf(form).elements].filter((control) => control.name === "choice");
  return radios.find((radio) => radio.checked)?.value;
}

function rest(form) {
  if (resting.has(form)) return;
  const buttons = [...form.elements].filter((control) => control.type === "submit" && !control.disabled);
  resting.set(form, buttons);
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
}

function wake(form) {
  for (const button of resting.get(form) ?? []) button.disabled = false;
  resting.delete(form);
  form.removeAttribute("aria-busy");
}

function sealing(form, shown) {
  const note = form.querySelector("[data-sealing]");
  if (note) note.hidden = !shown;
}
