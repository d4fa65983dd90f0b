// The cast button says what will be cast.
function name(form) {
  const button = form?.querySelector("[data-cast]");
  if (!button) return;
  const chosen = form.querySelector("[data-choices] input:checked");
  button.textContent = chosen ? button.dataset.chosen.replace("{choice}", chosen.dataset.word) : button.dataset.none;
  button.classList.toggle("waiting", !chosen);
}

function nameAll() {
  for (const choices of document.querySelectorAll("[data-choices]")) name(choices.form ?? choices.closest("form"));
}

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-choices]")) name(event.target.form);
});
document.addEventListener("htmx:after:swap", nameAll);
window.addEventListener("pageshow", nameAll);
nameAll();
