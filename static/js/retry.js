// Brings a form through a bad network.
//
// <form … hx-post="…" data-retry> is sent again, word for word, until the server answers: after
// 1, 2, 4, 8, 8 … seconds, and at once when the device is back online. Meanwhile its
// [data-retry-note] is shown. With data-retry-name="poll-3" it also survives a reload: the
// page that next shows a form of this name sends it, and the server's answer is what counts.

const PATIENCE = 15_000; // milliseconds to wait for an answer, unless hx-config says otherwise
const LONGEST = 8; // seconds between two attempts
const FROM_A_GATEWAY = [502, 503, 504]; // answers of a proxy whose server is away: nothing was delivered
const unsent = new Map(); // form → { action, entries, attempts, timer }

addEventListener("submit", ({ target }) => {
  if (unsent.get(target)?.timer) wait(target); // a new press is being signed: it goes first
}, true);

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!isRetried(ctx.sourceElement)) return;
  ctx.request.timeout ??= PATIENCE;
  if (ctx.kept) ctx.request.body = formData(ctx.kept.entries);
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (!isRetried(form)) return;
  clearTimeout(unsent.get(form)?.timer);
  const letter = ctx.kept ?? { action: ctx.request.action, entries: [...ctx.request.body], attempts: 0 };
  unsent.set(form, letter);
  store(form, letter);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (!unsent.has(form)) return;
  if (FROM_A_GATEWAY.includes(ctx.response.status)) {
    event.preventDefault(); // do not show the proxy's page
    tryLater(form);
  } else {
    settle(form);
  }
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && ctx.text === undefined && unsent.has(ctx.sourceElement)) tryLater(ctx.sourceElement);
});

document.addEventListener("htmx:after:process", ({ target }) => {
  for (const form of target.querySelectorAll?.("form[data-retry-name]") ?? []) resume(form);
  if (target.matches?.("form[data-retry-name]")) resume(target);
});

addEventListener("online", () => {
  for (const [form, letter] of unsent) if (letter.timer) send(form);
});

function isRetried(form) {
  return form.matches?.("form[data-retry]");
}

function tryLater(form) {
  wait(form);
  unsent.get(form).attempts += 1;
  note(form, true);
}

function wait(form) {
  const letter = unsent.get(form);
  const pause = Math.min(2 ** letter.attempts, LONGEST) * (1 + Math.random() / 4); // not all phones at once
  clearTimeout(letter.timer);
  letter.timer = setTimeout(send, pause * 1000, form);
}

function send(form) {
  const letter = unsent.get(form);
  clearTimeout(letter.timer);
  letter.timer = null;
  const { noValidate } = form;
  form.noValidate = true; // what is sent was valid; what is in the form now is not sent
  // htmx sends nothing for a form that has left the page; what is stored waits for the next
  htmx.ajax("POST", letter.action, { source: form, kept: letter, confirm: null });
  form.noValidate = noValidate;
}

function settle(form) {
  unsent.delete(form);
  if (form.dataset.retryName) inSession((session) => session.removeItem(place(form)));
  note(form, false);
}

function resume(form) {
  if (unsent.has(form)) return;
  const stored = inSession((session) => session.getItem(place(form)));
  if (!stored) return;
  unsent.set(form, { ...JSON.parse(stored), attempts: 0 });
  note(form, true);
  send(form);
}

/** Files cannot be stored: such a form is retried, but not after a reload. */
function store(form, { action, entries }) {
  if (!form.dataset.retryName || entries.some(([, value]) => typeof value !== "string")) return;
  inSession((session) => session.setItem(place(form), JSON.stringify({ action, entries })));
}

/** Where a form's letter is stored: another person in the same tab never sends it. */
function place(form) {
  const { site, person } = document.documentElement.dataset;
  return `unsent/${site}/${person}/${form.dataset.retryName}`;
}

function inSession(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null; // blocked or full: retrying still works while the page is open
  }
}

function note(form, shown) {
  const line = form.querySelector("[data-retry-note]");
  if (line) line.hidden = !shown;
}

function formData(entries) {
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  return body;
}
