// Seats of the hall fill as the number named by data-live-seats grows; who sits where means nothing.
document.addEventListener("live:numbers", ({ detail }) => {
  for (const chamber of document.querySelectorAll("[data-live-seats]")) {
    const filled = detail[chamber.dataset.liveSeats];
    if (filled !== undefined) fill(chamber, Number(filled));
  }
});

function fill(chamber, filled) {
  const [taken, free] = chamber.querySelectorAll(".seats");
  const seats = (taken.getAttribute("d") + free.getAttribute("d")).match(/M[^M]+/g) ?? [];
  taken.setAttribute("d", seats.slice(0, filled).join(""));
  free.setAttribute("d", seats.slice(filled).join(""));
}
