// Signs a form on its way out.
//
// <form method="post" action="…" hx-post="…" data-sign='{"act":"second","motion":7,"site":"…"}'>
// The template, the controls marked data-sign-field="name", the time and a nonce make the
// statement; it goes with the form as `statement`, `key` and `signature`. The same form sent
// again says the very same statement, until a field changes or the server has answered.
//
// Boxes of the form with data-sign-each='{…}' and an id as their value: each ticked one makes a statement of
// its own, from its template and the marked fields; they go as `statement_ID`, `key_ID` and `signature_ID`.
//
// <form … data-register-key data-sign='{"act":"key",…}'> makes or reuses this device's key and
// adds `public` and `method`; data-register-key="fresh" forgets the old key first.
//
// What goes wrong is said in the form's [data-sign-error], in the words of its attributes:
// data-text-nokey, -insecure, -storage, -script, -failed; data-link-nokey and data-label-nokey add a link.

import { canonical } from "./canonical.js";
import {
  base64url, ensureKey, findKey, forgetKey, hex, keyId, KeyTrouble, prepare, publicKey, sign,
} from "./keys.js";

const DOUBLE_CLICK = 2000; // milliseconds after the answer in which the same press is not a new act
const DAY = 86_400_000; // milliseconds
const LEAVING = 10_000; // milliseconds after which a page that should have gone is usable again
const held = new Map(); // form → its resting buttons, and where the focus was
let said = new WeakMap(); // form → { about, inputs }: what it says until a field changes

document.addEventListener("submit", onSubmit, true); // before htmx
onRequest("before", ({ sourceElement }) => isSigned(sourceElement) && hold(sourceElement));
onRequest("after", ({ sourceElement, response }) => onAnswer(sourceElement, response.status));
onRequest("finally", ({ sourceElement }) => release(sourceElement));
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  said = new WeakMap(); // back in a page from before: a press is a new act
  for (const form of held.keys()) release(form);
});
if (document.documentElement.dataset.person) prepare(...owner()).catch(() => {}); // trouble is told when somebody signs

function onRequest(moment, act) {
  document.addEventListener(`htmx:${moment}:request`, ({ detail }) => act(detail.ctx));
}

function onSubmit(event) {
  const form = event.target;
  if (!isSigned(form)) return;
  const about = held.has(form) ? null : facts(form, event.submitter);
  if (about !== null && said.get(form)?.about === about) {
    fill(form, said.get(form).inputs);
    setTimeout(() => event.defaultPrevented || leave(form)); // when all have heard it: htmx, or the browser?
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (about !== null) signAndSend(form, event.submitter, about);
}

async function signAndSend(form, submitter, about) {
  hold(form);
  let trouble = null;
  try {
    said.set(form, { about, inputs: await signed(form, JSON.parse(about)) });
  } catch (error) {
    trouble = error;
  }
  release(form);
  complain(form, trouble);
  const unchanged = form.isConnected && facts(form, submitter) === about; // what was pressed is what is sent
  if (!trouble && unchanged) form.requestSubmit(submitter);
}

/** What a form says: its template and its marked fields, as text. */
function facts(form, submitter) {
  const fields = {};
  for (const control of form.elements) {
    const name = control.dataset.signField;
    if (name && isChosen(control, submitter)) fields[name] = control.value;
  }
  const about = { ...fields, ...JSON.parse(form.dataset.sign) };
  const boxes = [...form.elements].filter((control) => control.dataset.signEach);
  if (!boxes.length) return JSON.stringify(about);
  const ticked = boxes.filter((box) => isChosen(box)).map((box) => [box.value, { ...about, ...JSON.parse(box.dataset.signEach) }]);
  return JSON.stringify({ each: ticked });
}

function isChosen(control, submitter) {
  if (control.matches("button, [type=submit]")) return control === submitter;
  if (control.matches(":disabled")) return false;
  return control.matches("[type=radio], [type=checkbox]") ? control.checked : true;
}

/** The hidden inputs of freshly signed statements: of one, or of each that was ticked. */
async function signed(form, about) {
  if (!about.each) return signedOne(form, about);
  const inputs = {};
  for (const [id, one] of about.each) {
    for (const [name, value] of Object.entries(await signedOne(form, one))) inputs[`${name}_${id}`] = value;
  }
  return inputs;
}

async function signedOne(form, about) {
  const key = await deviceKey(form);
  const statement = { ...about, at: moment(), nonce: nonce() };
  const inputs = { key: await keyId(key) };
  if (registers(form)) {
    inputs.public = statement.public = base64url(publicKey(key));
    inputs.method = key.method;
  }
  const bytes = canonical(statement);
  inputs.statement = new TextDecoder().decode(bytes);
  inputs.signature = base64url(await sign(key, bytes));
  return inputs;
}

/** The time, later than anything this browser has signed even if its clock was set back a little: order counts. */
function moment() {
  let time = Date.now();
  try {
    const last = Number(localStorage.getItem("signed-at")) || 0;
    if (last - time < DAY) time = Math.max(time, last + 1); // a clock that was years ahead is not followed
    localStorage.setItem("signed-at", time);
  } catch { /* blocked: the clock alone must do */ }
  return new Date(time).toISOString();
}

function nonce() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

function registers(form) {
  return "registerKey" in form.dataset;
}

/** Whose key: the site and the person that the page names. */
function owner() {
  const { site, person } = document.documentElement.dataset;
  return [site, person];
}

async function deviceKey(form) {
  if (registers(form)) {
    if (form.dataset.registerKey === "fresh") await forgetKey(...owner());
    return ensureKey(...owner());
  }
  const key = await findKey(...owner());
  if (!key) throw new KeyTrouble("nokey");
  return key;
}

function fill(form, inputs) {
  for (const [name, value] of Object.entries(inputs)) {
    let input = form.querySelector(`input[type=hidden][name=${name}]`);
    if (!input) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(input);
    }
    input.value = value;
  }
}

/** A refused statement is not said again; an accepted one only by a double click; after a 5xx nobody knows. */
function onAnswer(form, status) {
  release(form);
  const spoken = said.get(form);
  if (!spoken || status >= 500 || status === 408 || status === 429) return;
  const forget = () => said.get(form) === spoken && said.delete(form);
  if (status >= 400) forget();
  else setTimeout(forget, DOUBLE_CLICK);
}

function isSigned(form) {
  return form.matches?.("form[data-sign]");
}

/** While it is signed and sent, a form is busy and its buttons rest. */
function hold(form) {
  if (held.has(form)) return;
  const buttons = [...form.elements].filter((control) => control.type === "submit" && !control.disabled);
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  held.set(form, { buttons, focused });
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
}

/** The browser is on its way to the answer: a second press would ask twice. */
function leave(form) {
  hold(form);
  setTimeout(release, LEAVING, form);
}

function release(form) {
  if (!held.has(form)) return;
  const { buttons, focused } = held.get(form);
  held.delete(form);
  form.removeAttribute("aria-busy");
  for (const button of buttons) button.disabled = false;
  if (document.activeElement === document.body) focused?.focus({ preventScroll: true });
}

function complain(form, trouble) {
  const place = form.querySelector("[data-sign-error]");
  if (trouble) console.warn(trouble);
  if (!place) return;
  place.hidden = !trouble;
  const code = typeof trouble?.code === "string" ? trouble.code : "failed"; // the browser's own have numbers
  place.replaceChildren(...(trouble ? words(place, code) : []));
}

function words(place, code) {
  const text = place.getAttribute(`data-text-${code}`) ?? place.getAttribute("data-text-failed") ?? "";
  const href = place.getAttribute(`data-link-${code}`);
  if (!href) return [text];
  const textContent = place.getAttribute(`data-label-${code}`);
  return [text, " ", Object.assign(document.createElement("a"), { href, textContent })];
}
