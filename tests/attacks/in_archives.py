"""Attacks on a finished archive by whoever publishes it. Each makes the bytes; the verifier must name what is wrong."""

import json
from collections.abc import Callable, Sequence

from attacks.forgeries import OF_ORDER_TWO, across
from attacks.scene import Value
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote, answer

from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Writer
from congress.crypto.belenios.ballot import make_ballot
from congress.crypto.belenios.ceremony import single_key
from congress.crypto.belenios.election import Question
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.proofs import Ciphertext
from congress.crypto.belenios.tally import Tally

Make = Callable[[SecretVote], bytes]
BLANK = Question("选举", ("甲", "乙"), 1, 1, blank=True)
IDENTITY = EDWARDS.identity
OTHER_SUM, NO_FACTOR = "密文合计不是全部有效选票之和", "解密份额的证明不符"
NO_SHARE, NO_TRUSTEES = "解密份额不合格式", "计票密钥名单不合格式"
WRONG_ORDER = "归档里事件的先后不合规定"
NO_CERTIFICATE = "计票人在密钥仪式中的签名不符"


def two(vote: SecretVote) -> list[str]:
    return [vote.ballot(0), vote.ballot(1)]


def inserted(vote: SecretVote, raw: str) -> bytes:
    """A box with an odd ballot among good ones; the sum leaves it out, as one who hides it would."""
    good = two(vote)
    return vote.archive([good[0], raw, good[1]], tally=vote.tally(good))


# --- roll and election ---


def rolled(change: Callable[[list[str]], list[str]]) -> Make:
    """With another roll."""
    return lambda vote: vote.archive(two(vote), roll=wire.compact(change(json.loads(vote.roll))))


def first_key(written: str) -> Make:
    return rolled(lambda keys: [written, *keys[1:]])


def weighing(written: str) -> Make:
    return rolled(lambda keys: [keys[0] + written, *keys[1:]])


def with_key(public: str) -> Make:
    """The election says another encryption key than the tellers made."""

    def make(vote: SecretVote) -> bytes:
        raw = vote.election.raw.replace(vote.election.public_key, public)
        return vote.archive([], election=raw, tally=vote.tally([]), stop="Ballot")

    return make


def in_group(name: str) -> Make:
    def make(vote: SecretVote) -> bytes:
        raw = vote.election.raw.replace('"Ed25519"', f'"{name}"')
        return vote.archive([], election=raw, tally=vote.tally([]), stop="Ballot")

    return make


def of_a_stranger(vote: SecretVote) -> bytes:
    raw = make_ballot(vote.election, 12345, [(1, 0, 0)])
    public = EDWARDS.power(EDWARDS.generator, 12345)
    return vote.archive([raw], tally=vote.tally([raw], {public: 1}))


# --- other questions than the software's ---


def minus_beta(_vote: SecretVote) -> bytes:
    """Modulo a prime, -beta has the order that beta has not."""
    group = GROUPS["BELENIOS-2048"]
    vote = SecretVote(group, voters=3, size=1, threshold=1)

    def bend(value: Value) -> None:
        choice = answer(value)["choices"][0]
        choice["beta"] = str(group.modulus - int(choice["beta"]))

    good = vote.ballot(1)
    raw = vote.resigned(vote.ballot(0), 0, bend)
    return vote.archive([raw, good], tally=vote.tally([good]), shares=[], stop="EncryptedTally")


def asking(*questions: Question, marks: Sequence[Sequence[int]], bend: Callable[[Value], object]) -> Make:
    """A vote about other questions, with a ballot that is bent and signed again."""

    def make(_vote: SecretVote) -> bytes:
        vote = SecretVote(questions=questions)
        good = vote.ballot(1, *marks)
        raw = vote.resigned(vote.ballot(0, *marks), 0, bend)
        return vote.archive([raw, good], tally=vote.tally([good]))

    return make


def blank(bend: Callable[[Value], object]) -> Make:
    return asking(BLANK, marks=[(1, 0, 0)], bend=bend)


def overall_as_blank(value: Value) -> None:
    answer(value)["blank_proof"] = answer(value)["overall_proof"]


replayed = asking(MOTION, MOTION, marks=[(1, 0, 0), (1, 0, 0)], bend=across)


# --- the story ---


def told(*kinds: str) -> Make:
    """An archive in which these events follow the setup, whatever they point to."""

    def make(vote: SecretVote) -> bytes:
        ballots, total = two(vote), vote.tally([])
        writer = Writer(1)
        writer.set_up(vote.election.raw, vote.trustees, vote.roll)
        for kind in kinds:
            if kind == "Ballot":
                writer.point("Ballot", ballots.pop())
            elif kind == "EndBallots":
                writer.tell("EndBallots")
            elif kind == "EncryptedTally":
                writer.total(total.as_json(), total.sized_json())
            elif kind == "PartialDecryption":
                writer.share(1, vote.share(total, 1))
            else:
                writer.point(kind, '{"result":[[0,0,0]]}')
        return bytes(writer.whole)

    return make


def twice(vote: SecretVote) -> bytes:
    raw, other = two(vote)
    return vote.archive([raw, other, raw])


def cut(end: int) -> Make:
    """The end of the file is missing."""
    return lambda vote: vote.archive(two(vote))[:-end]


def joined(vote: SecretVote) -> bytes:
    """Two stories with one beginning, one behind the other."""
    whole = vote.archive(two(vote))
    start = len(vote.archive([], tally=vote.tally([]), stop="Ballot"))
    return whole + vote.archive([vote.ballot(2)])[start:]


# --- the sum and the result ---


def sum_of_some(vote: SecretVote) -> bytes:
    ballots = [*two(vote), vote.ballot(2)]
    return vote.archive(ballots, tally=vote.tally(ballots[:2]))


def changed_sum(vote: SecretVote) -> bytes:
    """A vote against in the place of nobody's; the shares open it without complaint."""
    ballots = two(vote)
    total = vote.tally(ballots)
    [[first, second, *rest]] = total.columns
    one = Ciphertext(second.alpha, EDWARDS.product(second.beta, EDWARDS.generator))
    return vote.archive(ballots, tally=Tally([[first, one, *rest]], total.counted, total.weight))


def sized(counted: int, weight: int) -> Make:
    """Other numbers beside the right sum."""

    def make(vote: SecretVote) -> bytes:
        ballots = two(vote)
        columns = vote.tally(ballots).columns
        return vote.archive(ballots, sized=Tally(columns, counted, weight).sized_json())

    return make


def declared(result: str) -> Make:
    return lambda vote: vote.archive(two(vote), result=result)


# --- shares ---


def shared(change: Callable[[SecretVote, Tally], list[tuple[int, str]]]) -> Make:
    """With other shares, and the right result."""

    def make(vote: SecretVote) -> bytes:
        ballots = two(vote)
        total = vote.tally(ballots)
        right = vote.result(total, [(1, vote.share(total, 1)), (2, vote.share(total, 2))])
        return vote.archive(ballots, shares=change(vote, total), result=right)

    return make


def foreign(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    other = SecretVote()
    return [(1, vote.share(total, 1)), (2, other.share(other.tally([other.ballot(0)]), 2))]


def bent_share(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    bent = json.loads(vote.share(total, 2))
    factors = bent["decryption_factors"][0]
    factors[0] = EDWARDS.product(factors[0], EDWARDS.generator)
    return [(1, vote.share(total, 1)), (2, wire.compact(bent))]


def factor_of_small_order(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    bent = json.loads(vote.share(total, 2))
    factors = bent["decryption_factors"][0]
    factors[0] = EDWARDS.product(factors[0], OF_ORDER_TWO)
    return [(1, vote.share(total, 1)), (2, wire.compact(bent))]


def shaped(bend: Callable[[Value], object]) -> Make:
    """With a second share of another shape."""

    def change(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
        value = json.loads(vote.share(total, 2))
        bend(value)
        return [(1, vote.share(total, 1)), (2, wire.compact(value))]

    return shared(change)


def swapped(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    return [(1, vote.share(total, 2)), (2, vote.share(total, 1))]


def one_twice(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    one = vote.share(total, 1)
    return [(1, one), (1, one)]


def of_nobody(number: int) -> Callable[[SecretVote, Tally], list[tuple[int, str]]]:
    return lambda vote, total: [(1, vote.share(total, 1)), (number, vote.share(total, 3))]


def too_few(vote: SecretVote, total: Tally) -> list[tuple[int, str]]:
    return [(1, vote.share(total, 1))]


# --- the tellers' keys ---


def published(bend: Callable[[Value, Value], object]) -> Make:
    """The ceremony, with something in it bent; ``bend`` also gets another ceremony to take from."""

    def make(vote: SecretVote) -> bytes:
        parts = json.loads(wire.compact(vote.published))
        bend(parts, SecretVote(voters=0).published)
        return trusting(wire.compact([["Pedersen", parts]]))(vote)

    return make


def trusting(trustees: str) -> Make:
    return lambda vote: vote.archive([], trustees=trustees, tally=vote.tally([]), stop="Ballot")


def of_no_kind(vote: SecretVote) -> bytes:
    """All is right but the word for what they are."""
    return trusting(wire.compact([["Double", vote.published]]))(vote)


def own_choice(parts: Value, _other: Value) -> None:
    """A key that does not follow from what all dealt, under a signature that fits the honest one."""
    first = parts["verification_keys"][0]
    parts["verification_keys"][0] = {**single_key(EDWARDS, 99), "signature": first["signature"]}


def nameless(**parts: object) -> Make:
    """A teller who decrypts alone, with something more in the published part."""
    return singles({**HONEST, **parts})


def singles(*bodies: Value) -> Make:
    """Tellers who decrypt alone, all of whom are needed."""
    return trusting(wire.compact([["Single", body] for body in bodies]))


HONEST = single_key(EDWARDS, 5)
MINE = single_key(EDWARDS, 9)
ROGUE = EDWARDS.product(
    MINE["public_key"], EDWARDS.inverse(HONEST["public_key"])
)  # the product is mine alone
