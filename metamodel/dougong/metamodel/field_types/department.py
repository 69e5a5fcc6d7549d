"""A department of this workspace."""

from typing import Literal

from .link import FixedLink, fixed_link


class DepartmentField(FixedLink):
    type: Literal["department"]


FIELD_TYPE = fixed_link(DepartmentField, "department", "sitemap")
