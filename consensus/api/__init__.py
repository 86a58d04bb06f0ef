"""The HTTP API: requests in, one facade each, problems out. No rule of the product is decided here."""
