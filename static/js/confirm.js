// Whatever carries data-confirm asks first, then goes on as if nothing had happened (htmx and signing included).
const agreed = new WeakSet();

function asks(element) {
  return element && !agreed.delete(element);
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest("button[data-confirm], a[data-confirm]");
  if (!asks(asked)) return;
  if (asked.form && !asked.form.reportValidity()) return stop(event);
  stop(event);
  ask(asked, () => asked.click());
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-confirm]");
  if (!asks(form)) return;
  stop(event);
  ask(form, () => form.requestSubmit(event.submitter), event.submitter);
}, true);

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function ask(asked, proceed, button = asked) {
  const sheet = document.querySelector("[data-confirm-sheet]").content.firstElementChild.cloneNode(true);
  const yes = sheet.querySelector("[data-confirm-yes]");
  sheet.querySelector("[data-confirm-text]").textContent = asked.dataset.confirm;
  yes.textContent = button?.textContent.trim() || yes.textContent;
  sheet.addEventListener("close", () => {
    sheet.remove();
    if (sheet.returnValue !== "yes") return;
    agreed.add(asked);
    proceed();
  });
  document.body.append(sheet);
  sheet.showModal();
}
