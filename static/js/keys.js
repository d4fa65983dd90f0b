// The signing keys of this device: one Ed25519 key for each site and person, in IndexedDB.
//
// Where the browser's WebCrypto knows Ed25519, the private key is a CryptoKey that no
// script can read. Elsewhere the vendored library signs, and the private key is 32 bytes
// that stay in this origin's storage. Neither ever goes into a request.
//
// A key is { owner, method: "webcrypto" | "library", private, public: Uint8Array(32) }.
//
// Secrets of secret votes are kept beside them, under a name: { owner, value: a plain object }. The name of one that is
// a number of a group tells the group too, unless it is the usual one: as a number of another it would be worthless.

import { loaded } from "./loaded.js";

const STORE = "keys";
const library = () => loaded(import("../vendor/noble-ed25519.js")); // only where it is needed

/** Why there is no key to sign with; `code` is "insecure", "storage" or "nokey". */
export class KeyTrouble extends Error {
  constructor(code, cause) {
    super(`no signing key: ${code}`, { cause });
    this.name = "KeyTrouble";
    this.code = code;
  }
}

/** The key of this person on this device, or null. */
export async function findKey(site, person) {
  insistSecure();
  return (await inStore("readonly", (store) => store.get(owner(site, person)))) ?? null;
}

/** The key of this person on this device, made now if there is none. Two tabs get the same one. */
export async function ensureKey(site, person) {
  const held = await findKey(site, person);
  if (held) return held;
  navigator.storage?.persist?.().catch(() => {}); // please do not clear it; the answer changes nothing here
  try {
    await keep({ owner: owner(site, person), ...(await makeWithBrowser()) });
  } catch {
    await keep({ owner: owner(site, person), ...(await makeWithLibrary()) }); // no such key, or no storing it
  }
  return findKey(site, person);
}

/** Load early what signing will need, so that it also works when the network has gone. */
export async function prepare(site, person) {
  if ((await findKey(site, person))?.method === "library") await library();
}

/** Delete the key of this person from this device. */
export async function forgetKey(site, person) {
  await inStore("readwrite", (store) => store.delete(owner(site, person)));
}

/** The secret of this name of this person on this device, or null. */
export async function findSecret(site, person, name) {
  insistSecure();
  return (await inStore("readonly", (store) => store.get(owner(site, person, name))))?.value ?? null;
}

/** The name of a secret of the group of this name. */
export function inGroup(name, group) {
  if (!group) throw new TypeError("such a secret is of a group");
  return group === "Ed25519" ? name : `${name}-${group}`;
}

/** Keep a secret instead of the one there is. */
export async function keepSecret(site, person, name, value) {
  insistSecure();
  await inStore("readwrite", (store) => store.put({ owner: owner(site, person, name), value }));
}

/** The secret of this name, made now if there is none. Two tabs get the same one. */
export async function ensureSecret(site, person, name, make) {
  const held = await findSecret(site, person, name);
  if (held) return held;
  navigator.storage?.persist?.().catch(() => {});
  await keep({ owner: owner(site, person, name), value: await make() });
  return findSecret(site, person, name);
}

/** Add fields to a secret, and get it as it then is. What is there stays: of two tabs the first decides. */
export async function addToSecret(site, person, name, more) {
  await inStore("readwrite", (store) => {
    const reading = store.get(owner(site, person, name));
    reading.onsuccess = () =>
      store.put({ owner: owner(site, person, name), value: { ...more, ...reading.result?.value } });
    return reading;
  });
  return findSecret(site, person, name);
}

/** The 64 bytes of the signature. */
export async function sign(key, bytes) {
  if (key.method === "library") return (await library()).signAsync(bytes, key.private);
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key.private, bytes));
}

/** The raw 32 bytes of the public key. */
export function publicKey(key) {
  return key.public;
}

/** The first 16 hexadecimal digits of the SHA-256 of the public key, as in crypto/signatures.py. */
export async function keyId(key) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", key.public))).slice(0, 16);
}

export function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Base64url without padding. */
export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function makeWithBrowser() {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { method: "webcrypto", private: pair.privateKey, public: new Uint8Array(raw) };
}

async function makeWithLibrary() {
  const { secretKey, publicKey } = await (await library()).keygenAsync();
  return { method: "library", private: secretKey, public: publicKey };
}

/** Store a key or a secret unless its owner has one: another tab may have been quicker. */
function keep(key) {
  return inStore("readwrite", (store) => {
    const adding = store.add(key);
    adding.onerror = (event) => {
      if (adding.error.name === "ConstraintError") event.preventDefault();
    };
    return adding;
  });
}

function owner(site, person, name) {
  if (!site || !person) throw new TypeError("a key belongs to a site and a person");
  return name === undefined ? `${site}:${person}` : `${site}:${person}:${name}`;
}

function insistSecure() {
  if (!globalThis.crypto?.subtle) throw new KeyTrouble("insecure");
}

/** Do one thing in one transaction; its result is known to be stored when the promise resolves. */
async function inStore(mode, act) {
  let database;
  try {
    database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch (error) {
    if (error.name === "DataCloneError") throw error; // this browser cannot store such a key
    throw new KeyTrouble("storage", error);
  } finally {
    database?.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("congress", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "owner" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
