"""Form definition, record and viewer to FormState. No HTML.

What may be seen, changed and left out is decided here once: pages draw a FormState, and every entry is held against it.
"""

from .choose import choose_form
from .conditions import needed_paths
from .defaults import default_form, default_view
from .enforce import enforce
from .logic import Logic, form_logic
from .state import ColumnState, FieldState, FormState, RowState, SectionState, TabState
from .work_out import form_state

__all__ = [
    "ColumnState",
    "FieldState",
    "FormState",
    "Logic",
    "RowState",
    "SectionState",
    "TabState",
    "choose_form",
    "default_form",
    "default_view",
    "enforce",
    "form_logic",
    "form_state",
    "needed_paths",
]
