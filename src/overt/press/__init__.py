"""Press: several outlets' reports of one incident laid side by side. What is the same, who leans on whom, what differs.

No language model is needed, and nothing is fetched. Two reports that differ are told as "differs from": which of them
is right is for a person to find out. Every line cites a file and a character offset in its text as it was read.
"""
