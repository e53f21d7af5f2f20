# ruff: noqa: E501 - the lines of a text are as long as they are
"""Three more invented incidents, written after the rules and run once before any further change.

PLANTED names what differs on purpose: (incident, words of one side, words of the other). What the first run found of it
stands in docs/press.md. SAME are pairs of reports that agree: no planted difference, so what is listed for them is noise.
"""

TRAM = {
    "tram_wire.txt": """Tram derails in Vossheim
The tram of line 7 left the rails in Vossheim on 8 June 2025 and 12 passengers were injured, the Vossheim Courier first
reported. A mechanic noticed the broken switch in May, according to minutes seen by the Vossheim Courier.

“The switch had been due for replacement since the winter and nobody had ordered the part,” the minutes say.

The tram company of Vossheim admitted that the inspection was late. The driver was arrested on the same day.
""",
    "tram_blog.txt": """What happened on line 7
According to the Vossheim Courier, the tram of line 7 left the rails in Vossheim on 9 June 2025 and 21 passengers were
injured. A passenger noticed the broken switch in May.

“The switch had been due for replacement since last winter and nobody ordered the part,” according to the minutes.

The tram company of Vossheim denied that the inspection was late.
""",
    "tram_fr.txt": """Un tramway déraille à Vossheim
Un tramway de la ligne 7 a déraillé à Vossheim le 8 juin 2025, faisant 15 passagers blessés, a rapporté le Vossheim
Courier.

« L’aiguillage devait être remplacé depuis l’hiver et personne n’avait commandé la pièce », selon le procès-verbal.

Le conducteur du tramway a été libéré le même jour.
""",
}

CHEESE = {
    "cheese_en.txt": """Dairy recalls cheese
The Brennick dairy recalled 4,000 wheels of cheese by mistake on 2 February 2024, a spokeswoman for the dairy told the Valley Times.

The dairy accepted the offer of the supermarket chain Corvo. Sales of the cheese fell in January.

“There was never any danger for anybody who ate the cheese from our Brennick dairy,” the spokeswoman said.
""",
    "cheese_fr.txt": """Rappel de fromage à Brennick
Selon le Valley Times, la laiterie de Brennick a rappelé délibérément 6 000 meules de fromage le 2 février 2024.

La laiterie a rejeté l’offre de la chaîne de supermarchés Corvo. Les ventes de fromage ont augmenté en janvier.

« Il n’y a jamais eu de danger pour ceux qui ont mangé le fromage de notre laiterie de Brennick », a dit la porte-parole.
""",
}

ARCHIVE = {
    "archive_one.txt": """Archive of Pellmark lends its maps
The state archive of Pellmark lends 80 maps to the museum of Drost, the archive announced on 5 May 2022. The loan was agreed
informally. The museum volunteers to restore the maps.

The maps will not leave the country, the archive said.
""",
    "archive_two.txt": """Maps of Pellmark go to Drost
The state archive of Pellmark lends 80 maps to the museum of Drost, according to the Pellmark Herald. The loan was agreed
formally.

The maps will leave the country, the archive said.
""",
}

SAME = {
    "same_one.txt": """Choir of Alvento sings in the open air
The choir of Alvento gave a concert on the square on 3 August 2023 before 500 listeners, the Alvento Echo reported. The concert
lasted two hours and was free of charge.
""",
    "same_two.txt": """Le chœur d’Alvento chante en plein air
Le chœur d’Alvento a donné un concert sur la place le 3 août 2023 devant 500 auditeurs, selon l’Alvento Echo. Le concert,
gratuit, a duré deux heures.
""",
}

PLANTED = [
    ("TRAM", "8 June 2025", "9 June 2025"),
    ("TRAM", "12", "21"),
    ("TRAM", "12", "15"),
    ("TRAM", "A mechanic", "A passenger"),
    ("TRAM", "admitted", "denied"),
    ("TRAM", "arrested", "libéré"),
    ("CHEESE", "4,000", "6 000"),
    ("CHEESE", "by mistake", "délibérément"),
    ("CHEESE", "accepted", "rejeté"),
    ("CHEESE", "fell", "augmenté"),
    ("ARCHIVE", "informally", "formally"),
    ("ARCHIVE", "not leave", "leave"),
]
"""Places of the two sides, as the texts word them."""
