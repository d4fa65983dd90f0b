// A second press does not send a form again that the browser is already sending.
// (Forms of htmx and signed forms see to that themselves; links to files leave the page where it is.)
const LEAVING = 5000; // milliseconds after which a page that should have gone is usable again
let leaving = new WeakMap(); // form → when it was sent

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (leaving.get(form) ?? 0) < LEAVING) event.preventDefault();
  else leaving.set(form, Date.now());
});

addEventListener("pageshow", () => {
  leaving = new WeakMap();
});
