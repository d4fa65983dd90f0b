// A teller opens the box: this device checks and counts it itself, and decrypts that sum and no other, once.
//
// <section data-turn='{"poll":5,"ceremony":3,"ballots":"/polls/5/ballots.json","tally":"…",…}' data-election='…'
//   data-roll='…'> has [data-checked-bar], [data-checked], [data-arrived], the place [data-turn-error], the list
//   [data-turn-checks], and a form (data-sign) with the hidden inputs share and body (its SHA-256, signed) and the
//   button [data-turn-key], which rests until all ballots of a sealed box are checked and their sum is the
//   announced one.
//
// The server is asked for ballots?after=K → { ballots: [text …], count, sealed, tally: SHA-256 of the sum or "" }.
// The share is kept as `turned-${uuid of the election}` { tally, share } before it is sent; whoever asks again
// gets the very same, and never one of another sum. Words for what goes wrong: data-text-lost (no key on this
// device), -ballot ({n}: its place), -sum, -election, -script, -failed (told while the server cannot be asked).

import { codeOf, complain } from "./complaint.js";
import { ensureSecret, findSecret, hex, inGroup } from "./keys.js";
import { arrived, insistOnFile, loaded } from "./loaded.js";
import { whenShown } from "./shown.js";

const PAUSE = 2000; // milliseconds between two questions
const library = () => loaded(import("./secret/tally.js"));
const worker = new URL("./secret/counting.js", import.meta.url);
const counts = new Map(); // election → its count, which goes on when the section is shown anew
const busy = new WeakSet();

whenShown("[data-turn]", (section) => {
  arrived(section);
  library().catch(() => {}); // now, because the network may be gone at the press
  const { election } = section.dataset;
  const going = counts.get(election);
  if (going && going.roll === section.dataset.roll) show(going);
  else start(section);
});

addEventListener("submit", (event) => { // before signing.js
  const form = event.target;
  const section = form.closest?.("[data-turn]");
  if (!section || !form.elements.share || form.elements.share.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  turn(section, form, event.submitter);
}, true);

// --- counting ---

async function start(section) {
  const { election, roll } = section.dataset;
  counts.get(election)?.worker?.terminate();
  const count = { election, roll, checked: 0, asked: 0, arrived: facts(section).count, tally: null, trouble: null };
  counts.set(election, count);
  try {
    await insistOnKey(section);
    await Promise.all([library(), insistOnFile(worker)]); // compared here: what a worker loads is not
    count.worker = new Worker(worker, { type: "module" });
    count.worker.addEventListener("message", ({ data }) => hear(count, data));
    count.worker.addEventListener("error", () => hear(count, { trouble: "failed" }));
    count.worker.postMessage({ election, roll });
    while (!(await isWhole(count)));
    count.worker.postMessage({ sum: true });
  } catch (error) {
    hear(count, { trouble: codeOf(error) });
  }
}

/** Is the key of this election the one that this device helped to make? */
async function insistOnKey(section) {
  const { group, public_key: key } = JSON.parse(section.dataset.election);
  const held = await findSecret(...owner(), inGroup(`teller-${facts(section).ceremony}`, group));
  insist(held?.key, "lost");
  insist(key === held.electionKey, "election");
  return BigInt(held.key);
}

/** Ask for more once: is the box sealed, and here as a whole? */
async function isWhole(count) {
  const section = sectionOf(count);
  if (!section) counts.delete(count.election); // left: if it is shown again, it begins again
  insist(section && !count.trouble, "over");
  const box = await ask(`${facts(section).ballots}?after=${count.asked}`);
  count.away = !box;
  if (box) receive(count, box);
  show(count);
  if (box?.sealed && count.asked === box.count) return true;
  insist(!box?.sealed || (box.ballots.length > 0 && count.asked < box.count), "sum"); // some are kept from us
  if (!box?.ballots.length) await new Promise((go) => setTimeout(go, PAUSE));
  return false;
}

/** The answer; null when there is none now. */
async function ask(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    const { ballots, count, sealed, tally } = await answer.json();
    const fine = answer.ok && Array.isArray(ballots) && Number.isInteger(count) && typeof sealed === "boolean";
    insist(fine, "failed");
    return { ballots, count, sealed, tally };
  } catch (error) {
    console.warn(error);
    return null;
  }
}

function receive(count, { ballots, count: arrived, sealed, tally }) {
  count.asked += ballots.length;
  count.arrived = arrived;
  if (sealed) count.announced = tally;
  if (ballots.length) count.worker.postMessage({ ballots });
}

/** What the worker says. */
async function hear(count, { checked, tally, trouble, place: n }) {
  if (count.trouble) return;
  count.checked = checked ?? count.checked;
  if (trouble) count.trouble = { code: trouble, n };
  if (tally && (await isAnnounced(count, tally))) count.tally = tally;
  else if (tally) count.trouble = { code: "sum" };
  if (count.trouble || count.tally) count.worker?.terminate();
  show(count);
}

/** The sum that was announced is in the record: all devices must have counted to it. */
async function isAnnounced(count, tally) {
  const own = await hashed(tally);
  const section = sectionOf(count);
  const shown = section && facts(section).tally;
  return own === count.announced && (!shown || own === shown);
}

function show(count) {
  const section = sectionOf(count);
  if (!section) return;
  for (const bar of section.querySelectorAll("[data-checked-bar]")) {
    Object.assign(bar, { max: Math.max(count.arrived, 1), value: count.checked });
  }
  for (const one of section.querySelectorAll("[data-checked]")) one.textContent = count.checked;
  for (const one of section.querySelectorAll("[data-arrived]")) one.textContent = count.arrived;
  for (const list of section.querySelectorAll("[data-turn-checks]")) list.hidden = !count.tally;
  for (const button of section.querySelectorAll("[data-turn-key]")) button.disabled = !count.tally;
  complain(place(section), count.trouble?.code ?? (count.away ? "failed" : null), count.trouble?.n);
}

// --- turning the key ---

async function turn(section, form, submitter) {
  const count = counts.get(section.dataset.election);
  if (!count?.tally || count.roll !== section.dataset.roll || busy.has(form)) return;
  busy.add(form);
  let code = null;
  try {
    const share = await shareOf(section, count.tally);
    Object.assign(form.elements.body, { value: await hashed(share) });
    Object.assign(form.elements.share, { value: share });
  } catch (error) {
    code = codeOf(error);
  }
  busy.delete(form);
  complain(place(section), code);
  if (!code && form.isConnected) form.requestSubmit(submitter);
}

/** This device's share of the sum that it counted: made once for an election, whatever is asked. */
async function shareOf(section, tally) {
  const key = await insistOnKey(section);
  const { makeShare, readElection } = await library();
  const election = await readElection(section.dataset.election);
  const make = async () => ({ tally, share: await makeShare(election, tally, key) });
  const kept = await ensureSecret(...owner(), `turned-${election.uuid}`, make);
  insist(kept.tally === tally, "sum");
  return kept.share;
}

// --- small things ---

function insist(fine, code) {
  if (!fine) throw Object.assign(new Error(`key not turned: ${code}`), { code });
}

async function hashed(words) {
  const { digest } = await loaded(import("./secret/plain.js"));
  return hex(await digest(words));
}

function sectionOf({ election, roll }) {
  const sections = [...document.querySelectorAll("[data-turn]")];
  return sections.find(({ dataset }) => dataset.election === election && dataset.roll === roll);
}

function facts(section) {
  return JSON.parse(section.dataset.turn);
}

function place(section) {
  return section.querySelector("[data-turn-error]");
}

function owner() {
  const { site, person } = document.documentElement.dataset;
  return [site, person];
}
