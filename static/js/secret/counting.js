// Counts a box beside the page, in a worker: the page stays quick. (tally.js says what is counted.)
//
//   in:  { election, roll } first; { ballots: [text …] } in the order of the box; { sum: true }
//   out: { checked: how many so far } after each ballot; { tally } for a sum; after { trouble: "election" }
//        (also the roll) or { trouble: "ballot", place } there is nothing more

import { Counter } from "./tally.js";

let counter = null;
let checked = 0;
let broken = false;
let work = Promise.resolve();

addEventListener("message", ({ data }) => {
  work = work.then(() => broken || answer(data)); // one after the other
});

async function answer({ election, roll, ballots = [], sum }) {
  if (election !== undefined) begin(election, roll);
  for (const ballot of ballots) if (!broken) await take(ballot);
  if (sum && !broken) postMessage({ tally: counter.tally() });
}

function begin(election, roll) {
  try {
    counter = new Counter(election, roll);
  } catch (error) {
    stop({ trouble: "election" }, error);
  }
}

async function take(ballot) {
  try {
    await counter.take(ballot);
    checked += 1;
    postMessage({ checked });
  } catch (error) {
    stop({ trouble: "ballot", place: checked + 1 }, error);
  }
}

function stop(message, error) {
  console.warn(error);
  broken = true;
  postMessage(message);
}
