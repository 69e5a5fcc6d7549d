"""`python -m tools.samples` (or `make samples`) writes the sample tables of every template."""

from . import crm, maintenance

crm.make()
maintenance.make()
