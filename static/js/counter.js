// Says under a text how long it is and may be: <textarea data-most="500">.
function count(control) {
  const most = Number(control.dataset.most);
  let line = control.nextElementSibling;
  if (!line?.matches(".field-count")) {
    line = Object.assign(document.createElement("p"), { className: "field-count" });
    line.setAttribute("aria-hidden", "true"); // the hint says the limit, the server says when it is passed
    control.after(line);
  }
  const length = [...control.value.trim()].length; // characters as the server counts them
  line.textContent = `${length} / ${most}`;
  line.classList.toggle("over", length > most);
}

function countAll(root = document) {
  for (const control of root.querySelectorAll("[data-most]")) count(control);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-most]")) count(event.target);
});
document.addEventListener("htmx:after:swap", () => countAll());
window.addEventListener("pageshow", () => countAll());
countAll();
