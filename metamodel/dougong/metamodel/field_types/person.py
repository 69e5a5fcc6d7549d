"""A person of this workspace."""

from typing import Literal

from .link import FixedLink, fixed_link


class PersonField(FixedLink):
    type: Literal["person"]


FIELD_TYPE = fixed_link(PersonField, "person", "user")
