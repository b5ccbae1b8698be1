"""The procedures (办理流程) of an access provider, one module each, read whole."""
