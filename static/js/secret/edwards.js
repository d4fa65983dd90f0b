// The group Ed25519 by the vendored library, behind the interface of group.js. An element is a point of the library,
// written as the bytes of RFC 8032 in reverse order, lower-case hex.

import { Point } from "../../vendor/noble-ed25519.js";
import { bytes, hex, remainder } from "./plain.js";

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

export const edwards = {
  name: "Ed25519",
  order: ORDER,
  G: Point.BASE,
  IDENTITY: Point.ZERO,
  read,
  text: (point) => hex(point.toBytes().reverse()),
  isMember: (point) => point.isTorsionFree(),
  power,
  powers,
  generatorPower: (exponent) => Point.BASE.multiply(exponent, false), // by the library's own table
};

function read(words) {
  if (!/^[0-9a-f]{64}$/.test(words)) return null;
  try {
    return Point.fromBytes(bytes(words).reverse());
  } catch {
    return null; // not on the curve
  }
}

function power(base, exponent) {
  const reduced = remainder(exponent, ORDER);
  return reduced === 0n ? Point.ZERO : base.multiply(reduced);
}

/** The doublings, most of the work, are made once. Exact also outside the subgroup. */
function powers(base, exponents) {
  const sums = exponents.map(() => Point.ZERO);
  const rest = [...exponents];
  for (let doubled = base; rest.some(Boolean); doubled = doubled.double()) {
    for (const [index, number] of rest.entries()) {
      const digit = number & 1n ? 2n - (number & 3n) : 0n; // -1, 0, 1: never two in a row that are not 0
      if (digit) sums[index] = digit > 0n ? sums[index].add(doubled) : sums[index].subtract(doubled);
      rest[index] = (number - digit) >> 1n;
    }
  }
  return sums;
}
