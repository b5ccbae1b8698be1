"""Every test here sees one running network from outside."""

from support.network import network, network_data

__all__ = ["network", "network_data"]
