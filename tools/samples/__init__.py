"""Makes the sample tables of the app templates from a seed: the same words and figures every time."""
