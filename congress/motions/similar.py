"""Which texts are alike, ranked: TF-IDF over runs of one to three characters. Pure.

Chinese needs no dictionary this way. The scores of same and of different matters
overlap, so callers show the best few and never a verdict.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log, sqrt

LONGEST = 800  # characters compared: a title and the heart of its grounds


@lru_cache(maxsize=4096)
def grams(text: str) -> Counter[str]:
    """Every run of one to three letters or characters, with how often it occurs."""
    letters = "".join(c for c in text.lower() if c.isalnum())[:LONGEST]
    return Counter(letters[i : i + n] for n in (1, 2, 3) for i in range(len(letters) - n + 1))


def most_similar(text: str, others: Mapping[int, str], most: int = 3) -> list[int]:
    """The keys of the texts most like this one, best first; texts with nothing in common are left out."""
    counted = {key: grams(other) for key, other in others.items()}
    mine = grams(text)
    spread = Counter(gram for bag in (mine, *counted.values()) for gram in bag)
    rarity = {gram: log((1 + len(counted) + 1) / n) for gram, n in spread.items()}
    weighed = {gram: n * rarity[gram] for gram, n in mine.items()}
    scores = {key: _closeness(weighed, bag, rarity) for key, bag in counted.items()}
    return sorted((k for k, score in scores.items() if score > 0), key=lambda k: (-scores[k], k))[:most]


def _closeness(mine: Mapping[str, float], bag: Mapping[str, int], rarity: Mapping[str, float]) -> float:
    """The cosine, less the factor that is the same for all."""
    length = sqrt(sum((n * rarity[gram]) ** 2 for gram, n in bag.items()))
    return (
        sum(mine[gram] * n * rarity[gram] for gram, n in bag.items() if gram in mine) / length
        if length
        else 0.0
    )
