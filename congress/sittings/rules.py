"""Sittings, their agenda and attendance: states and what moves them. Pure."""

from enum import StrEnum


class SittingStage(StrEnum):
    """A sitting is prepared, held, and over."""

    PREPARING = "preparing"
    HELD = "held"
    OVER = "over"


class ItemStage(StrEnum):
    """An agenda item waits, is taken, and is done (or struck off)."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"
    STRUCK = "struck"


class Presence(StrEnum):
    """What an attendance entry says."""

    ARRIVED = "arrived"
    LEFT = "left"
    RETURNED = "returned"


class Channel(StrEnum):
    """How a presence was noted: by the delegate's own phone, or by the desk."""

    PHONE = "phone"
    DESK = "desk"
