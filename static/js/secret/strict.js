// Reading what others wrote: the twin of congress/crypto/belenios/wire.py, and as strict.
// What would not be written again byte for byte is refused; so is every element outside the group.

import { scalar as scalarOf } from "./group.js";

const HALF_A_SIGN = /\p{Surrogate}/u; // JSON can name one, UTF-8 cannot carry it

/** Throws an Error whose `code` says in a word what is wrong. */
export function insist(fine, code) {
  if (!fine) throw Object.assign(new Error(code), { code });
}

export function read(raw, code) {
  let value;
  try {
    value = JSON.parse(raw);
  } catch {
    insist(false, code);
  }
  insist(JSON.stringify(value) === raw, code);
  return value;
}

/** The values of an object with exactly these fields in this order; optional ones may be missing. */
export function fields(value, names, code, optional = []) {
  insist(typeof value === "object" && value !== null && !Array.isArray(value), code);
  const given = Object.keys(value);
  const allowed = names.filter((name) => !optional.includes(name) || given.includes(name));
  insist(JSON.stringify(given) === JSON.stringify(allowed), code);
  return names.map((name) => (allowed.includes(name) ? value[name] : undefined));
}

export function array(value, code, length = undefined) {
  insist(Array.isArray(value) && (length === undefined || value.length === length), code);
  return value;
}

export function words(value, code) {
  insist(typeof value === "string" && !HALF_A_SIGN.test(value), code);
  return value;
}

export function scalar(group, value, code) {
  const number = scalarOf(group, value);
  insist(number !== null, code);
  return number;
}

/** An element from its one text; whether it is in the subgroup is asked by whoever goes on with it. */
export function element(group, value, code) {
  insist(typeof value === "string", code);
  const found = group.read(value);
  insist(found !== null, "member");
  return found;
}

/** An element of the subgroup; the identity is one. */
export function member(group, value, code) {
  const found = element(group, value, code);
  insist(group.isMember(found), "member");
  return found;
}

/** The identity would be a key that everybody has, or a choice in the clear. */
export function notIdentity(found) {
  insist(!found.is0(), "identity");
  return found;
}
