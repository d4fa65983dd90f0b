// Checks a secret ballot on a device that trusts nobody: the twin of read_ballot and check_ballot in
// congress/crypto/belenios/ballot.py, and of election.py's reading.
//
//   readElection(raw) → { raw, uuid, fingerprint, group, key, keyPower, questions }; an Error with the code "election"
//   readRoll(group, raw) → the Set of voting keys, as texts
//   checkBallot(election, roll, raw) → { credential, choices }: of each question its ciphertexts
//
// A ballot is refused by an Error whose code is the first thing wrong: "form", "election" (made for
// another one), "stranger" (not on the roll), "member", "identity", "signature", "proof", "nonce" (two ciphertexts
// with one exponent, which shows whether their choices are alike).

import { about, halves, product } from "./ballot.js";
import { groupOf, hashed, mod } from "./group.js";
import { shortDigest } from "./plain.js";
import { tabled } from "./public.js";
import { array, element, fields, insist, member, notIdentity, read, scalar, words } from "./strict.js";

const WHOLE = [
  "version", "description", "name", "group", "public_key", "questions", "uuid", "administrator", "credential_authority",
];
const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,}$/;

export async function readElection(raw) {
  return { ...parseElection(raw), fingerprint: await shortDigest(raw) };
}

export function parseElection(raw) {
  const optional = WHOLE.slice(-2);
  const value = fields(read(raw, "election"), WHOLE, "election", optional);
  const [version, description, name, groupName, key, questions, uuid] = value;
  const group = groupOf(groupName);
  for (const given of [description, name, key, uuid]) words(given, "election");
  insist(version === 1 && group !== undefined && UUID.test(uuid), "election");
  const asked = array(questions, "election").map(question);
  insist(asked.length > 0, "election");
  const encryption = notIdentity(member(group, key, "election"));
  return { raw, uuid, group, key: encryption, keyPower: tabled(group, encryption), questions: asked };
}

function question(value) {
  const names = ["answers", "blank", "min", "max", "question"];
  const [answers, blank, min, max, asked] = fields(value, names, "election", ["blank"]);
  for (const given of [...array(answers, "election"), asked]) words(given, "election");
  insist([min, max].every((n) => Number.isInteger(n) && 0 <= n && n <= answers.length), "election");
  insist(answers.length > 0 && min <= max && (blank === undefined || blank === true), "election");
  return { columns: answers.length + (blank ? 1 : 0), blank: blank === true, min, max };
}

/** Keys without weights: whoever has a vote has one. */
export function readRoll(group, raw) {
  const keys = array(read(raw, "roll"), "roll");
  for (const key of keys) {
    insist(!words(key, "roll").includes(","), "weights");
    notIdentity(member(group, key, "roll"));
  }
  const roll = new Set(keys);
  insist(roll.size === keys.length, "roll");
  return roll;
}

export async function checkBallot(election, roll, raw) {
  const ballot = readBallot(election, roll, raw);
  await checkSignature(election.group, ballot);
  const { group, keyPower } = election;
  const context = `${election.fingerprint}|${ballot.credential}`;
  for (const [index, asked] of election.questions.entries()) {
    await checkAnswer({ group, keyPower, context }, asked, ballot.answers[index]);
  }
  const exponents = ballot.answers.flatMap(({ alphas }) => alphas);
  insist(new Set(exponents).size === exponents.length, "nonce");
  return { credential: ballot.credential, choices: ballot.answers.map(({ choices }) => choices) };
}

// --- reading ---

function readBallot(election, roll, raw) {
  const { group } = election;
  const names = ["election_uuid", "election_hash", "credential", "answers", "signature"];
  const value = read(raw, "form");
  const [uuid, bound, credential, answers, signature] = fields(value, names, "form");
  insist(uuid === election.uuid && bound === election.fingerprint, "election");
  insist(roll.has(words(credential, "form")), "stranger");
  array(answers, "form", election.questions.length);
  const [hash, signed] = fields(signature, ["hash", "proof"], "form");
  return {
    credential,
    public: notIdentity(element(group, credential, "form")),
    answers: election.questions.map((asked, index) => readAnswer(group, asked, answers[index])),
    body: JSON.stringify({ ...value, signature: undefined }),
    hash: words(hash, "form"),
    signed: readProof(group, signed),
  };
}

function readAnswer(group, asked, value) {
  const parts = ["choices", "individual_proofs", "overall_proof", ...(asked.blank ? ["blank_proof"] : [])];
  const [choices, individual, overall, blank] = fields(value, parts, "form");
  const branches = asked.max - asked.min + 1 + (asked.blank ? 1 : 0);
  return {
    individual: array(individual, "form", asked.columns).map((proofs) => readProofs(group, proofs, 2)),
    overall: readProofs(group, overall, branches),
    blank: asked.blank ? readProofs(group, blank, 2) : undefined,
    choices: array(choices, "form", asked.columns).map((choice) => readChoice(group, choice)),
    alphas: choices.map(({ alpha }) => alpha),
  };
}

function readChoice(group, value) {
  const [alpha, beta] = fields(value, ["alpha", "beta"], "form");
  return { alpha: notIdentity(element(group, alpha, "form")), beta: notIdentity(element(group, beta, "form")) };
}

const readProofs = (group, value, length) => array(value, "form", length).map((one) => readProof(group, one));

function readProof(group, value) {
  const [challenge, response] = fields(value, ["challenge", "response"], "form");
  return { challenge: scalar(group, challenge, "form"), response: scalar(group, response, "form") };
}

// --- checking: what is read above is an element, and here found to be in the subgroup ---

async function checkSignature(group, { public: key, body, hash, signed }) {
  insist((await shortDigest(body)) === hash, "signature");
  const [shifted] = memberPowers(group, key, [signed.challenge]);
  const again = group.generatorPower(signed.response).add(shifted);
  insist((await hashed(group, `sig|${hash}|`, [again])) === signed.challenge, "signature");
}

async function checkAnswer(election, asked, { choices, individual, overall, blank }) {
  const { group, context } = election;
  for (const [index, choice] of choices.entries()) {
    await insistOnOne(election, about(group, context, choice), individual[index], [[choice, [0, 1]]]);
  }
  const whole = `${context}|${choices.map((choice) => halves(group, choice)).join(",")}`;
  const total = product(asked.blank ? choices.slice(1) : choices);
  const range = Array.from({ length: asked.max - asked.min + 1 }, (_, n) => asked.min + n);
  if (!asked.blank) {
    await insistOnOne(election, about(group, whole, total), overall, [[total, range]]);
    return;
  }
  await insistOnOne(election, `bproof0|${whole}|`, blank, [[choices[0], [0]], [total, [0]]]);
  await insistOnOne(election, `bproof1|${whole}|`, overall, [[choices[0], [1]], [total, range]]);
}

/** One of the ciphertexts encrypts one of its messages: all challenges add up to the hash of all commitments. */
async function insistOnOne(election, prefix, proofs, statements) {
  const rest = [...proofs];
  const committed = statements.flatMap(([choice, messages]) =>
    commitments(election, choice, messages, rest.splice(0, messages.length)),
  );
  const all = proofs.reduce((sum, { challenge }) => sum + challenge, 0n);
  insist((await hashed(election.group, prefix, committed)) === mod(election.group, all), "proof");
}

/** G^t · alpha^c and key^t · (beta / G^m)^c for each message m and its proof (c, t). */
function commitments({ group, keyPower }, { alpha, beta }, messages, proofs) {
  const challenges = proofs.map(({ challenge }) => challenge);
  const betas = memberPowers(group, beta, challenges);
  return memberPowers(group, alpha, challenges).flatMap((shifted, index) => {
    const { challenge, response } = proofs[index];
    const message = group.generatorPower(mod(group, -challenge * BigInt(messages[index])));
    return [group.generatorPower(response).add(shifted), keyPower(response).add(betas[index]).add(message)];
  });
}

/** One element to several powers. Asked here, whether it is in the subgroup needs no doublings of its own. */
function memberPowers(group, base, exponents) {
  const [whole, ...sums] = group.powers(base, [group.order, ...exponents]);
  insist(whole.is0(), "member");
  return sums;
}
