// A teller's part in making the common key, on the teller's own device: the twin of
// congress/crypto/belenios/ceremony.py (Belenios version 1, sections 4.5 and 5.2). A group is given by its name.
//
//   newSeed() → 22 characters, the teller's secret: both of their keys come from it
//   certificate(group, seed, size, threshold, index) → step 1, { message, signature }; tellers count from 1
//   deal(group, seed, certs, threshold) → step 2, { polynomial, coefexps, sealed }: the polynomial (BigInts) stays
//     here until step 3; sealed has one text for each teller, in order
//   finish(group, seed, polynomial, certs, coefexps, sealedForMe) → step 3, { key, signature, verification }: the key
//     (BigInt) opens the box, and stays here
//   electionKey(group, coefexps) → after step 3, the text of the key that all together made: ballots are for it
//
// Certificates and coefexps are what the server passed on, parsed. What is wrong with any of it is an
// Error with a `code` and the number of the teller at fault in `from` (null when it is no teller's):
//   "certificate"  not signed as it must be, or one key twice       "mine"     my own certificate is not there,
//   "ceremony"     for another size, threshold, place or group                  or I dealt something else
//   "coefexps"     missing, not signed, or too many or too few      "share"    sealed wrongly, or not what was dealt

import { openSealed, seal } from "./channel.js";
import { groupOf, isSigned, member, mod, proveSecret, randomScalar, same, scalar, sign } from "./group.js";
import { digest, hex } from "./plain.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const FAIR = 256 - (256 % BASE58.length); // bytes from here on would make some characters likelier
const SEED = 22; // characters: more than 128 bits

export function newSeed() {
  let seed = "";
  while (seed.length < SEED) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < FAIR) seed += BASE58[byte % BASE58.length];
  }
  return seed;
}

export async function certificate(name, seed, size, threshold, index) {
  const group = groupOf(name);
  const { signing, decrypting } = await secrets(group, seed);
  const keys = { verification: shown(group, signing), encryption: shown(group, decrypting) };
  return sign(group, signing, JSON.stringify({ context: { group: name, size, threshold, index }, ...keys }));
}

export async function deal(name, seed, certs, threshold) {
  const group = groupOf(name);
  const { signing } = await secrets(group, seed);
  const { tellers } = await seated(group, seed, certs, threshold);
  const polynomial = Array.from({ length: threshold }, () => randomScalar(group));
  const sealed = [];
  for (const [at, { encryption }] of tellers.entries()) {
    const given = JSON.stringify({ secret: String(share(group, polynomial, at + 1)) });
    sealed.push(await seal(group, signing, encryption, given));
  }
  const coefexps = await sign(group, signing, JSON.stringify({ coefexps: exponents(group, polynomial) }));
  return { polynomial, coefexps, sealed };
}

export async function finish(name, seed, polynomial, certs, coefexps, sealedForMe) {
  const group = groupOf(name);
  const { signing, decrypting } = await secrets(group, seed);
  const { tellers, index } = await seated(group, seed, certs, polynomial.length);
  const dealt = [];
  for (const [at, { verification }] of tellers.entries()) {
    dealt.push(await dealing(group, coefexps[at], verification, polynomial.length, at + 1));
  }
  const mine = exponents(group, polynomial);
  insist(same(dealt[index - 1].map(group.text), mine), "mine", index);
  let key = 0n;
  for (const [at, { verification }] of tellers.entries()) {
    const message = await openSealed(group, verification, decrypting, sealedForMe[at]);
    key = mod(group, key + received(group, message, dealt[at], index, at + 1));
  }
  const seen = `certs_sig|${JSON.stringify({ certs, coefexps: mine })}`;
  const { signature } = await sign(group, signing, seen);
  return { key, signature, verification: await proved(group, signing, key) };
}

export function electionKey(name, coefexps) {
  const group = groupOf(name);
  const firsts = coefexps.map(({ message }) => group.read(JSON.parse(message).coefexps[0]));
  return group.text(firsts.reduce((product, one) => product.add(one), group.IDENTITY));
}

/** What all publish of my key: that I have it, and that it is I who say so. */
async function proved(group, signing, key) {
  const words = shown(group, key);
  const pok = await proveSecret(group, key, `pok|${group.name}|${words}|`);
  return { pok, public_key: words, signature: (await sign(group, signing, words)).signature };
}

// --- what others sent ---

/** The keys of all tellers, who signed for one and the same ceremony, and my place among them. */
async function seated(group, seed, certs, threshold) {
  insist(1 <= threshold && threshold <= certs.length, "ceremony", null);
  const tellers = [];
  for (const [at, cert] of certs.entries()) {
    const keys = await certified(group, cert, certs.length, threshold, at + 1);
    insist(!tellers.some(({ verification }) => verification.equals(keys.verification)), "certificate", at + 1);
    tellers.push(keys);
  }
  const { signing, decrypting } = await secrets(group, seed);
  const [verification, encryption] = [signing, decrypting].map((secret) => group.power(group.G, secret));
  const index = 1 + tellers.findIndex((teller) => teller.verification.equals(verification));
  insist(index > 0 && tellers[index - 1].encryption.equals(encryption), "mine", index || null);
  return { tellers, index };
}

async function certified(group, cert, size, threshold, index) {
  const { context, verification, encryption } = parsed(cert?.message);
  const keys = { verification: member(group, verification), encryption: member(group, encryption) };
  const message = JSON.stringify({ context, verification, encryption });
  insist(keys.verification && keys.encryption && cert.message === message, "certificate", index);
  insist(await isSigned(group, keys.verification, cert), "certificate", index);
  insist(same(context, { group: group.name, size, threshold, index }), "ceremony", index);
  return keys;
}

/** The elements that a teller dealt. */
async function dealing(group, signed, verification, threshold, from) {
  const { coefexps } = parsed(signed?.message);
  insist(Array.isArray(coefexps) && coefexps.length === threshold, "coefexps", from);
  insist(signed.message === JSON.stringify({ coefexps }), "coefexps", from);
  insist(await isSigned(group, verification, signed), "coefexps", from);
  const elements = coefexps.map((words) => member(group, words));
  insist(elements.every(Boolean), "coefexps", from);
  return elements;
}

/** The share that a teller gave to me, who am at `index`: the one that they committed to. */
function received(group, message, dealt, index, from) {
  const { secret } = parsed(message);
  const number = scalar(group, secret);
  insist(number !== null && message === JSON.stringify({ secret }), "share", from);
  insist(group.power(group.G, number).equals(committed(group, dealt, index)), "share", from);
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

async function secrets(group, seed) {
  const [signing, decrypting] = await Promise.all(["sk", "dk"].map((use) => digest(`${use}|${seed}`)));
  return { signing: mod(group, BigInt(`0x${hex(signing)}`)), decrypting: mod(group, BigInt(`0x${hex(decrypting)}`)) };
}

const shown = (group, secret) => group.text(group.power(group.G, secret));
const exponents = (group, polynomial) => polynomial.map((coefficient) => shown(group, coefficient));
const share = (group, polynomial, index) =>
  polynomial.reduceRight((value, c) => mod(group, value * BigInt(index) + c), 0n);
const committed = ({ power, IDENTITY }, dealt, index) =>
  dealt.reduce((product, element, k) => product.add(power(element, BigInt(index) ** BigInt(k))), IDENTITY);
