"""How good is overt? Scores against planted answers, calibration on null copies, innocents under real posts."""
