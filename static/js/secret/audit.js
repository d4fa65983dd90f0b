// Opens a ballot that is audited instead of cast, on a device that trusts nobody (Benaloh's challenge): the twin of
// congress/crypto/belenios/audit.py.
//
//   audited(election, ballot, opening) → the votes: for each question 0 or 1 for each column
//   all three are the exact texts; an opening: {"votes":[[1,0,0]],"exponents":[["r","r","r"]]}, r in decimal
//
// What is not as it should be is an Error whose code is the first thing wrong: "form" (ballot or opening are not
// written as they must be), "election" (none, or the ballot is for another one), "ballot" (its proofs or its
// signature do not hold; the roll is not asked), "opening" (the ciphertexts do not hold these votes).

import { fits } from "./ballot.js";
import { checkBallot, readElection } from "./check.js";
import { array, fields, insist, read, scalar } from "./strict.js";

const ANYBODY = { has: () => true };
const PASSED_ON = ["form", "election"]; // codes that mean here what they mean in check.js

export async function audited(electionRaw, ballotRaw, openingRaw) {
  const election = await readElection(electionRaw);
  const { choices } = await check(election, ballotRaw);
  const { votes, exponents } = readOpening(election.group, openingRaw);
  const { questions } = JSON.parse(electionRaw);
  insist(votes.length === questions.length && exponents.length === questions.length, "opening");
  for (const [index, question] of questions.entries()) {
    insist(fits(question, votes[index]) && exponents[index].length === votes[index].length, "opening");
    for (const [column, choice] of choices[index].entries()) {
      insist(isOpened(election, choice, votes[index][column], exponents[index][column]), "opening");
    }
  }
  return votes;
}

async function check(election, raw) {
  try {
    return await checkBallot(election, ANYBODY, raw);
  } catch (error) {
    insist(typeof error.code !== "string" || PASSED_ON.includes(error.code), "ballot");
    throw error;
  }
}

function readOpening(group, raw) {
  const [votes, exponents] = fields(read(raw, "form"), ["votes", "exponents"], "form");
  for (const mark of rows(votes).flat()) insist(Number.isInteger(mark), "form");
  return { votes, exponents: rows(exponents).map((row) => row.map((one) => scalar(group, one, "form"))) };
}

const rows = (value) => array(value, "form").map((row) => array(row, "form"));

/** alpha = G^r and beta = key^r · G^m: all of this is shown to everybody. */
function isOpened({ group, keyPower }, { alpha, beta }, message, exponent) {
  const hidden = keyPower(exponent);
  return alpha.equals(group.generatorPower(exponent)) && beta.equals(message ? hidden.add(group.G) : hidden);
}
