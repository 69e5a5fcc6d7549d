"""What all definition values share: frozen, strict about unknown properties, keys that never change."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Source = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
"""Text of an expression."""
Colour = Literal["gray", "blue", "green", "amber", "red", "violet", "teal"]


class Value(BaseModel):
    """Base of every part of a definition."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
        protected_namespaces=(),
    )


class Definition(Value):
    """Base of every document: `$schema` names kind and format (`dougong/entity/1`)."""

    schema_: str = ""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True, use_attribute_docstrings=True,
        alias_generator=lambda name: "$schema" if name == "schema_" else name,
    )  # fmt: skip
