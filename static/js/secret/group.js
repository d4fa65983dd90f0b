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

export const proof = (challenge, response) => ({
  challenge: String(mod(challenge)),
  response: String(mod(response)),
});
