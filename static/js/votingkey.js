// Registers this device's voting key, the key of secret votes. It costs a delegate no tap.
//
// <section id="voting-key"><form … data-voting-key data-known="the public key that the server knows, or empty"
//   data-group="the name of the group that it must be of"
//   data-sign='{"act":"voting-key",…}'> with hidden inputs public, blind, commitment (data-sign-field).
//
// On a device with a signing key the section hides when its voting key is the known one; otherwise the form
// sends itself, once a page view. Without a signing key it stays, and its button says what signing.js says.
// The secret half never leaves the device: the name "vote" in keys.js (of the group) has { secret, blind }, both hex.
//
// A key that another device's has replaced is refused (409) for good: the next press makes a new one. Only a
// press, because a vote that began before may still count on the old one.

import { codeOf, complain } from "./complaint.js";
import { ensureSecret, findKey, hex, inGroup, keepSecret } from "./keys.js";
import { loaded } from "./loaded.js";
import { whenShown } from "./shown.js";

const NAME = "vote";
let tried = false;
let refused = "";

whenShown("form[data-voting-key]", look);
addEventListener("submit", onSubmit, true); // before signing.js
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (form.matches?.("form[data-voting-key]") && ctx.response.status === 409) refused = form.elements.public.value;
});

async function look(form) {
  try {
    if (!(await findKey(...owner()))) return;
    const inputs = await facts(form, await held(form));
    if (inputs.public === form.dataset.known) hide(form);
    else if (!tried && form.isConnected) send(form, inputs);
  } catch (error) {
    console.warn(error); // told when somebody presses the button
  }
}

function hide(form) {
  (form.closest("#voting-key") ?? form).hidden = true;
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches?.("form[data-voting-key]") || form.elements.public.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  press(form, event.submitter);
}

async function press(form, submitter) {
  try {
    const inputs = await facts(form, await held(form));
    send(form, inputs.public === refused ? await facts(form, await renewed(form)) : inputs, submitter);
  } catch (error) {
    complain(form.querySelector("[data-sign-error]"), codeOf(error));
  }
}

function send(form, inputs, submitter = null) {
  tried = true;
  for (const [name, value] of Object.entries(inputs)) form.elements[name].value = value;
  form.requestSubmit(submitter);
}

/** What the server is told: the commitment as in secrecy/rules.py is what is signed. */
async function facts({ dataset: { group } }, { secret, blind }) {
  const { publicKey } = await loaded(import("./secret/ballot.js"));
  const { digest } = await loaded(import("./secret/plain.js"));
  const known = publicKey(group, BigInt(`0x${secret}`));
  return { public: known, blind, commitment: hex(await digest(`congress/voting-key/1|${blind}|${known}`)) };
}

function held({ dataset: { group } }) {
  return ensureSecret(...owner(), inGroup(NAME, group), () => make(group));
}

async function renewed({ dataset: { group } }) {
  const fresh = await make(group);
  await keepSecret(...owner(), inGroup(NAME, group), fresh);
  return fresh;
}

async function make(group) {
  const { groupOf, randomScalar } = await loaded(import("./secret/group.js"));
  const blind = hex(crypto.getRandomValues(new Uint8Array(16)));
  return { secret: randomScalar(groupOf(group)).toString(16), blind };
}

function owner() {
  const { site, person } = document.documentElement.dataset;
  return [site, person];
}
