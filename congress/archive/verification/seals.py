"""Was every seal pressed with the leave of two officers, by a seal that was in use, and are the files those of the record?

The package has the sealed file and its ``.p7s``, of one sitting those that belong to it; of others the leave is judged,
the files are not at hand. The signature inside a PDF is for ``pdfsig``; the one beside it is
checked here: CMS ``SignedData`` (RFC 5652 section 5) by the certificate that the record names; and the one by SM2
(``.sm2``), by the key that the record names, where the seal has one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from congress.archive.belonging import homes, is_here
from congress.archive.package import Package, sealed_of, signature_of, sm2_of
from congress.archive.verification.check import Check, at
from congress.i18n import say
from congress.record.entries import Act, Kind
from congress.seals import sm2
from congress.seals.cms import sm3
from congress.seals.rules import OFFICES

BOTH = {office.value for office in OFFICES}
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@dataclass
class Request:
    """One use of the seal, as the record has told so far. ``leave`` maps an office to the person."""

    asked: dict[str, Any]
    leave: dict[str, int] = field(default_factory=dict)
    withdrawn: bool = False
    pressed: bool = False


@dataclass
class Book:
    """Everything that is needed to judge a use: requests, seals, and those in use."""

    requests: dict[int, Request] = field(default_factory=dict)
    certificates: dict[str, x509.Certificate] = field(default_factory=dict)
    sm2_keys: dict[str, str] = field(default_factory=dict)  # keys for SM2, PEM
    using: set[str] = field(default_factory=set)
    numbered: set[int] = field(default_factory=set)  # resolutions that two officers have signed
    elsewhere: set[int] = field(default_factory=set)  # requests that belong to sittings not in the package


def check_seals(package: Package, acts: list[Act]) -> Check:
    """Leave, seal, and files of every use."""
    check = Check(say("用印先经两位负责人批准，盖章文件与记录一致"))
    book = Book(elsewhere=elsewhere(package, acts))
    for act in acts:
        if told := TELLING.get(act.kind):
            try:
                told(act, book, check, package)
            except UNREADABLE:
                check.look(False, at(act.seq, say("用印记录读不出来")))
    return check


def elsewhere(package: Package, acts: Iterable[Act]) -> set[int]:
    """The requests for the seal that belong to sittings not in the package. None, where the record is none of ours."""
    try:
        return {number for number, home in homes(acts).items() if not is_here(package.sitting, home)}
    except UNREADABLE:
        return set()


def made(act: Act, book: Book, check: Check, _package: Package) -> None:
    cert = x509.load_pem_x509_certificate(act.facts["certificate"].encode())
    book.certificates[act.facts["fingerprint"]] = cert
    book.using.add(act.facts["fingerprint"])
    if key := act.facts.get("sm2_key"):
        same = sm2.fingerprint(key) == act.facts["sm2_fingerprint"]
        check.look(same, at(act.seq, say("印章的 SM2 公钥与它的指纹不符")))
        book.sm2_keys[act.facts["fingerprint"]] = key


def retired(act: Act, book: Book, _check: Check, _package: Package) -> None:
    book.using.discard(act.facts["fingerprint"])


def numbered(act: Act, book: Book, _check: Check, _package: Package) -> None:
    book.numbered.add(act.facts["resolution"])


def asked(act: Act, book: Book, check: Check, _package: Package) -> None:
    fresh = act.facts["impression"] not in book.requests
    check.look(fresh, at(act.seq, say("同一次用印申请了两次")))
    book.requests[act.facts["impression"]] = Request(act.facts)
    if "resolution" in act.facts:
        signed = act.facts["resolution"] in book.numbered
        check.look(signed, at(act.seq, say("申请用印的决议当时还没有签署")))


def withdrawn(act: Act, book: Book, check: Check, _package: Package) -> None:
    found = book.requests[act.facts["impression"]]
    check.look(not found.pressed, at(act.seq, say("撤回了已经完成的用印")))
    found.withdrawn = True


def approved(act: Act, book: Book, check: Check, _package: Package) -> None:
    found = book.requests[act.facts["impression"]]
    same = act.facts["sha256"] == found.asked["sha256"]
    open_ = not found.withdrawn and not found.pressed
    if check.look(same and open_, at(act.seq, say("批准的不是申请用印的文件，或申请已经撤回"))):
        found.leave[act.facts["role"]] = act.actor


def pressed(act: Act, book: Book, check: Check, package: Package) -> None:
    facts, found = act.facts, book.requests.get(act.facts["impression"])
    if found is None:
        check.look(False, at(act.seq, say("没有申请就用了印")))
        return
    check.look(not found.pressed, at(act.seq, say("同一次申请用了两次印")))
    check.look(not found.withdrawn, at(act.seq, say("申请已经撤回，仍然用了印")))
    check.look(facts["sha256"] == found.asked["sha256"], at(act.seq, say("盖章的不是申请用印的文件")))
    check.look(set(found.leave) == BOTH, at(act.seq, say("用印之前没有执行主席和总监票人两人的批准")))
    persons = len(set(found.leave.values())) == len(found.leave)
    check.look(persons, at(act.seq, say("两个职务的批准出自同一个人")))
    found.pressed = True
    certificate(act, book, check)
    if facts["impression"] not in book.elsewhere:
        files(act, found, book, check, package)


def certificate(act: Act, book: Book, check: Check) -> None:
    """The seal was in use, and within its time."""
    name = act.facts["seal"]
    if check.look(name in book.using, at(act.seq, say("用印的印章当时没有启用，或已经停用"))):
        cert = book.certificates[name]
        within = cert.not_valid_before_utc <= act.moment <= cert.not_valid_after_utc
        check.look(within, at(act.seq, say("用印时印章证书尚未生效或已经到期")))


def files(act: Act, found: Request, book: Book, check: Check, package: Package) -> None:
    """Sealed file and signature are those of the record, and begin with what was allowed."""
    facts = act.facts
    document = package.files.get(sealed_of(facts["impression"], facts["level"]))
    signature = package.files.get(signature_of(facts["impression"]))
    if document is None or signature is None:
        check.look(False, at(act.seq, say("包里缺少盖章的文件或它的签名")))
        return
    same = sha256(document).hexdigest() == facts["result"] and sm3(document) == facts["sm3"]
    check.look(same, at(act.seq, say("盖章的文件与记录的校验值不符")))
    begins = sha256(document[: found.asked["size"]]).hexdigest() == facts["sha256"]
    check.look(begins, at(act.seq, say("盖章的文件不是以批准的那份开头")))
    check.look(
        sha256(signature).hexdigest() == facts["signature"], at(act.seq, say("签名文件与记录的校验值不符"))
    )
    cert = book.certificates.get(facts["seal"])
    good = cert is not None and is_signed(document, signature, cert)
    check.look(good, at(act.seq, say("签名文件不是这枚印章对这份文件的签名")))
    by_sm2(act, document, book, check, package)


def by_sm2(act: Act, document: bytes, book: Book, check: Check, package: Package) -> None:
    """A seal with a key for SM2 has signed with it; one without has not."""
    facts, key = act.facts, book.sm2_keys.get(act.facts["seal"], "")
    signature = package.files.get(sm2_of(facts["impression"]), b"")
    if not key:
        none = "sm2" not in facts and not signature
        check.look(none, at(act.seq, say("这枚印章没有登记 SM2 公钥，却有 SM2 签名")))
    elif check.look(bool(signature), at(act.seq, say("包里缺少 SM2 签名"))):
        same = sha256(signature).hexdigest() == facts.get("sm2")
        check.look(same, at(act.seq, say("SM2 签名与记录的校验值不符")))
        good = sm2.verify(key, document, signature)
        check.look(good, at(act.seq, say("SM2 签名不是这枚印章对这份文件的签名")))


def is_signed(document: bytes, signature: bytes, cert: x509.Certificate) -> bool:
    """Is this CMS signature over this file, by the key of this certificate? SHA-256 with ECDSA or RSA (PKCS #1 v1.5)."""
    import_module("asn1crypto.tsp")  # adds names to cms, which keeps those that it had at its first use
    cms = import_module("asn1crypto.cms")  # only where something was sealed
    try:
        (signer,) = cms.ContentInfo.load(signature, strict=True)["content"]["signer_infos"]
        attributes = signer["signed_attrs"]
        (digest,) = [one["values"][0].native for one in attributes if one["type"].native == "message_digest"]
        signed = attributes.untag().dump(force=True)  # as a SET OF, RFC 5652 section 5.4
        verify(cert, signer["signature"].native, signed)
    except (*UNREADABLE, InvalidSignature):
        return False
    return bool(digest == sha256(document).digest())


def verify(cert: x509.Certificate, signature: bytes, signed: bytes) -> None:
    """Raises InvalidSignature, or TypeError for a key of another kind."""
    key = cert.public_key()
    if isinstance(key, EllipticCurvePublicKey):
        key.verify(signature, signed, ECDSA(SHA256()))
    elif isinstance(key, RSAPublicKey):
        key.verify(signature, signed, PKCS1v15(), SHA256())
    else:
        raise TypeError("a seal has another key")


TELLING: dict[Kind, Callable[[Act, Book, Check, Package], None]] = {
    Kind.SEAL_MADE: made,
    Kind.SEAL_RETIRED: retired,
    Kind.RESOLUTION_SEALED: numbered,
    Kind.SEAL_ASKED: asked,
    Kind.SEAL_WITHDRAWN: withdrawn,
    Kind.SEAL_DECLINED: withdrawn,
    Kind.SEAL_APPROVED: approved,
    Kind.SEAL_PRESSED: pressed,
}
