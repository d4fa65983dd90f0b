// Asks before a page is left with words in it that were not sent: <form data-unsaved>.
const sent = new WeakSet();

/** What came back with complaints has been typed, but not kept: data-unsaved="sent". */
function isUnsaved(form) {
  return form.dataset.unsaved === "sent" || words(form).some(isChanged);
}

function words(form) {
  return [...form.elements].filter((control) => control.name && control.type !== "hidden");
}

function isChanged(control) {
  if (control.matches("[type=radio], [type=checkbox]")) return control.checked !== control.defaultChecked;
  if (control.matches("select")) return [...control.options].some((option) => option.selected !== option.defaultSelected) && !isUntouched(control);
  return "defaultValue" in control && control.value !== control.defaultValue;
}

/** A list in which nothing is marked as chosen shows its first entry. */
function isUntouched(list) {
  return list.selectedIndex === 0 && ![...list.options].some((option) => option.defaultSelected);
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-unsaved]")) sent.add(event.target);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-unsaved]")) sent.delete(form);
});

addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[data-unsaved]")];
  const leaving = forms.some((form) => sent.has(form));
  if (!leaving && forms.some(isUnsaved)) event.preventDefault();
});
