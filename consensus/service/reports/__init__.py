"""What is read from finished work: insights, search, comparisons."""
