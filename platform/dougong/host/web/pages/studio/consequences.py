"""What a draft means beyond definitions, tables and values, one card each on the publishing page.

Whoever designs something whose consequence can be worked out (whom a role lets see what, what a rule would have done)
adds a function here. They are asked once the page stands, in one request, so that none makes it slow to open.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from dougong.host.studio.draft import Draft
from dougong.host.web.scope import Scope

from .consequence import Consequence
from .rule_tested import rules_consequence

Ask = Callable[[Scope, Connection, Draft], Consequence | None]
"""Reads only, by what is in force on the connection; None where the draft means nothing of the kind."""

ASKED: Sequence[Ask] = (rules_consequence,)


def consequences_of(scope: Scope, connection: Connection, draft: Draft) -> list[Consequence]:
    """The cards there are for a draft."""
    return [found for ask in ASKED if (found := ask(scope, connection, draft)) is not None]
