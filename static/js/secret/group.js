// The group Ed25519 as Belenios version 1 writes and hashes it (sections 4.1, 4.2): the twin of
// congress/crypto/belenios/group.py and wire.py. Scalars are BigInt below ORDER, elements are points of the
// vendored library, written as the bytes of RFC 8032 in reverse order, lower-case hex.

import { Point } from "../../vendor/noble-ed25519.js";

export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
export const G = Point.BASE;
export const IDENTITY = Point.ZERO;

export const mod = (number) => ((number % ORDER) + ORDER) % ORDER;
export const text = (p) => hex(p.toBytes().reverse());
export const point = (words) => Point.fromBytes(bytes(words).reverse());
export const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const bytes = (words) => Uint8Array.from(words.match(/../g) ?? [], (byte) => parseInt(byte, 16));

/** The point of a text from outside; null unless it is the one text of a member other than the identity. */
export function member(words) {
  if (typeof words !== "string" || !/^[0-9a-f]{64}$/.test(words)) return null;
  try {
    const found = point(words);
    return found.is0() || !found.isTorsionFree() ? null : found;
  } catch {
    return null; // not on the curve
  }
}

/** A scalar from its decimal text; null unless it is below the order and has no leading zeros. */
export function scalar(words) {
  if (typeof words !== "string" || !/^(0|[1-9][0-9]{0,76})$/.test(words)) return null;
  const number = BigInt(words);
  return number < ORDER ? number : null;
}

export function power(base, exponent) {
  const reduced = mod(exponent);
  return reduced === 0n ? IDENTITY : base.multiply(reduced);
}

/** 512 random bits reduced: no value is likelier than another by more than 2^-250. */
export function randomScalar() {
  for (;;) {
    const number = mod(BigInt(`0x${hex(crypto.getRandomValues(new Uint8Array(64)))}`));
    if (number) return number;
  }
}

export async function digest(words) {
  const raw = typeof words === "string" ? new TextEncoder().encode(words) : words;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", raw));
}

/** SHA-256 in base64 without padding: fingerprints and trackers. */
export async function shortDigest(words) {
  return btoa(String.fromCharCode(...(await digest(words)))).replace(/=+$/, "");
}

/** The only way from words to a scalar. */
export async function hashed(prefix, points) {
  return mod(BigInt(`0x${hex(await digest(prefix + points.map(text).join(",")))}`));
}

/** Schnorr: I know the secret of G^secret; the prefix says what for. */
export async function proveSecret(secret, prefix) {
  const nonce = randomScalar();
  const challenge = await hashed(prefix, [power(G, nonce)]);
  return proof(challenge, nonce - secret * challenge);
}

/** Does this prove knowledge of the secret of this point? False also when it is no proof at all. */
export async function provesSecret(key, prefix, given) {
  const [challenge, response] = [scalar(given?.challenge), scalar(given?.response)];
  if (challenge === null || response === null) return false;
  return (await hashed(prefix, [power(G, response).add(power(key, challenge))])) === challenge;
}

/** A signed message. */
export async function sign(secret, message) {
  return { message, signature: await proveSecret(secret, `sigmsg|${message}|`) };
}

/** Is this a signed message by the holder of this key, with no field more, fewer or in another order? */
export async function isSigned(key, given) {
  const { message, signature } = given ?? {};
  const { challenge, response } = signature ?? {};
  if (typeof message !== "string" || !same(given, { message, signature: { challenge, response } })) return false;
  return provesSecret(key, `sigmsg|${message}|`, signature);
}

/** Written the same: what would not be written again byte for byte is refused. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export const proof = (challenge, response) => ({
  challenge: String(mod(challenge)),
  response: String(mod(response)),
});
