"""The HTTP API: routes over what ``consensus.service`` offers, for programs of others."""
