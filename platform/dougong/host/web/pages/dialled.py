"""A telephone number as it is dialled."""

import re
from typing import Any

from dougong.records.masking import Masked


def dialled(value: Any) -> str:
    """Its digits, with the plus before them; nothing for a blank or masked one."""
    return "" if value is None or isinstance(value, Masked) else re.sub(r"[^\d+]", "", str(value))
