"""The procedures (办理流程) of the verification center, one module each, read whole."""
