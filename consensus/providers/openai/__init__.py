"""The OpenAI protocol, spoken directly."""
