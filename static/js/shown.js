// Tells a module that something of its kind is on the page: with the page itself, or with a fragment later.
// By then htmx knows the element, so that a form may be sent by requestSubmit().

/** Call `act` once with each element of this selector. */
export function whenShown(selector, act) {
  const seen = new WeakSet();
  document.addEventListener("htmx:after:process", ({ target }) => {
    const found = [...(target.querySelectorAll?.(selector) ?? [])];
    if (target.matches?.(selector)) found.unshift(target);
    for (const element of found.filter((one) => !seen.has(one))) {
      seen.add(element);
      act(element);
    }
  });
}
