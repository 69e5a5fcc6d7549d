"""The living style guide, for development: every part in every state, cut out of real pages of an example workspace."""
