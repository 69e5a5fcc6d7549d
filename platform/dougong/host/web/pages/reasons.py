"""The proof of a right in words: each verb, allowed or not, and every term that grants it or fails to."""

from collections.abc import Mapping
from dataclasses import dataclass

from dougong.host.web.words import Words
from dougong.metamodel.model import EntityModel
from dougong.records.why import VERBS, Proof, Term

from .value_why import named


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    verb: str
    allowed: bool
    reasons: tuple[Reason, ...]


def reasons(
    proof: Proof, words: Words, labels: Mapping[str, str], name: str, entity: EntityModel
) -> tuple[Verdict, ...]:
    """Read, change and delete; a child row's follow from its parent. `labels` of roles by key; `name` is whose rights they
    are, empty for whoever asks."""
    verbs = {"read": words("See"), "update": words("Change"), "delete": words("Delete")}
    known = scope_words_of(words, name)
    admin = words("{name} is an administrator", name=name) if name else words("You are an administrator")

    def told(one: Term) -> str:
        said = known.get(one.term) or named(entity, one.term, words.language)
        return f"{labels[one.role]}: {said}" if one.role in labels else said

    found = []
    for verb in VERBS:
        decision = (proof.decisions or {}).get(verb)
        if decision is None:
            continue
        lines = tuple(Reason(admin if proof.admin else told(one), one.holds) for one in decision.terms)
        if proof.parent is not None:
            lines = (*lines, Reason(words("It follows from the record it belongs to"), decision.allowed))
        none = words("No role of {name} grants it", name=name) if name else words("No role of yours grants it")
        found.append(Verdict(verbs[verb], decision.allowed, lines or (Reason(none, False),)))
    return tuple(found)


def scope_words_of(words: Words, name: str) -> Mapping[str, str]:
    """What each word of a scope means for somebody; `name` empty: for whoever asks."""
    if not name:
        return {
            "all": words("Your role reaches all records"), "own": words("You are the owner"),
            "subordinates": words("The owner reports to you"), "department": words("It belongs to your department"),
            "departments": words("It belongs to your department or one below"), "region": words("It lies in your region"),
            "shared": words("It is shared with you"), "ISBLANK(owner)": words("Nobody owns it yet"),
        }  # fmt: skip
    return {
        "all": words("The role reaches all records"), "own": words("{name} is the owner", name=name),
        "subordinates": words("The owner reports to {name}", name=name),
        "department": words("It belongs to the department of {name}", name=name),
        "departments": words("It belongs to the department of {name} or one below", name=name),
        "region": words("It lies in the region of {name}", name=name), "shared": words("It is shared with {name}", name=name),
        "ISBLANK(owner)": words("Nobody owns it yet"),
    }  # fmt: skip
