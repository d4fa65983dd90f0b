// A sentence from the list goes into the text, at its end: <details data-phrases="id of the text"> with buttons data-phrase.
for (const button of document.querySelectorAll("[data-phrase]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-phrase]");
  const text = button && document.getElementById(button.closest("[data-phrases]").dataset.phrases);
  if (!text) return;
  const before = text.value && !text.value.endsWith("\n") ? `${text.value}\n` : text.value;
  text.value = before + button.dataset.phrase;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});
