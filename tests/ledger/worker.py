"""Records into a ledger without end and says each record that is done, until it is killed. Arguments: URL, number."""

import sys

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError


def main(url: str, number: str) -> None:
    """Writes until something breaks."""
    from ledger import desk
    from overt.ledger import Ledger

    engine = create_engine(url)
    ledger = Ledger.open(engine)
    turn = 0
    while True:
        turn += 1
        try:
            own = desk.entry(ledger, f"{number}/{turn}", {"name": "x"} if turn % 3 == 0 else None)
            ledger.sequence()
        except DBAPIError:
            return
        sys.stdout.write(f"recorded {own}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(*sys.argv[1:])
