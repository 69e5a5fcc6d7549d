"""Names of physical tables, columns and indexes: where a definition's key stands in the database.

The longest name PostgreSQL keeps is 63 bytes; longer ones end in a hash of the whole.
"""

import hashlib

LONGEST = 60


def physical(name: str) -> str:
    """The name itself, or its beginning and a hash when it is too long for the database."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def table_name(entity: str) -> str:
    """Tables of entities begin with `e_`, so that none has the name of a platform table."""
    return physical(f"e_{entity}")


def closure_name(entity: str, field: str) -> str:
    return physical(f"t_{entity}__{field}")


def index_name(entity: str, columns: tuple[str, ...], unique: bool = False) -> str:
    return physical(f"{'ux' if unique else 'ix'}_{entity}__{'_'.join(columns)}")


def entity_column(field: str) -> str:
    """The second column of a polymorphic link, which names the entity."""
    return f"{field}_entity"
