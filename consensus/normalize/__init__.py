"""What every comparison rests on: canonical values, numbers, dates, tokens, digests."""
