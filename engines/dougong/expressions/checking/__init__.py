"""From syntax tree to typed core: names, types and overloads are resolved here, once."""
