"""The bytes of the enterprise interface V3.0: envelope, sealing, answers, files. Pure."""
