"""Shared ground of the pure rooms: canonical values, numbers, dates, tokens, digests."""
