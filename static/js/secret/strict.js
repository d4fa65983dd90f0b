// Reading what others wrote, for the group Ed25519: the twin of congress/crypto/belenios/wire.py, and as strict.
// What would not be written again byte for byte is refused; so is every element outside the group.

import { ORDER, point } from "./group.js";

const DECIMAL = /^(0|[1-9][0-9]*)$/;
const ELEMENT = /^[0-9a-f]{64}$/;
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

export function scalar(value, code) {
  insist(typeof value === "string" && value.length < 100 && DECIMAL.test(value), code);
  const number = BigInt(value);
  insist(number < ORDER, code);
  return number;
}

/** A point from its one text; whether it is in the group is asked by whoever goes on with it. */
export function onCurve(value, code) {
  insist(typeof value === "string", code);
  insist(ELEMENT.test(value), "member");
  try {
    return point(value);
  } catch {
    return insist(false, "member");
  }
}

/** An element of the group; the identity is one. */
export function member(value, code) {
  const found = onCurve(value, code);
  insist(found.isTorsionFree(), "member");
  return found;
}

/** The identity would be a key that everybody has, or a choice in the clear. */
export function notIdentity(found) {
  insist(!found.is0(), "identity");
  return found;
}
