"""Are these the files that were exported?"""

from hashlib import sha256

from congress.archive.package import MANIFEST, Package
from congress.archive.verification.check import Check
from congress.i18n import say


def check_files(package: Package) -> Check:
    """Every file that the manifest names is there with its SHA-256, and no other."""
    check = Check(say("文件齐全，与清单一致"))
    sums = package.manifest.get("files", {})
    for name, expected in sorted(sums.items()):
        found = package.files.get(name)
        if check.look(found is not None, say("缺少文件 {name}", name=name)) and found is not None:
            check.look(sha256(found).hexdigest() == expected, say("文件 {name} 被改动过", name=name))
    for name in sorted(set(package.files) - set(sums) - {MANIFEST}):
        check.fail(say("多出清单以外的文件 {name}", name=name))
    return check
