"""Files a made-up country through a running network, as its external providers would."""
