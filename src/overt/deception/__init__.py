"""Deception: does the coordination of a network hide who, where, with whom, how popular or why?

Every cue is a question put to a whole network and to matched accounts beside it, never to a single account.
"""
