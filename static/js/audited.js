// Tells what is in a ballot that was opened instead of cast: recomputed here, whatever device shows it.
//
// <section data-audited data-election='…' data-ballot='…' data-opening='…' data-rows='[{"text":"…","words":["赞成",…]}]'>,
//   the exact texts and for each question its text and a word for each column, has the places [data-audited-good], shown with its data-text, {choice} in it being
//   the words, and [data-audited-bad], shown when the opening is not what is in the ballot; where it has the place
//   [data-audited-failed] as well, that is shown instead when this device could not find out.

import { whenShown } from "./shown.js";

const library = () => import("./secret/audit.js"); // only where something was audited

whenShown("[data-audited]", async (section) => {
  const { election, ballot, opening, rows } = section.dataset;
  try {
    const { audited } = await library();
    const votes = await audited(election, ballot, opening);
    tell(section, inWords(JSON.parse(rows), votes));
  } catch (error) {
    console.warn(error);
    refuse(section, typeof error.code === "string");
  }
});

/** The words that are marked; each with its question, where there are several. */
function inWords(rows, votes) {
  const told = rows.map(({ words }, row) => words.filter((_, column) => votes[row][column]).join("、"));
  return rows.length === 1 ? told[0] : rows.map(({ text }, row) => `${text}：${told[row]}`).join("；");
}

function tell(section, choice) {
  const place = section.querySelector("[data-audited-good]");
  place.textContent = place.dataset.text.replace("{choice}", () => choice);
  place.hidden = false;
}

function refuse(section, judged) {
  const failed = judged ? null : section.querySelector("[data-audited-failed]");
  (failed ?? section.querySelector("[data-audited-bad]")).hidden = false;
}
