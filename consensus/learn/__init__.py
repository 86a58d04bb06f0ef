"""What people's decisions teach (pure): labels with their weights, halves, orders and weights learned from them."""
