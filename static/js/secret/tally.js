// Counts the box on a teller's own device, so that no server can have it decrypt anything but the sum of all
// valid ballots: the twin of congress/crypto/belenios/tally.py (Belenios version 1, sections 4.9, 5.5, 5.6)
// for voting keys without weights.
//
//   new Counter(election, roll): take(ballot) one by one in the order of the box, then tally() and sized()
//   makeShare(election, tally, secret) → this teller's part of the decryption, with proofs

import { product, written } from "./ballot.js";
import { checkBallot, parseElection, readElection, readRoll } from "./check.js";
import { hashed, proof, randomScalar } from "./group.js";
import { digest, hex, shortDigest } from "./plain.js";
import { array, fields, insist, member, read } from "./strict.js";

export { checkBallot, readElection, readRoll };

/** After one ballot was refused there is no sum: a box with such a ballot is not the box that was agreed on. */
export class Counter {
  #election;
  #roll;
  #seen = new Set();
  #last = new Map();
  #begun = 0;

  constructor(election, roll) {
    this.#election = parseElection(election);
    this.#roll = readRoll(this.#election.group, roll);
  }

  async take(raw) {
    this.#begun += 1;
    insist(!this.#seen.has(raw), "repeat");
    insist(this.#begun === this.#seen.size + 1, "order"); // the one before was refused, or is not finished
    this.#election.fingerprint ??= await shortDigest(this.#election.raw);
    const { credential, choices } = await checkBallot(this.#election, this.#roll, raw);
    this.#last.set(credential, choices);
    this.#seen.add(raw);
  }

  /** The encrypted sum of each key's last ballot, as it is written and hashed. */
  tally() {
    insist(this.#begun === this.#seen.size, "order");
    const boxes = [...this.#last.values()];
    const { group, questions } = this.#election;
    const nothing = { alpha: group.IDENTITY, beta: group.IDENTITY };
    const total = (q, c) => written(group, product([nothing, ...boxes.map((box) => box[q][c])]));
    const columns = questions.map((asked, q) => Array.from({ length: asked.columns }, (_, c) => total(q, c)));
    return JSON.stringify(columns);
  }

  /** The sum's hash with the number of ballots in it, which without weights is their weight too. */
  async sized() {
    const counted = this.#last.size;
    const hash = hex(await digest(this.tally()));
    return JSON.stringify({ num_tallied: counted, total_weight: counted, encrypted_tally: hash });
  }
}

export async function makeShare(election, tally, secret) {
  const { group } = election;
  const { G, power, text } = group;
  insist(0n < secret && secret < group.order, "secret");
  const prefix = `decrypt|${election.fingerprint}|${text(power(G, secret))}|`;
  const factors = [];
  const proofs = [];
  for (const alphas of readTally(election, tally)) {
    factors.push(alphas.map((alpha) => text(power(alpha, secret))));
    proofs.push(await Promise.all(alphas.map((alpha) => proveEqual(group, secret, alpha, prefix))));
  }
  return JSON.stringify({ decryption_factors: factors, decryption_proofs: proofs });
}

/** The alphas. One outside the group would draw a part of the secret out of the teller's device. */
function readTally({ group, questions }, tally) {
  const columns = array(read(tally, "tally"), "tally", questions.length);
  return columns.map((column, q) => array(column, "tally", questions[q].columns).map((sum) => readSum(group, sum)));
}

function readSum(group, value) {
  const [alpha, beta] = fields(value, ["alpha", "beta"], "tally");
  member(group, beta, "tally");
  return member(group, alpha, "tally");
}

/** The exponent of G^secret is that of base^secret. */
async function proveEqual(group, secret, base, prefix) {
  const nonce = randomScalar(group);
  const challenge = await hashed(group, prefix, [group.power(group.G, nonce), group.power(base, nonce)]);
  return proof(group, challenge, nonce - secret * challenge);
}
