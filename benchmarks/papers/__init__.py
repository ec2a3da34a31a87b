"""How long a certificate takes to draw, beside what others draw certificates with: the same page, the same fonts."""
