"""Ballots that are not what they claim. Each forger knows all that is public, and the secrets of their own voters."""

import json
from collections.abc import Callable
from dataclasses import replace

from attacks.scene import Forge, Scene, Value
from crypto.belenios.secretvote import EDWARDS, Bend, SecretVote, answer

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import encrypt, listed, make_ballot, prefix, product, zero_or_one
from congress.crypto.belenios.election import Election
from congress.crypto.belenios.group import GROUPS, Ed25519
from congress.crypto.belenios.proofs import Branch, prove_one, random_scalar

ORDER = EDWARDS.order
OF_ORDER_TWO = "7f" + "ff" * 30 + "ec"  # (0, -1)
NO_BALLOT, NO_PROOF, OTHER_VOTE = "选票不合格式", "证明不合格式", "这是另一项表决的选票"
NO_MEMBER, NO_KEY = "密文里有不合格的群元素", "投票公钥不是群里的合格元素"
NO_SUMMARY, NO_SIGNATURE, ODD_SIGNATURE = "选票的摘要不符", "选票的签名不符", "选票的签名不合格式"
NO_CHOICE = "不能证明是选或不选"
WRONG_COUNT = "不能证明选的个数合乎要求"
NO_BLANK = "不能证明空白票没有另选"
ONE_NONCE = "选票里有两处密文用了同一个随机数"


def bent(bend: Bend, voter: int = 0) -> Forge:
    """The first voter's ballot, bent and signed again."""
    return lambda scene: scene.resigned(scene.ballot(), voter, bend)


def changed(**halves: str) -> Bend:
    """The first ciphertext with other halves."""
    return lambda value: answer(value)["choices"][0].update(halves)


def multiplied(half: str, factor: str, index: int = 0) -> Bend:
    """A half of a ciphertext times an element."""

    def bend(value: Value) -> None:
        choice = answer(value)["choices"][index]
        choice[half] = EDWARDS.product(choice[half], factor)

    return bend


# --- choices that are more than choices ---


def forged(
    election: Election, messages: tuple[int, ...], exponents: tuple[int, ...] = (), *, whole: bool = True
) -> Bend:
    """Choices that encrypt these numbers, each with the best proof that can be made for it, and the sum's if ``whole``."""
    group, key, question = election.group, election.public_key, election.questions[0]
    given = exponents or tuple(random_scalar(group) for _ in messages)

    def bend(value: Value) -> None:
        context = f"{election.fingerprint}|{value['credential']}"
        choices = [encrypt(group, key, message, r) for message, r in zip(messages, given, strict=True)]
        for index, (choice, message, exponent) in enumerate(zip(choices, messages, given, strict=True)):
            branches, true = zero_or_one(choice), min(message, 1)
            proofs = prove_one(group, key, prefix(context, choice), branches, true, exponent)
            answer(value)["choices"][index] = choice.as_json()
            answer(value)["individual_proofs"][index] = [proof.as_json() for proof in proofs]
        if whole:
            total = product(group, choices)
            some = [Branch(total, n) for n in range(question.least, question.most + 1)]
            about = prefix(f"{context}|{listed(choices)}", total)
            overall = prove_one(group, key, about, some, 0, sum(given))
            answer(value)["overall_proof"] = [proof.as_json() for proof in overall]

    return bend


def stuffed(*messages: int, exponents: tuple[int, ...] = ()) -> Forge:
    """A ballot with these numbers in it."""
    return lambda scene: scene.resigned(scene.ballot(), 0, forged(scene.election, messages, exponents))


def with_one_nonce(scene: Scene) -> str:
    """One exponent for all choices; every proof holds."""
    [exponent] = scene.randoms(1)
    return stuffed(1, 0, 0, exponents=(exponent,) * 3)(scene)


def renewed(scene: Scene) -> str:
    """The same choice in a ciphertext that looks new."""
    shift, key = random_scalar(EDWARDS), scene.election.public_key

    def bend(value: Value) -> None:
        multiplied("alpha", EDWARDS.power(EDWARDS.generator, shift))(value)
        multiplied("beta", EDWARDS.power(key, shift))(value)

    return scene.resigned(scene.ballot(), 0, bend)


# --- proofs that belong elsewhere ---


def permute(value: Value) -> None:
    for part in ("choices", "individual_proofs"):
        answer(value)[part].reverse()


def swap_proofs(value: Value) -> None:
    proofs = answer(value)["individual_proofs"]
    proofs[0], proofs[1] = proofs[1], proofs[0]


def swap_branches(value: Value) -> None:
    answer(value)["individual_proofs"][0].reverse()


def choice_as_sum(value: Value) -> None:
    """A proof about one choice where the sum's belongs."""
    answer(value)["overall_proof"] = answer(value)["individual_proofs"][0][:1]


def across(value: Value) -> None:
    """The first question's answer, which is proved, is the second's too."""
    value["answers"][1] = value["answers"][0]


def anothers_sum(scene: Scene) -> str:
    other = answer(json.loads(scene.ballot()))["overall_proof"]
    return scene.resigned(scene.ballot(), 0, lambda value: answer(value).update(overall_proof=other))


def moved(scene: Scene, election: Election) -> str:
    """Made for another election, with the names of this one and a new signature."""
    raw = scene.ballot(0, election)
    here = raw.replace(election.uuid, scene.election.uuid)
    return scene.resigned(here.replace(election.fingerprint, scene.election.fingerprint))


def for_another_key(scene: Scene) -> str:
    return moved(scene, scene.other(EDWARDS.power(EDWARDS.generator, 7)))


def for_another_election(scene: Scene) -> str:
    return moved(scene, scene.other())


def of_another_group(scene: Scene) -> str:
    elsewhere = SecretVote(GROUPS["BELENIOS-2048"], scene.election.questions, voters=1, size=1, threshold=1)
    raw = elsewhere.ballot(0, *[(1, 0, 0) for _ in scene.election.questions])
    here = raw.replace(elsewhere.election.uuid, scene.election.uuid)
    return scene.resigned(here.replace(elsewhere.election.fingerprint, scene.election.fingerprint))


class Doubled(Ed25519):
    """The same group with another generator: proofs made in it hold in it."""

    generator = EDWARDS.power(EDWARDS.generator, 2)

    def power(self, element: str, exponent: int) -> str:
        return EDWARDS.power(element, exponent)


def with_another_generator(scene: Scene) -> str:
    elsewhere, half = Doubled(), scene.secrets[0] * pow(2, -1, ORDER)
    raw = make_ballot(replace(scene.election, group=elsewhere), half, [(1, 0, 0)])
    assert json.loads(raw)["credential"] == scene.public(0)
    return scene.resigned(raw)


# --- signatures, keys, elections ---


def unbound(name: str, value: object) -> Forge:
    """One field of the signed ballot exchanged, the signature as it was."""
    return lambda scene: wire.compact({**json.loads(scene.ballot()), name: value})


def renamed(scene: Scene) -> str:
    """With another voter's key as its credential, the summary made anew, signed by the first."""
    value = json.loads(scene.resigned(scene.ballot(), 0, lambda v: v.update(credential=scene.public(1))))
    return wire.compact(value)


def signed_elsewhere(part: str) -> Forge:
    """With the signature, or its proof only, of another ballot of the same voter."""

    def forge(scene: Scene) -> str:
        one, two = json.loads(scene.ballot()), json.loads(scene.ballot())["signature"]
        signature = two if part == "signature" else {**one["signature"], "proof": two["proof"]}
        return wire.compact({**one, "signature": signature})

    return forge


def under_the_identity(scene: Scene) -> str:
    """Everybody knows its secret, 0."""
    return make_ballot(scene.election, 0, [(1, 0, 0) for _ in scene.election.questions])


def under_an_odd_key(scene: Scene) -> str:
    odd = EDWARDS.product(scene.public(0), OF_ORDER_TWO)
    return scene.resigned(scene.ballot(), 0, lambda value: value.update(credential=odd))


def of_another_vote(*names: str) -> Forge:
    """Another election's ballot, signed again; of its names only these."""

    def forge(scene: Scene) -> str:
        theirs = json.loads(scene.ballot(0, scene.other()))
        return scene.resigned(
            scene.ballot(), 0, lambda value: value.update({name: theirs[name] for name in names})
        )

    return forge


# --- the same, written otherwise ---


def raised(proof: dict[str, str], name: str) -> None:
    proof[name] = str(int(proof[name]) + ORDER)


def of_sum(value: Value) -> dict[str, object]:
    return answer(value)["overall_proof"][0]


TWISTS: dict[str, tuple[Bend, str]] = {
    "challenge above the order": (
        lambda v: raised(answer(v)["individual_proofs"][0][0], "challenge"),
        NO_PROOF,
    ),
    "response above the order": (lambda v: raised(of_sum(v), "response"), NO_PROOF),
    "leading zero": (lambda v: of_sum(v).update(challenge="0" + of_sum(v)["challenge"]), NO_PROOF),
    "number instead of text": (lambda v: of_sum(v).update(challenge=7), NO_PROOF),
    "minus": (lambda v: of_sum(v).update(response="-1"), NO_PROOF),
    "other digits": (lambda v: of_sum(v).update(response="١٢"), NO_PROOF),
    "very many digits": (lambda v: of_sum(v).update(response="1" * 5000), NO_PROOF),
    "upper-case": (lambda v: changed(alpha=answer(v)["choices"][0]["alpha"].upper())(v), NO_MEMBER),
    "short element": (changed(alpha="01"), NO_MEMBER),
    "number instead of an element": (changed(alpha=5), NO_BALLOT),
    "another note": (lambda v: v.update(note="我投的是赞成"), NO_BALLOT),
    "extra field": (lambda v: answer(v).update(note="x"), NO_BALLOT),
    "extra field in a proof": (lambda v: of_sum(v).update(note="x"), NO_PROOF),
    "missing field": (lambda v: answer(v).pop("overall_proof"), NO_BALLOT),
    "reordered fields": (lambda v: answer(v).update(choices=answer(v).pop("choices")), NO_BALLOT),
}
SHORT: dict[str, tuple[Bend, str]] = {
    "no answers": (lambda v: v.update(answers=[]), NO_BALLOT),
    "answers twice": (lambda v: v["answers"].append(answer(v)), NO_BALLOT),
    "no proofs": (lambda v: answer(v).update(individual_proofs=[]), NO_PROOF),
    "empty proofs": (lambda v: answer(v).update(individual_proofs=[[], [], []]), NO_PROOF),
    "half a proof": (lambda v: answer(v)["individual_proofs"][1].pop(), NO_PROOF),
    "a proof left out": (lambda v: answer(v)["individual_proofs"].pop(), NO_PROOF),
    "no overall proof": (lambda v: answer(v).update(overall_proof=[]), NO_PROOF),
    "two overall proofs": (lambda v: answer(v)["overall_proof"].append(of_sum(v)), NO_PROOF),
    "unexpected blank proof": (
        lambda v: answer(v).update(blank_proof=answer(v)["individual_proofs"][0]), NO_BALLOT,
    ),
    "fewer choices": (lambda v: answer(v)["choices"].pop(), NO_BALLOT),
    "text where a list belongs": (lambda v: answer(v).update(choices="x"), NO_BALLOT),
    "nothing": (lambda v: v.update(answers=None), NO_BALLOT),
}  # fmt: skip


def zero_in_the_signature(scene: Scene) -> str:
    value = json.loads(scene.ballot())
    proof = value["signature"]["proof"]
    proof["response"] = "0" + proof["response"]
    return wire.compact(value)


def rewritten(rewrite: Callable[[str], str]) -> Forge:
    """The bytes of an honest ballot, changed where no field says so."""
    return lambda scene: rewrite(scene.ballot())


BYTES = {
    "a space before": lambda raw: " " + raw,
    "a space after": lambda raw: raw + " ",
    "a space within": lambda raw: raw.replace(",", ", ", 1),
    "a line's end": lambda raw: raw + "\n",
    "a byte order mark": lambda raw: "\ufeff" + raw,
    "a field twice": lambda raw: raw.replace('{"election_uuid"', '{"election_uuid":"x","election_uuid"'),
    "a letter escaped": lambda raw: raw.replace("credential", "\\u0063redential"),
    "cut": lambda raw: raw[:-1],
    "no bytes": lambda _raw: "",
    "nested deeply": lambda _raw: "[" * 5000,
    "no JSON": lambda _raw: "NaN",
}
