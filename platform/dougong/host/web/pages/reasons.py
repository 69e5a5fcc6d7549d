"""The proof of a right in words: each verb, allowed or not, and every term that grants it or fails to."""

from dataclasses import dataclass

from dougong.host.web.words import Words
from dougong.records.why import VERBS, Proof


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    verb: str
    allowed: bool
    reasons: tuple[Reason, ...]


def reasons(proof: Proof, words: Words) -> tuple[Verdict, ...]:
    """Read, change and delete; a child row's follow from its parent."""
    verbs = {"read": words("See"), "update": words("Change"), "delete": words("Delete")}
    known = {
        "all": words("Your role reaches all records"), "own": words("You are the owner"),
        "subordinates": words("The owner reports to you"), "department": words("It belongs to your department"),
        "departments": words("It belongs to your department or one below"), "region": words("It lies in your region"),
        "shared": words("It is shared with you"),
    }  # fmt: skip
    found = []
    for verb in VERBS:
        decision = (proof.decisions or {}).get(verb)
        if decision is None:
            continue
        lines = tuple(
            Reason(words("You are an administrator") if proof.admin else known.get(one.term, one.term), one.holds)
            for one in decision.terms
        )
        if proof.parent is not None:
            lines = (*lines, Reason(words("It follows from the record it belongs to"), decision.allowed))
        found.append(
            Verdict(verbs[verb], decision.allowed, lines or (Reason(words("No role of yours grants it"), False),))
        )
    return tuple(found)
