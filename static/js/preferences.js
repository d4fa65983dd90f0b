// Large type, theme and contrast change at once; the server keeps them. Without JavaScript the form is simply posted.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-preference]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const name = form.dataset.preference;
  const value = event.submitter.value;
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), keepalive: true, redirect: "manual" });
  document.documentElement.dataset[name] = value;
  for (const other of document.querySelectorAll(`[data-preference="${name}"]`)) show(other, value);
});

function show(form, value) {
  const { on, off } = form.dataset;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(value === (on ?? button.value)));
    if (on) button.value = value === on ? off : on;
  }
}
