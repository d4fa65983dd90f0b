// Did a page get its own scripts, unchanged? A browser that finds other bytes than the page announced runs none of them.
//
// Where nothing works without a script, the page has the note [data-awaits-script], which appears by the style sheet
// alone after some seconds; the script that is there after all hides it.

/** This part of the page has its script. */
export function arrived(part) {
  for (const note of part.querySelectorAll("[data-awaits-script]")) note.hidden = true;
}

/** What an import gives. The browser did not get it, or refused it: an error with the code "script". */
export function loaded(importing) {
  return importing.catch(refuse);
}

/** Browsers do not compare a worker's own file: have it compared here, just before a worker is made of it. */
export async function insistOnFile(address) {
  const { integrity } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
  const expected = integrity[address.pathname];
  if (!expected) refuse(new Error(`nobody knows what ${address} must be`));
  await fetch(address, { integrity: expected }).catch(refuse);
}

function refuse(cause) {
  throw Object.assign(new Error("a script was not loaded", { cause }), { code: "script" });
}
