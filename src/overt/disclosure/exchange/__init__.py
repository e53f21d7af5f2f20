"""Exchange formats: a case record written for others, and what others wrote read as a case record."""
