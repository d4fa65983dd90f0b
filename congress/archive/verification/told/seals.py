"""The seal as the data tells it: its certificates, what it was pressed on, what officers declined, against the record."""

from hashlib import sha256

from congress.archive.belonging import homes, is_here
from congress.archive.package import SEALED, Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, names_fit, rows
from congress.i18n import say
from congress.record.entries import Act, Kind


def check_uses(package: Package, story: Story, check: Check) -> None:
    """Each of the three parts of ``seals.json``, and that nothing else lies with the sealed files."""
    where = homes(story.acts)
    here = {number for number, home in where.items() if is_here(package.sitting, home)}
    asked = story.by(Kind.SEAL_ASKED, "impression")
    _certificates(package, story, check)
    _uses(package, story, asked, here, check)
    if package.generation > 2:  # those before were of a sitting's time, and did not tell what was declined
        _declined(package, story, asked, here, check)
        _no_more(package, check)


def _certificates(package: Package, story: Story, check: Check) -> None:
    """Certificates and keys for SM2 are those of the record, retired ones too; the chain above a certificate is not in it."""
    made, retired = story.by(Kind.SEAL_MADE, "fingerprint"), story.by(Kind.SEAL_RETIRED, "fingerprint")
    found = rows(package, "seals")
    complete(check, made, [row["fingerprint"] for row in found], say("印章"))
    for row in found:
        facts = made[row["fingerprint"]].facts if row["fingerprint"] in made else {}
        end = retired.get(row["fingerprint"])
        names = (row["certificate"], row.get("sm2_key"))
        told = [package.files.get(name, b"").decode() if name else None for name in names]
        known = [facts.get("certificate"), facts.get("sm2_key")]
        same = told == known and row.get("sm2_fingerprint") == facts.get("sm2_fingerprint")
        ended = row["retired_at"] == (end and end.at)
        fault = say("印章“{name}”的证书、公钥或停用时间与会议记录不符", name=row["subject"])
        check.look(same and ended, fault)


def _uses(package: Package, story: Story, asked: dict[int, Act], here: set[int], check: Check) -> None:
    pressed, found = story.by(Kind.SEAL_PRESSED, "impression"), rows(package, "seals", "uses")
    listed = [row["id"] for row in found]
    wanted = pressed.keys() & (here | set(listed) if package.generation < 3 else here)
    complete(check, wanted, listed, say("用印"))
    seals = {row["id"]: row["fingerprint"] for row in rows(package, "seals")}
    for row in found:
        act, request = pressed.get(row["id"]), asked.get(row["id"])
        same = act is not None and request is not None and _is_use(package, row, act, request, seals)
        check.look(same, say("盖章的文件“{name}”与会议记录不符", name=row["name"]))


def _is_use(package: Package, row: Row, act: Act, asked: Act, seals: dict[int, str]) -> bool:
    """Are file, signatures, time and seal those of the entry?"""
    names = (row["file"], row["signature"], row.get("sm2"))
    hashes = [sha256(package.files.get(name, b"")).hexdigest() if name else None for name in names]
    known = [act.facts.get(what) for what in ("result", "signature", "sm2")]
    told = [row["sha256"], row["signature_sha256"], row.get("sm2_sha256")]
    about = (asked.facts["name"], act.facts["level"], act.facts["seal"])
    fits = (row["name"], row["level"], seals.get(row["seal"])) == about
    return hashes == known == told and fits and is_told(act, row, at="pressed_at")


def _declined(package: Package, story: Story, asked: dict[int, Act], here: set[int], check: Check) -> None:
    told, found = story.by(Kind.SEAL_DECLINED, "impression"), rows(package, "seals", "declined")
    complete(check, told.keys() & here, [row["id"] for row in found], say("拒绝用印"))
    for row in found:
        act, request = told.get(row["id"]), asked.get(row["id"])
        same = act is not None and request is not None and _is_declined(row, act, request)
        fault = say("拒绝用印“{name}”与会议记录不符", name=row["name"])
        check.look(same and names_fit(package, [row["by"]]), fault)


def _is_declined(row: Row, act: Act, asked: Act) -> bool:
    facts = act.facts
    told = (facts["role"], facts["why"], facts["sha256"], asked.facts["name"], asked.at)
    said = (row["office"], row["why"], row["sha256"], row["name"], row["asked_at"])
    return said == told and is_told(act, row, by="by")


def _no_more(package: Package, check: Check) -> None:
    """What is not told in ``seals.json`` does not lie there."""
    certificates = rows(package, "seals")
    named = {
        row[name] for row in certificates for name in ("certificate", "chain", "sm2_key") if row.get(name)
    }
    uses = rows(package, "seals", "uses")
    named |= {row[name] for row in uses for name in ("file", "signature", "sm2") if row.get(name)}
    for name in sorted(name for name in package.files if name.startswith(SEALED)):
        check.look(name in named, say("文件 {name} 没有登记用印", name=name))
