// Makes a secret ballot on the voter's device: the twin of congress/crypto/belenios/ballot.py for the
// group Ed25519 (Belenios version 1, sections 4.6 to 4.8 and 4.10). What is encrypted here leaves the
// device only as ciphertext and proof; every number below is fresh from the browser's own randomness.
//
//   makeBallot(election, secret, votes) → the bytes of the ballot, as a string
//   sealBallot(election, secret, votes) → { ballot, opening }: the opening says what is inside (audit.js); whoever
//     has it can show the choice, so it is kept with no ballot that is cast
//   election: the exact text that was frozen; secret: the voting key, a scalar
//   votes: for each question 0 or 1 for each column, the blank vote first where there is one

import { digest, G, hashed, hex, mod, point, power, proof, proveSecret, randomScalar, shortDigest, text } from "./group.js";

export async function makeBallot(election, secret, votes) {
  return (await sealBallot(election, secret, votes)).ballot;
}

export async function sealBallot(election, secret, votes) {
  const { uuid, public_key: key, questions } = JSON.parse(election);
  const fingerprint = await shortDigest(election);
  const voter = { key: point(key), context: `${fingerprint}|${text(power(G, secret))}` };
  const exponents = questions.map((_, index) => votes[index].map(randomScalar));
  const answers = [];
  for (const [index, question] of questions.entries()) {
    answers.push(await answer(voter, question, votes[index], exponents[index]));
  }
  const body = {
    election_uuid: uuid,
    election_hash: fingerprint,
    credential: text(power(G, secret)),
    answers,
  };
  const hash = await shortDigest(JSON.stringify(body));
  const signature = { hash, proof: await proveSecret(secret, `sig|${hash}|`) };
  const opening = { votes: questions.map((_, index) => votes[index]), exponents: exponents.map((rs) => rs.map(String)) };
  return { ballot: JSON.stringify({ ...body, signature }), opening: JSON.stringify(opening) };
}

/** What a voter looks for on the board: SHA-256 of the ballot, base64 without padding. */
export const tracker = (ballot) => shortDigest(ballot);

/** The public half of a voting key: what stands on the roll. */
export const publicKey = (secret) => text(power(G, secret));

export function fits(question, marks) {
  if (marks.length !== question.answers.length + (question.blank ? 1 : 0)) return false;
  if (!marks.every((mark) => mark === 0 || mark === 1)) return false;
  const chosen = sum(question.blank ? marks.slice(1) : marks);
  return question.blank && marks[0] ? chosen === 0 : question.min <= chosen && chosen <= question.max;
}

async function answer({ key, context }, question, marks, exponents) {
  if (!fits(question, marks)) throw new RangeError("these marks do not fit the question");
  const choices = marks.map((mark, index) => encrypt(key, mark, exponents[index]));
  const individual = [];
  for (const [index, choice] of choices.entries()) {
    individual.push(await proveOne(key, about(context, choice), zeroOrOne(choice), marks[index], exponents[index]));
  }
  const parts = { choices: choices.map(written), individual_proofs: individual };
  const whole = `${context}|${choices.map(halves).join(",")}`;
  if (!question.blank) {
    const total = product(choices);
    const overall = await proveOne(
      key, about(whole, total), range(question, total), sum(marks) - question.min, added(exponents),
    );
    return { ...parts, overall_proof: overall };
  }
  const [blank, ...others] = choices;
  const total = product(others);
  const rest = added(exponents.slice(1));
  const zero = await proveOne(
    key, `bproof0|${whole}|`, [branch(blank, 0), branch(total, 0)], marks[0], marks[0] ? rest : exponents[0],
  );
  const some = [branch(blank, 1), ...range(question, total)];
  const honest = marks[0] ? 0 : 1 + sum(marks.slice(1)) - question.min;
  const overall = await proveOne(key, `bproof1|${whole}|`, some, honest, marks[0] ? exponents[0] : rest);
  return { ...parts, overall_proof: overall, blank_proof: zero };
}

// --- proofs ---

/** One of the branches holds, the one at the index `honest`, and which is not told: the others are simulated. */
async function proveOne(key, prefix, branches, honest, exponent) {
  const made = branches.map(() => ({ challenge: randomScalar(), response: randomScalar() }));
  const nonce = randomScalar();
  const committed = branches.flatMap(({ alpha, beta, message }, index) => {
    if (index === honest) return [power(G, nonce), power(key, nonce)];
    const { challenge, response } = made[index];
    const shifted = message ? beta.subtract(power(G, BigInt(message))) : beta;
    return [
      power(G, response).add(power(alpha, challenge)),
      power(key, response).add(power(shifted, challenge)),
    ];
  });
  const others = made.filter((_, index) => index !== honest).reduce((all, { challenge }) => all + challenge, 0n);
  const mine = mod((await hashed(prefix, committed)) - others);
  made[honest] = { challenge: mine, response: mod(nonce - exponent * mine) };
  return made.map(({ challenge, response }) => proof(challenge, response));
}

const branch = ({ alpha, beta }, message) => ({ alpha, beta, message });
const zeroOrOne = (choice) => [branch(choice, 0), branch(choice, 1)];
const range = ({ min, max }, total) => Array.from({ length: max - min + 1 }, (_, n) => branch(total, min + n));
export const about = (context, choice) => `prove|${context}|${halves(choice)}|`;

// --- ciphertexts ---

function encrypt(key, message, exponent) {
  const hidden = power(key, exponent);
  return { alpha: power(G, exponent), beta: message ? hidden.add(G) : hidden };
}

export const product = (choices) => choices.reduce((a, b) => ({ alpha: a.alpha.add(b.alpha), beta: a.beta.add(b.beta) }));
export const written = ({ alpha, beta }) => ({ alpha: text(alpha), beta: text(beta) });
export const halves = ({ alpha, beta }) => `${text(alpha)},${text(beta)}`;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const added = (exponents) => mod(exponents.reduce((a, b) => a + b, 0n));

// --- voting keys ---

/** The exponent of a credential as people can copy it (XXXXX-XXXXXX-XXXXX-XXXXXX) in an election (section 4.10). */
export async function secretExponent(uuid, credential) {
  const parts = await Promise.all([0, 1].map((n) => digest(`derive_credential|${uuid}|${n}|${credential}`)));
  return mod(BigInt(`0x${parts.map(hex).join("")}`));
}
