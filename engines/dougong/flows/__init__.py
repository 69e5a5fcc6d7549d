"""Reserved for the flow engine (not built yet)."""
