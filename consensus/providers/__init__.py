"""Models and what else answers from outside: clients, prices, embeddings, limits. Imported on first use."""
