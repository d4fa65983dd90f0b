// The cast button says what will be cast. The choices of a secret vote belong to a form that is never sent:
// the one that is sent names it, <form … data-choices-form="choice">, and has the button.
function name(form) {
  const button = sender(form)?.querySelector("[data-cast]");
  if (!button?.dataset.chosen) return;
  const chosen = [...form.elements].find((control) => control.checked && control.closest("[data-choices]"));
  button.textContent = chosen ? button.dataset.chosen.replace("{choice}", chosen.dataset.word) : button.dataset.none;
  button.classList.toggle("waiting", !chosen);
}

function sender(form) {
  const forms = [...document.querySelectorAll("form[data-choices-form]")];
  return forms.find(({ dataset }) => dataset.choicesForm === form?.id) ?? form;
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
