# ruff: noqa: E501 - the lines of a text are as long as they are
"""Three invented incidents with known contradictions, written before any rule was tuned: held-out material.

PIER: a pier is closed; three reports, one in French. LIBRARY: a library gets devices; two in English, two in French.
WELL: a well is tested; two reports of it and one, a year later, of something else that is related.
"""

PIER = {
    "pier_gazette.txt": """Cracks close the north pier of Lennavik
15 March 2024
The port authority of Lennavik closed its north pier on 12 March 2024 after cracks were found in 14 of its 60 piles, \
according to letters seen by the Harbour Gazette.

A diver reported the cracks to the authority in February 2024. “The piles under the north pier have lost a third of \
their width and cannot carry a loaded lorry,” the letter said.

The contractor was paid 40,000 crowns for the survey of the pier, the letters show.

“We closed the pier as soon as we had read the survey,” said a spokeswoman for the port authority of Lennavik.
""",
    "pier_post.txt": """Lennavik pier shut, paper says
The port authority of Lennavik has closed its north pier after cracks were found in 24 of its 60 piles, the Harbour \
Gazette reported.

The pier was closed on 14 March 2024, according to the Harbour Gazette.

"The piles under the north pier have lost a third of their width and can not carry a loaded lorry", a letter said.

The survey of the pier was an unpaid favour, the Lennavik Post understands.

A fisherman reported the cracks to the authority.
""",
    "jetee_courrier.txt": """Lennavik ferme sa jetée nord
Selon le Harbour Gazette, l’autorité portuaire de Lennavik a fermé sa jetée nord le 12 mars 2024 après la découverte \
de fissures dans 14 de ses 60 pieux.

Le Harbour Gazette a rapporté qu’un pêcheur avait signalé les fissures à l’autorité.

« Nous avons fermé la jetée dès que nous avons lu l’étude », a déclaré une porte-parole de l’autorité portuaire de \
Lennavik.
""",
}

LIBRARY = {
    "tablets_en.txt": """City library of Orvelle gets 300 tablets
The city library of Orvelle has bought 300 tablets for its reading rooms, a spokesman for the library told Orvelle Radio \
on 3 May 2023.

The library paid the firm Tabrix 90,000 euros for the tablets, he said.

The library approved the request of the staff council for training.

The director of the library confirmed the delivery of the tablets.
""",
    "tablets_two.txt": """Tablets at the library
The city library of Orvelle received 300 tablets as a gift from the firm Tabrix, Orvelle Radio reported on 3 May 2023. \
The tablets were donated.

The director of the library denied the delivery of the tablets.
""",
    "tablettes_fr.txt": """La bibliothèque municipale d’Orvelle reçoit des tablettes
Orvelle Radio a rapporté le 3 mai 2023 que la bibliothèque municipale d’Orvelle avait acheté 350 tablettes pour ses \
salles de lecture.

La bibliothèque a refusé la demande de formation du conseil du personnel.
""",
    "pont_fr.txt": """Le pont de Sarlune rouvre aux vélos
Le pont de Sarlune a rouvert aux vélos lundi, selon la mairie de Sarlune. Les travaux ont coûté 2 millions d’euros.
""",
}

WELL = {
    "well_one.txt": """Nitrate found in the well of Tamsund
2 October 2021. The water board of Tamsund found nitrate in its eastern well at 61 milligrams per litre, the Tamsund \
Observer first reported.

“Nobody has to boil the water, but infants should get bottled water until further notice,” a chemist of the water board \
told the Tamsund Observer.

The tests were voluntary, the water board of Tamsund said.
""",
    "well_two.txt": """Tamsund: nitrate in the water
The water board of Tamsund found nitrate in its eastern well at 16 milligrams per litre, according to the Tamsund Observer.

“Nobody has to boil the water, but infants should get bottled water until further notice,” an engineer of the county said.

The tests were ordered by a court and compulsory, the county said.
""",
    "well_later.txt": """What the county learned about its wells
9 November 2022. A year after nitrate was found in the well of Tamsund, the county plans 30 new wells. The water board of \
Tamsund will share the costs, which are put at 12 million crowns.

The county council votes on the plan next week. Farmers want longer notice.
""",
}
