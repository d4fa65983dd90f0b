// What is marked on a ballot paper, as the device will encrypt it; and rows kept within their number of marks.
//
//   marksOf(choices) → for each row 0 or 1 for each column, or null while a row has no mark
//   askFor(choices) shows what is missing
//
// choices: the form of the marks, which is never sent; its controls have data-row and data-column.
// Of an election a row is <fieldset data-row-most="2" data-text-none="…"> with checkboxes, column 0
// being "nobody", and the places [data-row-count] (data-text: "… {n} … {left}") and [data-row-full].

import { whenShown } from "./shown.js";

addEventListener("change", ({ target }) => {
  const row = target.closest?.("[data-row-most]");
  if (row) keepWithin(row, target);
});
whenShown("[data-row-most]", (row) => tell(row));

export function marksOf(choices) {
  const marks = [];
  for (const { checked, dataset } of controls(choices)) {
    marks[dataset.row] ??= [];
    marks[dataset.row][dataset.column] = Number(checked);
  }
  return marks.length > 0 && marks.every((row) => row.includes(1)) ? marks : null;
}

export function askFor(choices) {
  for (const row of rows(choices)) {
    const first = row.querySelector("[data-column]");
    const none = !row.querySelector(":checked");
    first.setCustomValidity(none ? row.dataset.textNone : "");
  }
  choices.reportValidity();
}

/** One mark too many is taken back and said, or moves where there is but one; "nobody" and somebody exclude each other. */
function keepWithin(row, control) {
  for (const one of row.querySelectorAll("[data-column]")) one.setCustomValidity("");
  const nobody = row.querySelector('[data-column="0"]');
  if (control.checked && control === nobody) {
    for (const one of marked(row)) one.checked = false;
  } else if (control.checked) {
    nobody.checked = false;
  }
  if (row.dataset.rowMost === "1") {
    for (const one of marked(row)) one.checked = one === control && one.checked; // the other instead
  }
  const full = marked(row).length > Number(row.dataset.rowMost);
  if (full) control.checked = false;
  row.querySelector("[data-row-full]").hidden = !full;
  tell(row);
}

function tell(row) {
  const place = row.querySelector("[data-row-count]");
  if (!place) return;
  const n = marked(row).length;
  place.textContent = place.dataset.text.replace("{n}", n).replace("{left}", Number(row.dataset.rowMost) - n);
}

const marked = (row) => [...row.querySelectorAll('[data-column]:not([data-column="0"]):checked')];
const controls = (choices) => [...choices.elements].filter(({ dataset }) => dataset.column !== undefined);
const rows = (choices) => [...choices.elements].filter((control) => control.matches("fieldset[data-row-most]"));
