"""The procedures (办理流程) of a bureau, one module each, read whole."""
