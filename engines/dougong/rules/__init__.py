"""Rules over batches of plain rows: validate, compute, default. Pure; no I/O."""
