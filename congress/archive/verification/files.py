"""Are these the files that were exported, and did the record's key sign the list of them?"""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from congress.archive.digests import sm3
from congress.archive.package import KEYS, MANIFEST, SEALED_SUMS, SM3_SUMS, SUMS, UNREADABLE, Package
from congress.archive.verification.check import Check
from congress.crypto import signatures
from congress.i18n import say

LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)")
SM3_LINE = re.compile(r"([0-9a-f]{64}) \*([A-Za-z0-9._/-]+)")
NAME = say("文件齐全，与清单一致")


def check_files(package: Package, broken: list[str]) -> Check:
    """Every file on the list is there with its SHA-256, and no other. Fills ``broken`` with those that cannot be read."""
    check = Check(NAME)
    own = (name for name in (SUMS, SEALED_SUMS) if name in package.files)
    broken += [name for name in own if _hash(package, name) is None]
    if not broken:
        _compare(package, check, broken)
    for name in broken:
        check.fail(say("文件 {name} 读不出来", name=name))
    return check


def _compare(package: Package, check: Check, broken: list[str]) -> None:
    listed, beside = _listed(package, check)
    for name, expected in sorted(listed.items()):
        if check.look(name in package.files, say("缺少文件 {name}", name=name)):
            found = _hash(package, name)
            if found is None:
                broken.append(name)
            else:
                check.look(found == expected, say("文件 {name} 被改动过", name=name))
    for name in sorted(set(package.files) - set(listed) - beside):
        check.fail(say("多出清单以外的文件 {name}", name=name))


def _listed(package: Package, check: Check) -> tuple[Mapping[str, str], set[str]]:
    """The hashes by name, and the files that are not on the list themselves."""
    if package.generation == 1:
        return package.manifest.get("files", {}), {MANIFEST}
    found: dict[str, str] = {}
    for line in package.lines(SUMS):
        part = LINE.fullmatch(line.decode("ascii", "replace"))
        if check.look(part is not None and _is_inside(part[2]), say("校验值清单里有一行读不出来")) and part:
            check.look(part[2] not in found, say("文件 {name} 在校验值清单里出现了两次", name=part[2]))
            found[part[2]] = part[1]
    for name in (SUMS, SEALED_SUMS):
        check.look(name in package.files, say("缺少文件 {name}", name=name))
    return found, {SUMS, SEALED_SUMS}


def _is_inside(name: str) -> bool:
    """Would unpacking it stay in the folder?"""
    parts = PurePosixPath(name).parts
    return not name.startswith("/") and ".." not in parts


def _hash(package: Package, name: str) -> str | None:
    try:
        return sha256(package.files[name]).hexdigest()
    except UNREADABLE:
        return None


def check_list(package: Package) -> Check:
    """The list of checksums is signed with the record's key: nobody else could write it anew."""
    check = Check(say("校验值清单由记录密钥签名"))
    listed, signature = package.files.get(SUMS, b""), package.files.get(SEALED_SUMS, b"")
    try:
        keys = [signatures.decode(one["public"]) for one in package.json(KEYS).values()]
    except (ValueError, KeyError, TypeError, AttributeError):
        keys = []
    signed = any(signatures.verify(key, listed, signature) for key in keys)
    check.look(signed, say("校验值清单的签名不对"))
    own = {signatures.pem(key).encode() for key in keys if signatures.is_usable(key)}
    check.look(package.files.get("record-key.pem") in own, say("record-key.pem 不是记录密钥"))
    return check


def check_sm3(package: Package) -> Check:
    """The list of SM3 digests (GB/T 32905-2016) names every file with its own.

    Which files there must be, and who made the list, SHA256SUMS and its signature say.
    """
    check = Check(say("国密 SM3 校验值与文件一致"))
    listed: dict[str, str] = {}
    for line in package.lines(SM3_SUMS):
        part = SM3_LINE.fullmatch(line.decode("ascii", "replace"))
        if check.look(part is not None, say("SM3 校验值清单里有一行读不出来")) and part:
            check.look(part[2] not in listed, say("文件 {name} 在 SM3 校验值清单里出现了两次", name=part[2]))
            listed[part[2]] = part[1]
    wanted = set(package.files) - {SUMS, SEALED_SUMS, SM3_SUMS}
    for name in sorted(wanted - set(listed)):
        check.fail(say("文件 {name} 不在 SM3 校验值清单里", name=name))
    for name in sorted(wanted & set(listed)):
        same = sm3([package.files[name]]) == listed[name]
        check.look(same, say("文件 {name} 的 SM3 校验值不对", name=name))
    return check
