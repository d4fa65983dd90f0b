// Makes a secret ballot on the voter's device: the twin of congress/crypto/belenios/ballot.py, in the
// election's group (Belenios version 1, sections 4.6 to 4.8 and 4.10). What is encrypted here leaves the
// device only as ciphertext and proof; every number below is fresh from the browser's own randomness.
//
//   makeBallot(election, secret, votes) → the bytes of the ballot, as a string
//   sealBallot(election, secret, votes) → { ballot, opening }: the opening says what is inside (audit.js); whoever
//     has it can show the choice, so it is kept with no ballot that is cast
//   election: the exact text that was frozen; secret: the voting key, a scalar
//   votes: for each question 0 or 1 for each column, the blank vote first where there is one

import { groupOf, hashed, mod, proof, proveSecret, randomScalar } from "./group.js";
import { digest, hex, shortDigest } from "./plain.js";

export async function makeBallot(election, secret, votes) {
  return (await sealBallot(election, secret, votes)).ballot;
}

export async function sealBallot(election, secret, votes) {
  const { uuid, group: name, public_key: key, questions } = JSON.parse(election);
  const group = groupOf(name);
  const credential = publicKey(name, secret);
  const fingerprint = await shortDigest(election);
  const voter = { group, key: group.read(key), context: `${fingerprint}|${credential}` };
  const exponents = questions.map((_, index) => votes[index].map(() => randomScalar(group)));
  const answers = [];
  for (const [index, question] of questions.entries()) {
    answers.push(await answer(voter, question, votes[index], exponents[index]));
  }
  const body = {
    election_uuid: uuid,
    election_hash: fingerprint,
    credential,
    answers,
  };
  const hash = await shortDigest(JSON.stringify(body));
  const signature = { hash, proof: await proveSecret(group, secret, `sig|${hash}|`) };
  const opening = { votes: questions.map((_, index) => votes[index]), exponents: exponents.map((rs) => rs.map(String)) };
  return { ballot: JSON.stringify({ ...body, signature }), opening: JSON.stringify(opening) };
}

/** What a voter looks for on the board: SHA-256 of the ballot, base64 without padding. */
export const tracker = (ballot) => shortDigest(ballot);

/** The public half of a voting key in the group of this name: what stands on the roll. */
export function publicKey(name, secret) {
  const group = groupOf(name);
  return group.text(group.power(group.G, secret));
}

export function fits(question, marks) {
  if (marks.length !== question.answers.length + (question.blank ? 1 : 0)) return false;
  if (!marks.every((mark) => mark === 0 || mark === 1)) return false;
  const chosen = sum(question.blank ? marks.slice(1) : marks);
  return question.blank && marks[0] ? chosen === 0 : question.min <= chosen && chosen <= question.max;
}

async function answer(voter, question, marks, exponents) {
  const { group, context } = voter;
  if (!fits(question, marks)) throw new RangeError("these marks do not fit the question");
  const choices = marks.map((mark, index) => encrypt(voter, mark, exponents[index]));
  const individual = [];
  for (const [index, choice] of choices.entries()) {
    const prefix = about(group, context, choice);
    individual.push(await proveOne(voter, prefix, zeroOrOne(choice), marks[index], exponents[index]));
  }
  const parts = { choices: choices.map((choice) => written(group, choice)), individual_proofs: individual };
  const whole = `${context}|${choices.map((choice) => halves(group, choice)).join(",")}`;
  if (!question.blank) {
    const total = product(choices);
    const overall = await proveOne(
      voter, about(group, whole, total), range(question, total), sum(marks) - question.min, added(group, exponents),
    );
    return { ...parts, overall_proof: overall };
  }
  const [blank, ...others] = choices;
  const total = product(others);
  const rest = added(group, exponents.slice(1));
  const zero = await proveOne(
    voter, `bproof0|${whole}|`, [branch(blank, 0), branch(total, 0)], marks[0], marks[0] ? rest : exponents[0],
  );
  const some = [branch(blank, 1), ...range(question, total)];
  const honest = marks[0] ? 0 : 1 + sum(marks.slice(1)) - question.min;
  const overall = await proveOne(voter, `bproof1|${whole}|`, some, honest, marks[0] ? exponents[0] : rest);
  return { ...parts, overall_proof: overall, blank_proof: zero };
}

// --- proofs ---

/** One of the branches holds, the one at the index `honest`, and which is not told: the others are simulated. */
async function proveOne({ group, key }, prefix, branches, honest, exponent) {
  const { G, power } = group;
  const made = branches.map(() => ({ challenge: randomScalar(group), response: randomScalar(group) }));
  const nonce = randomScalar(group);
  const committed = branches.flatMap(({ alpha, beta, message }, index) => {
    if (index === honest) return [power(G, nonce), power(key, nonce)];
    const { challenge, response } = made[index];
    const shifted = message ? beta.add(power(G, BigInt(-message))) : beta;
    return [
      power(G, response).add(power(alpha, challenge)),
      power(key, response).add(power(shifted, challenge)),
    ];
  });
  const others = made.filter((_, index) => index !== honest).reduce((all, { challenge }) => all + challenge, 0n);
  const mine = mod(group, (await hashed(group, prefix, committed)) - others);
  made[honest] = { challenge: mine, response: nonce - exponent * mine };
  return made.map(({ challenge, response }) => proof(group, challenge, response));
}

const branch = ({ alpha, beta }, message) => ({ alpha, beta, message });
const zeroOrOne = (choice) => [branch(choice, 0), branch(choice, 1)];
const range = ({ min, max }, total) => Array.from({ length: max - min + 1 }, (_, n) => branch(total, min + n));
export const about = (group, context, choice) => `prove|${context}|${halves(group, choice)}|`;

// --- ciphertexts ---

function encrypt({ group, key }, message, exponent) {
  const hidden = group.power(key, exponent);
  return { alpha: group.power(group.G, exponent), beta: message ? hidden.add(group.G) : hidden };
}

export const product = (choices) => choices.reduce((a, b) => ({ alpha: a.alpha.add(b.alpha), beta: a.beta.add(b.beta) }));
export const written = (group, { alpha, beta }) => ({ alpha: group.text(alpha), beta: group.text(beta) });
export const halves = (group, { alpha, beta }) => `${group.text(alpha)},${group.text(beta)}`;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const added = (group, exponents) => mod(group, exponents.reduce((a, b) => a + b, 0n));

// --- voting keys ---

/** The exponent of a credential as people can copy it (XXXXX-XXXXXX-XXXXX-XXXXXX) in an election (section 4.10). */
export async function secretExponent(group, uuid, credential) {
  const parts = await Promise.all([0, 1].map((n) => digest(`derive_credential|${uuid}|${n}|${credential}`)));
  return mod(group, BigInt(`0x${parts.map(hex).join("")}`));
}
