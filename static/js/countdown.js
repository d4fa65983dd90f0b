// Counts down to data-ends by the server's clock (data-now), so that a wrong phone clock does no harm.
const skew = new WeakMap();

function tick() {
  for (const box of document.querySelectorAll("[data-countdown]")) {
    if (!skew.has(box)) skew.set(box, Date.parse(box.dataset.now) - Date.now());
    const left = Math.max(0, Math.round((Date.parse(box.dataset.ends) - Date.now() - skew.get(box)) / 1000));
    show(box, left);
  }
}

function show(box, left) {
  const clock = box.querySelector("[role=timer]");
  const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (clock.textContent === words) return;
  clock.textContent = words;
  box.querySelector("progress").value = left;
  box.classList.toggle("urgent", left <= 10);
  if (left === 60) say(box.dataset.saidMinute);
  if (left === 0) say(box.dataset.saidOver);
}

function say(words) {
  const toast = document.querySelector("[data-toast]");
  if (toast) toast.textContent = words;
  setTimeout(() => toast?.textContent === words && (toast.textContent = ""), 6000);
}

setInterval(tick, 250);
