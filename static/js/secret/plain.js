// What needs no group: bytes and their words, SHA-256, remainders.

export const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const bytes = (words) => Uint8Array.from(words.match(/../g) ?? [], (byte) => parseInt(byte, 16));

export async function digest(words) {
  const raw = typeof words === "string" ? new TextEncoder().encode(words) : words;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", raw));
}

/** SHA-256 in base64 without padding: fingerprints and trackers. */
export async function shortDigest(words) {
  return btoa(String.fromCharCode(...(await digest(words)))).replace(/=+$/, "");
}

/** Never negative. */
export const remainder = (number, divisor) => ((number % divisor) + divisor) % divisor;
