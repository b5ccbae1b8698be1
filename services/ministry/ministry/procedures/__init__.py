"""The procedures (办理流程) of the ministry, one module each, read whole."""
