"""Where a workspace is kept: engines, the platform's own tables, documents, files and secrets."""
