"""An export computed again from its files alone. Its modules know nothing of the product: together they are the one
file that stands beside signed exports (``single``)."""
