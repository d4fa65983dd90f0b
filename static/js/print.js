// A print button exists only where a script can press it.
function reveal(root) {
  for (const button of root.querySelectorAll("[data-print][hidden]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

reveal(document);
document.addEventListener("htmx:after:swap", () => reveal(document));
