"""What a formula knows besides the record, as the plain JSON that generated JavaScript reads."""

from collections.abc import Iterable
from typing import Any

from ..core import Core, VariableRead, walk
from ..env import Env
from .source import bound_key
from .values import to_plain


def env_to_json(env: Env, cores: Iterable[Core]) -> dict[str, Any]:
    """The Env with the ends of the periods that the formulas ask for."""
    bounds = {
        bound_key(node): to_plain(env.bound(node.name, *node.path))  # type: ignore[arg-type]
        for core in cores
        for node in walk(core)
        if isinstance(node, VariableRead) and node.name in ("since", "until")
    }
    return {
        "now": to_plain(env.now),
        "today": to_plain(env.today),
        "zone": env.zone,
        "user": to_plain(dict(env.user)),
        "roles": sorted(env.roles),
        "old": None if env.old is None else to_plain(dict(env.old)),
        "is_new": env.is_new,
        "changed": sorted(env.changed),
        "variables": to_plain(dict(env.variables)),
        "folding": env.folding,
        "bounds": bounds,
        "workdays": env.workdays,
    }
