"""A believable made-up country: sponsors, sites and what they file, from a seed alone. PURE.

The same seed, number of subjects and providers give the same applications, byte for byte. Nothing
here does input or output; filing what was made is `launcher.seeding`.
"""
