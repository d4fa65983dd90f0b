"""One kind of matter a congress decides, and how the law wants it decided."""

from dataclasses import dataclass
from fractions import Fraction

from congress.bylaws.terms import Base, Form, Sources, Verb, bilingual
from congress.i18n import Message


@dataclass(frozen=True)
class Matter:
    """``quorum`` and ``threshold`` are shares; ``strict`` means more than the threshold, else at least it.

    ``threshold`` None: opinions are heard and no number of votes decides. ``forms`` are
    the forms allowed, preferred first. ``proposers``: the share of delegates that must ask
    for the matter before it may be put, if any. ``follow_up`` names the deadlines that start when it passes.
    """

    key: str
    zh: str
    en: str
    verb: Verb
    quorum: Fraction
    quorum_sources: Sources
    base: Base
    threshold: Fraction | None
    strict: bool
    threshold_sources: Sources
    forms: tuple[Form, ...]
    form_sources: Sources
    itemised: bool = False
    itemised_sources: Sources = ()
    procedural: bool = False
    proposers: Fraction | None = None
    proposers_sources: Sources = ()
    follow_up: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""

    @property
    def name(self) -> Message:
        """集体合同草案 · Draft collective contract."""
        return bilingual(self.zh, self.en)

    @property
    def remark(self) -> Message | None:
        """What else to mind, if anything."""
        return bilingual(self.note, self.note_en) if self.note else None

    @property
    def must_be_secret(self) -> bool:
        """Whether no form but the secret ballot is allowed."""
        return self.forms == (Form.SECRET,)
