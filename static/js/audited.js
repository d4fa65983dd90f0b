// Tells what is in a ballot that was opened instead of cast: recomputed here, whatever device shows it.
//
// <section data-audited data-election='…' data-ballot='…' data-opening='…' data-words='["赞成",…]'>, the exact texts
//   and a word for each column, has the places [data-audited-good], shown with its data-text, {choice} in it being
//   the word, and [data-audited-bad], shown when the opening is not what is in the ballot; where it has the place
//   [data-audited-failed] as well, that is shown instead when this device could not find out.

import { whenShown } from "./shown.js";

const library = () => import("./secret/audit.js"); // only where something was audited

whenShown("[data-audited]", async (section) => {
  const { election, ballot, opening, words } = section.dataset;
  try {
    const { audited } = await library();
    const [marks] = await audited(election, ballot, opening);
    tell(section, JSON.parse(words).filter((_, column) => marks[column]).join());
  } catch (error) {
    console.warn(error);
    refuse(section, typeof error.code === "string");
  }
});

function tell(section, choice) {
  const place = section.querySelector("[data-audited-good]");
  place.textContent = place.dataset.text.replace("{choice}", () => choice);
  place.hidden = false;
}

function refuse(section, judged) {
  const failed = judged ? null : section.querySelector("[data-audited-failed]");
  (failed ?? section.querySelector("[data-audited-bad]")).hidden = false;
}
