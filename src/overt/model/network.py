"""Network: a community of synchronised edges, with the accounts that belong to it and those it copies."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Network:
    """One network. members and targets are account keys; edges are places in Edges (between members)."""

    number: int
    members: tuple[int, ...]
    targets: tuple[int, ...]
    edges: tuple[int, ...]
    p: float

    @property
    def id(self) -> str:
        """N1, N2, ... in order of size."""
        return f"N{self.number + 1}"


@dataclass(frozen=True)
class Networks:
    """All networks of a scan, with who is what. `place`: account -> place in the picture; leads: edges outside.

    stands: member -> how many other accounts, whichever they are, may be taken away while its membership stands.
    """

    networks: tuple[Network, ...]
    leads: tuple[int, ...]
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    stands: dict[int, int] = field(default_factory=dict)

    def of(self) -> dict[int, tuple[str, str]]:
        """Account -> (network id, role)."""
        roles = {}
        for network in self.networks:
            for account in network.targets:
                roles[account] = (network.id, "target")
        for network in self.networks:
            for account in network.members:
                roles[account] = (network.id, "member")
        return roles
