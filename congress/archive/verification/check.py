"""The answer of one check: what was looked at, and everything that is wrong."""

from dataclasses import dataclass, field

from congress.i18n import Message, say


@dataclass
class Check:
    """``examined`` counts what was looked at; no ``faults`` means that all of it is in order."""

    name: Message
    examined: int = 0
    faults: list[Message] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def look(self, fine: bool, fault: Message) -> bool:
        """Count one thing looked at, and note the fault unless it is fine."""
        self.examined += 1
        if not fine:
            self.faults.append(fault)
        return fine

    def fail(self, fault: Message) -> None:
        """Note a fault."""
        self.faults.append(fault)


def at(seq: int, fault: Message) -> Message:
    """A fault of one entry."""
    return say("第 {seq} 条记录：{fault}", seq=seq, fault=fault)
