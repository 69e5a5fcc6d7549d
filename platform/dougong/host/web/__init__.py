"""The product over HTTP: pages, the API, and what both stand on."""
