"""Who may do what: passwords, sessions, tokens, sign-in, and the rights that roles give."""
