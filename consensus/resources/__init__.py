"""Files beside a policy: glossaries and schemas."""
