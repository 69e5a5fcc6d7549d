"""Which form an entity is entered with."""

from dougong.metamodel.form import Form
from dougong.metamodel.model import Model

from .defaults import default_form
from .state import Use


def choose_form(model: Model, entity: str, use: Use) -> Form:
    """The entity's first form (by key) for this use; one made from its fields when there is none."""
    forms = sorted((form for form in model.forms_of(entity) if use in form.use), key=lambda form: form.key)
    return forms[0] if forms else default_form(model, entity)
