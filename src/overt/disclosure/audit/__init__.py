"""Audits of what is published: what is left out, what disagrees, what breaks the form. Flags, no accusations."""
