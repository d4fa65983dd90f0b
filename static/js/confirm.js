// A button, link or form with data-confirm asks first, then goes on as if nothing had happened
// (htmx and signing included: both listen for the submit that follows the press).
const agreed = new WeakSet();

document.addEventListener("click", (event) => {
  const control = event.target.closest("button, a");
  const question = control?.dataset.confirm ?? (control?.type === "submit" ? control.form?.dataset.confirm : null);
  if (!question || agreed.delete(control)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!control.form || control.formNoValidate || control.form.reportValidity()) ask(question, control);
}, true);

function ask(question, control) {
  const sheet = document.querySelector("[data-confirm-sheet]").content.firstElementChild.cloneNode(true);
  const yes = sheet.querySelector("[data-confirm-yes]");
  sheet.querySelector("[data-confirm-text]").textContent = question;
  yes.textContent = control.textContent.trim() || yes.textContent;
  sheet.addEventListener("close", () => {
    sheet.remove();
    if (sheet.returnValue !== "yes" || !control.isConnected) return;
    agreed.add(control);
    control.click();
  });
  document.body.append(sheet);
  sheet.showModal();
}
