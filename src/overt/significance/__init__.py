"""How surprising is it? The structure test, the synchrony test, their combination and error control."""
