"""People: who is in training, at work and gone, period by period; the cheapest classes; and chance."""
