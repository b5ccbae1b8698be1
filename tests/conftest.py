"""What holds for every test."""

from hypothesis import settings

# How long an example takes is the machine's business: figures are measured in bench/.
settings.register_profile("network", deadline=None)
settings.load_profile("network")
