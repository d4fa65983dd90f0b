"""The groups in which ballots are encrypted: prime order, hard discrete logarithm (specification, section 4.1).

An element is its text: what is hashed and written. Every operation takes and gives
texts of members; whoever reads one from outside asks :meth:`Group.is_member` first.
"""

import re
from enum import StrEnum
from typing import Final, Protocol

from nacl import bindings


class Group(Protocol):
    """What the protocol needs of a group, written multiplicatively."""

    name: str
    order: int
    generator: str
    identity: str

    def power(self, element: str, exponent: int) -> str:
        """The element to a power; any whole number will do."""

    def product(self, *elements: str) -> str:
        """All of them multiplied; the identity for none."""

    def inverse(self, element: str) -> str:
        """The element that gives the identity with this one."""

    def is_member(self, text: str) -> bool:
        """Is this the one text of an element of the subgroup of prime order? The identity is one."""


class Ed25519:
    """The prime-order subgroup of edwards25519 (RFC 8032), by libsodium.

    An element is written as 64 hexadecimal digits, the RFC's 32 bytes in reverse order.
    """

    name = "Ed25519"
    order = 2**252 + 27742317777372353535851937790883648493
    generator = "66" * 31 + "58"
    identity = "00" * 31 + "01"

    def power(self, element: str, exponent: int) -> str:
        """By libsodium, which refuses the exponent 0 and the identity: they are answered here."""
        exponent %= self.order
        if exponent == 0 or element == self.identity:
            return self.identity
        scalar = exponent.to_bytes(32, "little")
        if element == self.generator:
            return _text(bindings.crypto_scalarmult_ed25519_base_noclamp(scalar))
        return _text(bindings.crypto_scalarmult_ed25519_noclamp(scalar, _point(element)))

    def product(self, *elements: str) -> str:
        """Points added; none of them is the identity."""
        if not elements:
            return self.identity
        total, *others = map(_point, elements)
        for other in others:
            total = bindings.crypto_core_ed25519_add(total, other)
        return _text(total)

    def inverse(self, element: str) -> str:
        """The sign of x is the top bit; the identity, with x = 0, is its own inverse."""
        return element if element == self.identity else f"{int(element[0], 16) ^ 8:x}{element[1:]}"

    def is_member(self, text: str) -> bool:
        """Canonical, on the curve, in the subgroup."""
        if text == self.identity:
            return True
        if re.fullmatch(r"[0-9a-f]{64}", text) is None:
            return False
        return bool(bindings.crypto_core_ed25519_is_valid_point(_point(text)))


def _point(text: str) -> bytes:
    return bytes.fromhex(text)[::-1]


def _text(point: bytes) -> str:
    return point[::-1].hex()


class Belenios2048:
    """A subgroup of 256-bit order modulo a prime of 2048 bits, written in decimal.

    Slow; here so that official tools that know no elliptic curve can judge our elections.
    """

    name = "BELENIOS-2048"
    modulus: Final = int(
        "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684"
        "33812906663313807895840496005438963628979639303877390572280360597374942767137677761889858987273586"
        "50490811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845"
        "61701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317"
        "92207366886005262718636338608879688212076943236614949100292344434637322214588410058642105024212036"
        "54335612013204811188524087310770141516662001623131771693721892480785077118278423174980732765988288"
        "25169183103125680162072880719"
    )
    order = 78571733251071885079927659812671450121821421258408794611510081919805623223441
    generator = (
        "24023526775018522092276877035323999327122876573783649165100753187876632741463532193202856761552696"
        "78799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400"
        "52740288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518"
        "97406581868686511513585764101388822153960160432288436039309893336627728484065931384060102316750957"
        "63777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991"
        "57519877517771148149092045660020547812705472823814097251863985833411570056835369555342378147558249"
        "1896050296680037745308460627"
    )
    identity = "1"

    def power(self, element: str, exponent: int) -> str:
        """Modular power."""
        return str(pow(int(element), exponent % self.order, self.modulus))

    def product(self, *elements: str) -> str:
        """Modular product."""
        total = 1
        for element in elements:
            total = total * int(element) % self.modulus
        return str(total)

    def inverse(self, element: str) -> str:
        """Modular inverse."""
        return str(pow(int(element), -1, self.modulus))

    def is_member(self, text: str) -> bool:
        """Below the modulus, and the order makes it 1."""
        if len(text) > 617 or re.fullmatch(r"[1-9][0-9]*", text) is None:
            return False
        number = int(text)
        return number < self.modulus and pow(number, self.order, self.modulus) == 1


class GroupName(StrEnum):
    """The groups by their names in an election."""

    ED25519 = "Ed25519"
    BELENIOS_2048 = "BELENIOS-2048"


GROUPS: Final[dict[str, Group]] = {group.name: group for group in (Ed25519(), Belenios2048())}
