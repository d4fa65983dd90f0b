// The groups in which ballots are encrypted, and how Belenios version 1 hashes and proves in them (sections 4.1 to
// 4.3): the twin of congress/crypto/belenios/group.py, wire.py and proofs.py. Scalars are BigInt below the order.
//
// A group is { name, order, G, IDENTITY, and
//   read(words) → the element that is written so, or null; whether it is in the subgroup is not asked
//   text(element), isMember(element): in the subgroup
//   power(element, exponent): any whole number will do
//   powers(element, exponents), generatorPower(exponent): faster, for numbers below the order that everybody may see;
//     powers takes the order, too, and elements outside the subgroup }
// An element is { add(other), equals(other), is0() }: called a sum, as by the vendored library.

import { edwards } from "./edwards.js";
import { modular } from "./modular.js";
import { digest, hex, remainder } from "./plain.js";

const GROUPS = [edwards, modular];

/** The group of this name, as an election has it; undefined when there is none. */
export const groupOf = (name) => GROUPS.find((group) => group.name === name);

export const mod = ({ order }, number) => remainder(number, order);

/** The element of a text from outside; null unless it is the one text of a member other than the identity. */
export function member(group, words) {
  const found = typeof words === "string" ? group.read(words) : null;
  return found && !found.is0() && group.isMember(found) ? found : null;
}

/** A scalar from its decimal text; null unless it is below the order and has no leading zeros. */
export function scalar({ order }, words) {
  if (typeof words !== "string" || !/^(0|[1-9][0-9]{0,76})$/.test(words)) return null;
  const number = BigInt(words);
  return number < order ? number : null;
}

/** 512 random bits reduced: no value is likelier than another by more than 2^-250. */
export function randomScalar(group) {
  for (;;) {
    const number = mod(group, BigInt(`0x${hex(crypto.getRandomValues(new Uint8Array(64)))}`));
    if (number) return number;
  }
}

/** The only way from words to a scalar. */
export async function hashed(group, prefix, elements) {
  return mod(group, BigInt(`0x${hex(await digest(prefix + elements.map(group.text).join(",")))}`));
}

/** Schnorr: I know the secret of G^secret; the prefix says what for. */
export async function proveSecret(group, secret, prefix) {
  const nonce = randomScalar(group);
  const challenge = await hashed(group, prefix, [group.power(group.G, nonce)]);
  return proof(group, challenge, nonce - secret * challenge);
}

/** Does this prove knowledge of the secret of this element? False also when it is no proof at all. */
export async function provesSecret(group, key, prefix, given) {
  const [challenge, response] = [scalar(group, given?.challenge), scalar(group, given?.response)];
  if (challenge === null || response === null) return false;
  const again = group.power(group.G, response).add(group.power(key, challenge));
  return (await hashed(group, prefix, [again])) === challenge;
}

/** A signed message. */
export async function sign(group, secret, message) {
  return { message, signature: await proveSecret(group, secret, `sigmsg|${message}|`) };
}

/** Is this a signed message by the holder of this key, with no field more, fewer or in another order? */
export async function isSigned(group, key, given) {
  const { message, signature } = given ?? {};
  const { challenge, response } = signature ?? {};
  if (typeof message !== "string" || !same(given, { message, signature: { challenge, response } })) return false;
  return provesSecret(group, key, `sigmsg|${message}|`, signature);
}

/** Written the same: what would not be written again byte for byte is refused. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export const proof = (group, challenge, response) => ({
  challenge: String(mod(group, challenge)),
  response: String(mod(group, response)),
});
