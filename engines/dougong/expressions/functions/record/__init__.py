"""What is known of the change and of the user."""

from . import (
    changed,
    hasrole,
    isnew,
    old,
)

MODULES = (
    changed,
    old,
    isnew,
    hasrole,
)
