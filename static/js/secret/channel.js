// What one teller writes to another through a server that must not read it: the twin of
// congress/crypto/belenios/channel.py (Belenios version 1, section 4.5). Signed inside, with the
// recipient's name; around it ElGamal for a fresh element, whose hash is the key of AES-256-GCM.

import { isSigned, member, randomScalar, sign } from "./group.js";
import { bytes, digest, hex } from "./plain.js";

/** The message, signed with this secret, for the holder of that key (an element) only. */
export async function seal(group, signer, recipient, message) {
  const { G, power, text } = group;
  const content = JSON.stringify({ recipient: text(recipient), message });
  const signed = new TextEncoder().encode(JSON.stringify(await sign(group, signer, content)));
  const [exponent, element] = [randomScalar(group), power(G, randomScalar(group))];
  const alpha = power(G, exponent);
  const beta = power(recipient, exponent).add(element);
  const { key, lock } = await keys(text(alpha), text(element));
  const data = hex(new Uint8Array(await crypto.subtle.encrypt(lock, key, signed)));
  return JSON.stringify({ algorithm: "AES-GCM", alpha: text(alpha), beta: text(beta), data });
}

/** The message; null unless the holder of the sender's key (an element) signed it, for the holder of this secret. */
export async function openSealed(group, sender, secret, raw) {
  try {
    const { algorithm, alpha, beta, data } = JSON.parse(raw);
    if (algorithm !== "AES-GCM" || raw !== JSON.stringify({ algorithm, alpha, beta, data })) return null;
    const [first, second] = [member(group, alpha), member(group, beta)];
    if (!first || !second || !/^([0-9a-f]{2}){17,4096}$/.test(data)) return null;
    const element = group.text(second.add(group.power(first, -secret)));
    return await read(group, sender, secret, await decrypted(alpha, element, data));
  } catch {
    return null; // not JSON, or the tag does not fit
  }
}

async function decrypted(alpha, element, data) {
  const { key, lock } = await keys(alpha, element);
  return new TextDecoder("utf-8", { fatal: true }).decode(await crypto.subtle.decrypt(lock, key, bytes(data)));
}

async function read(group, sender, secret, words) {
  const signed = JSON.parse(words);
  if (words !== JSON.stringify(signed) || !(await isSigned(group, sender, signed))) return null;
  const { recipient, message } = JSON.parse(signed.message);
  if (signed.message !== JSON.stringify({ recipient, message })) return null;
  return recipient === group.text(group.power(group.G, secret)) && typeof message === "string" ? message : null;
}

/** Of texts. The IV of 32 bytes is longer than usual; the format says so. */
async function keys(alpha, element) {
  const key = await crypto.subtle.importKey(
    "raw", await digest(`key|${element}`), "AES-GCM", false, ["encrypt", "decrypt"],
  );
  return { key, lock: { name: "AES-GCM", iv: await digest(`iv|${alpha}`) } };
}
