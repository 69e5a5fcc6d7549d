"""Who may see what: every surface against a slow reference."""
