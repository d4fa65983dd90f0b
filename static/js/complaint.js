// Says what went wrong, where the page has a place for it and in the page's own words.
//
//   complain(place, "share", 2) shows the place with its data-text-share, {n} in it being 2; words that
//   it does not have are those of data-text-failed. complain(place, null) hides it.

export function complain(place, code, n = "") {
  if (!place) return;
  const words = place.getAttribute(`data-text-${code}`) ?? place.getAttribute("data-text-failed") ?? "";
  place.hidden = code === null;
  place.textContent = code === null ? "" : words.replace("{n}", n ?? "");
}

/** The code of an error of ours; "failed" for any other. The browser's own have numbers for codes. */
export function codeOf(error) {
  console.warn(error);
  return typeof error.code === "string" ? error.code : "failed";
}
