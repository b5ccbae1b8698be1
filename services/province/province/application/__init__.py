"""What can be asked of a bureau, and the look-ups each rule needs. No rule stands here."""
