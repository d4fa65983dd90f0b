// The group BELENIOS-2048, a subgroup of the numbers modulo a prime, behind the interface of group.js: so that official
// tools that know no elliptic curve can judge what was made here. An element is written in decimal.
//
// The time that BigInt takes depends on the numbers, secret ones too: for trying out and judging, not for a hall.

import { remainder } from "./plain.js";
import { tabled } from "./public.js";

const P = BigInt(
  "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684" +
    "33812906663313807895840496005438963628979639303877390572280360597374942767137677761889858987273586" +
    "50490811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845" +
    "61701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317" +
    "92207366886005262718636338608879688212076943236614949100292344434637322214588410058642105024212036" +
    "54335612013204811188524087310770141516662001623131771693721892480785077118278423174980732765988288" +
    "25169183103125680162072880719",
);
const ORDER = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;

/** A number modulo P, whose product is called a sum, as the points of the other group have one. */
class Residue {
  constructor(number) {
    this.number = number;
  }

  add(other) {
    return new Residue((this.number * other.number) % P);
  }

  equals(other) {
    return this.number === other.number;
  }

  is0() {
    return this.number === 1n;
  }
}

const IDENTITY = new Residue(1n);
const G = new Residue(BigInt(
  "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696" +
    "78799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400" +
    "52740288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518" +
    "97406581868686511513585764101388822153960160432288436039309893336627728484065931384060102316750957" +
    "63777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991" +
    "57519877517771148149092045660020547812705472823814097251863985833411570056835369555342378147558249" +
    "1896050296680037745308460627",
));
let table = null;

export const modular = {
  name: "BELENIOS-2048",
  order: ORDER,
  G,
  IDENTITY,
  read,
  text: (element) => String(element.number),
  isMember: (element) => powers(element, [ORDER])[0].is0(),
  power: (base, exponent) => powers(base, [remainder(exponent, ORDER)])[0],
  powers,
  generatorPower(exponent) {
    table ??= tabled(modular, G);
    return table(exponent);
  },
};

function read(words) {
  if (!/^[1-9][0-9]{0,616}$/.test(words)) return null;
  const number = BigInt(words);
  return number < P ? new Residue(number) : null;
}

/** The squarings, most of the work, are made once. Exact also outside the subgroup. */
function powers(base, exponents) {
  const products = exponents.map(() => IDENTITY);
  const rest = [...exponents];
  for (let squared = base; rest.some(Boolean); squared = squared.add(squared)) {
    for (const [index, number] of rest.entries()) {
      if (number & 1n) products[index] = products[index].add(squared);
      rest[index] = number >> 1n;
    }
  }
  return products;
}
