"""What holds for every test: generated cases have no time limit of their own on a busy machine."""

from hypothesis import settings

settings.register_profile("busy machine", deadline=None)
settings.load_profile("busy machine")
