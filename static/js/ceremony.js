// A teller's part in making the key of secret votes: three steps, each a form that signing.js signs.
//
// <form … data-key-step='{"group":"…","ceremony":3,"step":"certify","owner":2,"size":3,"threshold":2,"certs":[…],
//   "coefexps":[…],"sealed":[…],"names":[…]}' data-sign='{"act":"key-step",…}'> with the hidden inputs step, content (what
//   is published) and body (its SHA-256, signed), and the place [data-step-error].
//
// The first step needs a press; the others are sent as soon as their form is shown, once a page view, by the
// device that began. What a device makes is kept before it is sent, and is what it sends the next time, too: as
// `teller-${ceremony}` in keys.js (in its group) { seed, certified, polynomial, dealt, key, public, electionKey,
// finished }, texts all, numbers in decimal. Words for what goes wrong: data-text-lost (the seed is not on this device),
// -certificate, -ceremony, -coefexps, -share, -mine ({n}: the teller at fault, by name), -script, -failed.

import { codeOf, complain } from "./complaint.js";
import { addToSecret, ensureSecret, findSecret, hex, inGroup } from "./keys.js";
import { arrived, loaded } from "./loaded.js";
import { whenShown } from "./shown.js";

const STEPS = { certify, deal, finish };
const CONTENT = { certify: "certified", deal: "dealt", finish: "finished" };
const library = () => loaded(import("./secret/ceremony.js"));
const busy = new WeakSet();
const tried = new Map(); // "ceremony/step" → the form that was sent, whether the server has answered it, what was wrong

whenShown("form[data-key-step]", (form) => {
  arrived(form);
  library().catch(() => {}); // now, because the network may be gone at the press
  const last = tried.get(named(form));
  if (last?.trouble) tell(form, last.trouble); // the form that said so was replaced
  if (last ? last.answered || last.form.isConnected : facts(form).step === "certify") return;
  take(form); // nobody has pressed, or the form that was pressed was replaced on its way out
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const sent = [...tried.values()].find(({ form }) => form === ctx.sourceElement);
  if (sent) sent.answered = true;
});

addEventListener("submit", (event) => { // before signing.js
  const form = event.target;
  if (!form.matches?.("form[data-key-step]") || form.elements.content.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  take(form, event.submitter);
}, true);

/** Fill in what is published, and send it. */
async function take(form, submitter = null) {
  if (busy.has(form)) return;
  busy.add(form);
  const attempt = { form, answered: false, trouble: null };
  tried.set(named(form), attempt);
  try {
    const content = await contentOf(facts(form));
    const { digest } = await loaded(import("./secret/plain.js"));
    Object.assign(form.elements.body, { value: hex(await digest(content)) });
    Object.assign(form.elements.content, { value: content });
  } catch (error) {
    attempt.trouble = { code: codeOf(error), from: error.from };
    attempt.answered = true; // trying again by itself would not help
  }
  busy.delete(form);
  for (const one of sameStep(form)) tell(one, attempt.trouble); // by now another form may stand in its place
  if (attempt.trouble) return;
  if (form.isConnected) form.requestSubmit(submitter);
  else for (const one of sameStep(form)) take(one);
}

/** The forms of this step that are on the page now. */
function sameStep(form) {
  return [...document.querySelectorAll("form[data-key-step]")].filter((one) => named(one) === named(form));
}

function tell(form, trouble) {
  complain(form.querySelector("[data-step-error]"), trouble?.code ?? null, nameOf(form, trouble?.from));
}

/** What this device publishes in this step: made once, kept, and the same ever after. */
async function contentOf(about) {
  const name = [...owner(), inGroup(`teller-${about.ceremony}`, about.group)];
  if (about.step === "certify") await ensureSecret(...name, newSeed);
  const held = await findSecret(...name);
  if (!held?.seed) throw Object.assign(new Error("no seed"), { code: "lost" });
  const field = CONTENT[about.step];
  if (held[field]) return held[field];
  return (await addToSecret(...name, await STEPS[about.step](held, about)))[field];
}

async function newSeed() {
  return { seed: (await library()).newSeed() };
}

async function certify({ seed }, { group, size, threshold, owner: index }) {
  const { certificate } = await library();
  return { certified: JSON.stringify(await certificate(group, seed, size, threshold, index)) };
}

async function deal({ seed }, { group, certs, threshold }) {
  const { polynomial, coefexps, sealed } = await (await library()).deal(group, seed, certs, threshold);
  return { polynomial: polynomial.map(String), dealt: JSON.stringify({ coefexps, sealed }) };
}

async function finish({ seed, polynomial }, { group, certs, coefexps, sealed }) {
  if (!polynomial) throw Object.assign(new Error("no polynomial"), { code: "lost" });
  const { electionKey, finish: conclude } = await library();
  const given = [polynomial.map(BigInt), certs, coefexps, sealed];
  const { key, signature, verification } = await conclude(group, seed, ...given);
  return {
    key: String(key),
    public: verification.public_key,
    electionKey: electionKey(group, coefexps),
    finished: JSON.stringify({ signature, verification }),
  };
}

/** The teller with this number, as people call them. */
function nameOf(form, from) {
  return facts(form).names?.[from - 1] ?? from;
}

function named(form) {
  const { ceremony, step } = facts(form);
  return `${ceremony}/${step}`;
}

function facts(form) {
  return JSON.parse(form.dataset.keyStep);
}

function owner() {
  const { site, person } = document.documentElement.dataset;
  return [site, person];
}
