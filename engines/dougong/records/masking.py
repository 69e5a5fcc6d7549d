"""What stands in a row for a value its reader may not see."""


class Masked(str):
    """The mark for a masked value; the value itself never left the database."""

    __slots__ = ()


MASKED = Masked("***")
