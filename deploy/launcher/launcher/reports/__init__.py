"""Reports made from the logs alone: a bureau's monthly bulletin, the center's accuracy tables."""
