// A teller's part in making the common key, on the teller's own device: the twin of
// congress/crypto/belenios/ceremony.py for the group Ed25519 (Belenios version 1, sections 4.5 and 5.2).
//
//   newSeed() → 22 characters, the teller's secret: both of their keys come from it
//   certificate(seed, size, threshold, index) → step 1, { message, signature }; tellers count from 1
//   deal(seed, certs, threshold) → step 2, { polynomial, coefexps, sealed }: the polynomial (BigInts) stays
//     here until step 3; sealed has one text for each teller, in order
//   finish(seed, polynomial, certs, coefexps, sealedForMe) → step 3, { key, signature, verification }: the key
//     (BigInt) opens the box, and stays here
//   electionKey(coefexps) → after step 3, the text of the key that all together made: ballots are for it
//
// Certificates and coefexps are what the server passed on, parsed. What is wrong with any of it is an
// Error with a `code` and the number of the teller at fault in `from` (null when it is no teller's):
//   "certificate"  not signed as it must be, or one key twice       "mine"     my own certificate is not there,
//   "ceremony"     for another size, threshold, place or group                  or I dealt something else
//   "coefexps"     missing, not signed, or too many or too few      "share"    sealed wrongly, or not what was dealt

import { openSealed, seal } from "./channel.js";
import {
  digest, G, hex, IDENTITY, isSigned, member, mod, point, power, proveSecret, randomScalar, same, scalar, sign, text,
} from "./group.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const FAIR = 256 - (256 % BASE58.length); // bytes from here on would make some characters likelier
const SEED = 22; // characters: more than 128 bits
const GROUP = "Ed25519";

export function newSeed() {
  let seed = "";
  while (seed.length < SEED) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < FAIR) seed += BASE58[byte % BASE58.length];
  }
  return seed;
}

export async function certificate(seed, size, threshold, index) {
  const { signing, decrypting } = await secrets(seed);
  const keys = { verification: text(power(G, signing)), encryption: text(power(G, decrypting)) };
  return sign(signing, JSON.stringify({ context: { group: GROUP, size, threshold, index }, ...keys }));
}

export async function deal(seed, certs, threshold) {
  const { signing } = await secrets(seed);
  const { tellers } = await seated(seed, certs, threshold);
  const polynomial = Array.from({ length: threshold }, randomScalar);
  const sealed = [];
  for (const [at, { encryption }] of tellers.entries()) {
    sealed.push(await seal(signing, encryption, JSON.stringify({ secret: String(share(polynomial, at + 1)) })));
  }
  const coefexps = await sign(signing, JSON.stringify({ coefexps: exponents(polynomial) }));
  return { polynomial, coefexps, sealed };
}

export async function finish(seed, polynomial, certs, coefexps, sealedForMe) {
  const { signing, decrypting } = await secrets(seed);
  const { tellers, index } = await seated(seed, certs, polynomial.length);
  const dealt = [];
  for (const [at, { verification }] of tellers.entries()) {
    dealt.push(await dealing(coefexps[at], verification, polynomial.length, at + 1));
  }
  const mine = exponents(polynomial);
  insist(same(dealt[index - 1].map(text), mine), "mine", index);
  let key = 0n;
  for (const [at, { verification }] of tellers.entries()) {
    const message = await openSealed(verification, decrypting, sealedForMe[at]);
    key = mod(key + received(message, dealt[at], index, at + 1));
  }
  const seen = `certs_sig|${JSON.stringify({ certs, coefexps: mine })}`;
  return { key, signature: (await sign(signing, seen)).signature, verification: await shown(signing, key) };
}

export function electionKey(coefexps) {
  const firsts = coefexps.map(({ message }) => point(JSON.parse(message).coefexps[0]));
  return text(firsts.reduce((product, one) => product.add(one), IDENTITY));
}

/** What all publish of my key: that I have it, and that it is I who say so. */
async function shown(signing, key) {
  const words = text(power(G, key));
  const pok = await proveSecret(key, `pok|${GROUP}|${words}|`);
  return { pok, public_key: words, signature: (await sign(signing, words)).signature };
}

// --- what others sent ---

/** The keys of all tellers, who signed for one and the same ceremony, and my place among them. */
async function seated(seed, certs, threshold) {
  insist(1 <= threshold && threshold <= certs.length, "ceremony", null);
  const tellers = [];
  for (const [at, cert] of certs.entries()) {
    const keys = await certified(cert, certs.length, threshold, at + 1);
    insist(!tellers.some(({ verification }) => verification.equals(keys.verification)), "certificate", at + 1);
    tellers.push(keys);
  }
  const { signing, decrypting } = await secrets(seed);
  const [verification, encryption] = [power(G, signing), power(G, decrypting)];
  const index = 1 + tellers.findIndex((teller) => teller.verification.equals(verification));
  insist(index > 0 && tellers[index - 1].encryption.equals(encryption), "mine", index || null);
  return { tellers, index };
}

async function certified(cert, size, threshold, index) {
  const { context, verification, encryption } = parsed(cert?.message);
  const keys = { verification: member(verification), encryption: member(encryption) };
  const message = JSON.stringify({ context, verification, encryption });
  insist(keys.verification && keys.encryption && cert.message === message, "certificate", index);
  insist(await isSigned(keys.verification, cert), "certificate", index);
  insist(same(context, { group: GROUP, size, threshold, index }), "ceremony", index);
  return keys;
}

/** The points that a teller dealt. */
async function dealing(signed, verification, threshold, from) {
  const { coefexps } = parsed(signed?.message);
  insist(Array.isArray(coefexps) && coefexps.length === threshold, "coefexps", from);
  insist(signed.message === JSON.stringify({ coefexps }), "coefexps", from);
  insist(await isSigned(verification, signed), "coefexps", from);
  const points = coefexps.map(member);
  insist(points.every(Boolean), "coefexps", from);
  return points;
}

/** The share that a teller gave to me, who am at `index`: the one that they committed to. */
function received(message, dealt, index, from) {
  const { secret } = parsed(message);
  const number = scalar(secret);
  insist(number !== null && message === JSON.stringify({ secret }), "share", from);
  insist(power(G, number).equals(committed(dealt, index)), "share", from);
  return number;
}

function parsed(words) {
  try {
    return Object(JSON.parse(words));
  } catch {
    return {}; // fails every check that follows
  }
}

function insist(fine, code, from) {
  if (!fine) throw Object.assign(new Error(`key ceremony: ${code}, teller ${from}`), { code, from });
}

// --- numbers ---

async function secrets(seed) {
  const [signing, decrypting] = await Promise.all(["sk", "dk"].map((use) => digest(`${use}|${seed}`)));
  return { signing: mod(BigInt(`0x${hex(signing)}`)), decrypting: mod(BigInt(`0x${hex(decrypting)}`)) };
}

const exponents = (polynomial) => polynomial.map((coefficient) => text(power(G, coefficient)));
const share = (polynomial, index) => polynomial.reduceRight((value, c) => mod(value * BigInt(index) + c), 0n);
const committed = (dealt, index) =>
  dealt.reduce((product, point, k) => product.add(power(point, BigInt(index) ** BigInt(k))), IDENTITY);
