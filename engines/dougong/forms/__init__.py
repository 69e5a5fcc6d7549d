"""Form definition, record and viewer to FormState. No HTML."""
