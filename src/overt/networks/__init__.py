"""Networks: communities of synchronised edges, who leads in them, how unlikely they are, where to draw them."""
