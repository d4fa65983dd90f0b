// One way to write a statement: the same bytes as congress/crypto/canonical.py
// (tests/crypto/vectors.json holds both to it).

const DEEPEST = 16; // a value stands inside at most this many others

/** The UTF-8 bytes of a value. Throws TypeError on what the two languages would write differently. */
export function canonical(value) {
  return new TextEncoder().encode(write(value));
}

/** The same as text. */
export function write(value, room = DEEPEST) {
  if (room < 0) throw new TypeError("nested too deeply");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "string") return writeText(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, room - 1)).join(",")}]`;
  if (typeof value === "object") return writeObject(value, room);
  throw new TypeError(`cannot be written canonically: ${typeof value}`);
}

function writeNumber(number) {
  if (!Number.isSafeInteger(number)) throw new TypeError(`not an exact integer: ${number}`);
  return String(number + 0); // + 0 turns -0 into 0
}

function writeText(text) {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError("lone surrogate");
  return JSON.stringify(text);
}

function writeObject(object, room) {
  if (![Object.prototype, null].includes(Object.getPrototypeOf(object))) throw new TypeError("not a plain object");
  const members = Object.keys(object).sort().map((key) => {
    if (!/^[\x00-\x7f]*$/.test(key)) throw new TypeError(`key must be ASCII text: ${key}`);
    return `${JSON.stringify(key)}:${write(object[key], room - 1)}`;
  });
  return `{${members.join(",")}}`;
}
