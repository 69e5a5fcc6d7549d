"""How records can be arranged besides the table: one file per kind, one registry."""
