"""A rule profile: what the law of a place asks of a congress, each number with its sources.

Profiles are data. Four are built in (``profiles/*.json``); an enterprise edits a copy.
"""

from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from json import dumps, loads
from typing import Final

from congress.bylaws.codec import Json, decode, encode, insist_clean
from congress.bylaws.matter import Matter
from congress.bylaws.shapes import Band, Deadline, Group, Limit, Measure, MotionSettings, Profile, Seats
from congress.bylaws.soundness import matter_complaints, profile_complaints
from congress.bylaws.terms import Base, Confidence, Form, Source, Verb

__all__ = [
    "Band",
    "Base",
    "Confidence",
    "Deadline",
    "Form",
    "Group",
    "Limit",
    "Matter",
    "Measure",
    "MotionSettings",
    "Profile",
    "Seats",
    "Source",
    "Verb",
    "builtin",
    "copy_of",
    "from_json",
    "matter_from_json",
    "matter_to_json",
    "to_json",
]

BUILTIN: Final = ("national", "shanghai", "zhejiang", "henan")


@cache
def builtin() -> dict[str, Profile]:
    """The profiles that come with the software, national first."""
    folder = resources.files("congress.bylaws") / "profiles"
    return {key: from_json(loads((folder / f"{key}.json").read_text("utf-8"))) for key in BUILTIN}


def copy_of(profile: Profile, name: str, zh: str, en: str = "") -> Profile:
    """A copy to edit, under an id of its own, that remembers where it came from."""
    return replace(profile, id=name, zh=zh, en=en, copied_from=profile.id)


def to_json(profile: Profile) -> dict[str, Json]:
    """The profile as integers, strings, lists and objects: what canonical JSON can say."""
    value: dict[str, Json] = encode(profile)
    return value


def from_json(value: Json) -> Profile:
    """Inverse of :func:`to_json`. Raises ``Invalid`` naming each bad field by its path, such as ``matters.custom.quorum``."""
    profile, complaints = decode(Profile, value)
    insist_clean(complaints or profile_complaints(profile))
    return profile


def matter_to_json(matter: Matter) -> dict[str, Json]:
    """The matter as a sealed poll carries it."""
    value: dict[str, Json] = encode(matter)
    return value


def matter_from_json(value: Json) -> Matter:
    """Inverse of :func:`matter_to_json`. Raises ``Invalid`` naming each bad field."""
    return _matter(dumps(value, sort_keys=True))


@lru_cache(64)
def _matter(text: str) -> Matter:
    """Every page of an open vote reads its sealed rule: the same text is the same rule."""
    matter, complaints = decode(Matter, loads(text))
    insist_clean(complaints or matter_complaints(matter))
    return matter
