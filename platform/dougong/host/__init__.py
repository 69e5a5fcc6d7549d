"""The running product: the only layer that knows HTTP, pages, files and processes; it wires the engines together."""
