// The backup of a teller's part of the key, as people copy it from paper. It is Crockford's base32 of
//
//   version 1 (1 byte) ‖ ceremony (2) ‖ owner (1) ‖ key (32) ‖ checksum (4: how the SHA-256 of the rest begins)
//
// highest bytes first: 64 characters with no bit to spare, so that each wrong one is seen by the checksum.
//
//   backup({ group: its name, ceremony, owner, key }) → the code, in lines of groups; the key in decimal, as in keys.js
//   restored(words, { group: its name, ceremony, owner, public }) → the key. Small letters, wide ones, spaces and
//     hyphens are as good; O is 0, I and L are 1.
//   fingerprint(key) → of a public key, for people who compare: the first half of the SHA-256 of its text
//
// What is wrong is an Error with a `code`, and for others' backups with their number `n`:
//   "code"  no backup, or no whole one      "ceremony", "owner"  of ceremony or owner n
//   "typo"  some character is wrong         "key"                it does not fit the published key

import { groupOf, scalar } from "./group.js";
import { bytes, digest, hex } from "./plain.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VERSION = 1;
const LENGTH = 64; // characters
const FIELDS = /^(?<rest>(?<version>..)(?<ceremony>.{4})(?<owner>..)(?<key>.{64}))(?<sum>.{8})$/; // hexadecimal
const LINE = 24; // characters: four groups of five and a space

export async function backup({ group, ceremony, owner, key }) {
  insist(ceremony < 2 ** 16 && owner < 2 ** 8 && scalar(groupOf(group), key) !== null, "failed");
  const rest = written(VERSION, 2) + written(ceremony, 4) + written(owner, 2) + written(key, 64);
  const grouped = spelled(rest + (await checksum(rest))).replace(/.{5}/g, "$& ");
  return grouped.match(new RegExp(`.{1,${LINE}}`, "g")).map((line) => line.trim()).join("\n");
}

export async function restored(words, { group: name, ceremony, owner, public: published }) {
  const group = groupOf(name);
  const { rest, sum, ...found } = FIELDS.exec(understood(words)).groups;
  insist((await checksum(rest)) === sum, "typo");
  insist(number(found.version) === VERSION, "code");
  insist(number(found.ceremony) === ceremony, "ceremony", number(found.ceremony));
  insist(number(found.owner) === owner, "owner", number(found.owner));
  const key = String(BigInt(`0x${found.key}`));
  insist(scalar(group, key) !== null && group.text(group.power(group.G, BigInt(key))) === published, "key");
  return key;
}

export async function fingerprint(key) {
  return hex(await digest(key)).slice(0, 32).match(/.{4}/g).join(" ");
}

/** Bytes in hexadecimal as characters of the code. */
function spelled(whole) {
  const digits = BigInt(`0x${whole}`).toString(32).padStart(LENGTH, "0");
  return digits.replace(/./g, (digit) => ALPHABET[parseInt(digit, 32)]);
}

/** What somebody typed, as bytes in hexadecimal. */
function understood(words) {
  const plain = words.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}]/gu, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const digits = Array.from(plain, (character) => ALPHABET.indexOf(character));
  insist(digits.length === LENGTH && !digits.includes(-1), "code");
  return written(digits.reduce((all, digit) => all * 32n + BigInt(digit), 0n), 80);
}

async function checksum(rest) {
  return hex(await digest(bytes(rest))).slice(0, 8);
}

const written = (value, digits) => BigInt(value).toString(16).padStart(digits, "0");
const number = (digits) => parseInt(digits, 16);

function insist(fine, code, n = "") {
  if (!fine) throw Object.assign(new Error(`backup: ${code}`), { code, n });
}
