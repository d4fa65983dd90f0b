"""Is the record one unbroken line, and did its key sign it? RFC 9162 section 2.1."""

import json

from congress.archive.package import HEADS, KEYS, RECORD, Package
from congress.archive.verification.check import Check, at
from congress.crypto import signatures
from congress.crypto.merkle import Tree
from congress.i18n import say
from congress.record.entries import NOTHING, Act, head_statement, read


def check_chain(package: Package, acts: list[Act]) -> Check:
    """Every entry is canonical, in its place, and names the one before it. Fills ``acts``."""
    check = Check(say("记录前后相连，没有增删改"))
    before = NOTHING
    for seq, line in enumerate(package.lines(RECORD)):
        try:
            act = read(line)
        except (ValueError, TypeError):
            check.look(False, at(seq, say("不是规范写法的记录")))
            break
        check.look(act.seq == seq, at(seq, say("序号不连续")))
        check.look(act.prev == before.hex(), at(seq, say("与前一条记录的哈希不相连")))
        before = act.leaf
        acts.append(act)
    check.look(len(acts) == package.manifest.get("entries"), say("记录条数与清单不符"))
    return check


def check_heads(package: Package, acts: list[Act]) -> Check:
    """Every signed head has the root of the entries before it; the last one covers them all."""
    check = Check(say("树根由记录密钥签名，覆盖全部记录"))
    tree, site, last = Tree(act.leaf for act in acts), str(package.manifest.get("site", "")), 0
    try:
        keys = _keys(package, check)
    except (ValueError, KeyError, TypeError, AttributeError):
        check.look(False, say("记录密钥读不出来"))
        return check
    for line in package.lines(HEADS):
        try:
            last = _head(json.loads(line), tree, site, keys, check)
        except (ValueError, KeyError, TypeError, IndexError):
            check.look(False, say("有一个树根读不出来"))
    check.look(last == len(acts) > 0, say("最后一个树根没有覆盖全部记录"))
    check.look(tree.root().hex() == package.manifest.get("root"), say("树根与清单不符"))
    return check


def _keys(package: Package, check: Check) -> dict[str, bytes]:
    keys = {name: signatures.decode(known["public"]) for name, known in package.json(KEYS).items()}
    for name, public in keys.items():
        check.look(signatures.key_id(public) == name, say("记录密钥 {key} 的编号不对", key=name))
    return keys


def _head(head: dict[str, str], tree: Tree, site: str, keys: dict[str, bytes], check: Check) -> int:
    size, root = int(head["size"]), bytes.fromhex(head["root"])
    check.look(tree.root(size) == root, say("{size} 条记录处的树根不对", size=size))
    statement = head_statement(site=site, size=size, root=root, at=head["at"])
    signed = signatures.verify(keys.get(head["key"], b""), statement, signatures.decode(head["signature"]))
    check.look(signed, say("{size} 条记录处的树根签名不对", size=size))
    return size
