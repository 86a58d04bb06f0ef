"""What is learned of people's decisions, for the screens, the commands and each other."""
