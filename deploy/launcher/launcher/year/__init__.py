"""`beian sim year`: a seeded country lives through a natural year of network time."""
