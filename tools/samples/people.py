"""The people of samples: who reports to whom, where they sit, which roles they have."""

from .table import Row, Rows


def person_rows(lines: list[str], mail: str = "sunmao.example") -> Rows:
    """Rows of the entity person; `ref` is the sign-in name."""
    return [_row(number, mail, *line.split("|")) for number, line in enumerate(lines)]


def _row(
    number: int, mail: str, login: str, name: str, position: str, manager: str, department: str, office: str, roles: str
) -> Row:
    return {
        "ref": login, "name": name, "login": login, "email": f"{login.replace('_', '.')}@{mail}", "phone": f"1380000{2100 + number}",
        "position": position, "manager": manager, "department": department, "office": office, "roles": roles, "active": "true",
    }  # fmt: skip
