"""What is learned from labels and recorded answers, as figures with intervals; nothing here changes anything. Pure."""
