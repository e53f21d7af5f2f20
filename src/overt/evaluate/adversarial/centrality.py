"""Pruning by eigenvector centrality of a fused graph of similarities (Luceri et al., WWW 2024, arXiv 2310.09884).

After the paper, and not as the scripts beside it have it: those keep every account as its own neighbour, count accounts
with one object, whose cosine is 1 whatever the object, as alike, and do not run as they are. Fast reposts, the trace
that added least, are left out; texts are compared by their normalised form.
"""

import time

import numpy as np
from scipy import sparse

from overt.evaluate.adversarial.data import Data, Floats, Uses
from overt.evaluate.adversarial.verdict import Verdict

OBJECTS = 2
"""Distinct objects that an account needs to be compared."""
SIMILAR = 0.8
"""Quantile of the similarities of a trace from which two accounts are joined (the paper's optimum for reposts and
links)."""
CENTRAL = 0.98
"""Quantile of the centralities in the fused graph above which an account is kept."""
ROUNDS, CLOSE = 500, 1e-10


def centrality(data: Data, similar: float = SIMILAR, central: float = CENTRAL) -> Verdict:
    """Score: eigenvector centrality in the unweighted union of the graphs of all traces."""
    began = time.process_time()
    number = len(data.accounts)
    fused = sparse.csr_matrix((number, number))
    for uses in data.uses.values():
        fused = fused + joined(similarities(uses, number), similar)
    score = eigenvector((fused > 0).astype(float))
    inside = score > 0
    flagged = inside & (score > np.quantile(score[inside], central)) if inside.any() else inside
    return Verdict(score, flagged, flagged, time.process_time() - began)


def similarities(uses: Uses, accounts: int) -> sparse.csr_matrix:
    """Cosines of the accounts' TF-IDF vectors over objects, without those of accounts with themselves."""
    ones = np.ones(len(uses))
    counts = sparse.csr_matrix((ones, (uses.account, uses.object)), shape=(accounts, max(uses.objects, 1)))
    enough = np.diff(counts.indptr) >= OBJECTS
    counts = sparse.diags(enough.astype(float)) @ counts
    users = np.bincount(counts.tocoo().col[counts.tocoo().data > 0], minlength=counts.shape[1])
    weight = np.log((1 + enough.sum()) / (1 + users)) + 1  # as scikit-learn has it
    vectors = counts @ sparse.diags(weight)
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    vectors = sparse.diags(np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)) @ vectors
    cosine = (vectors @ vectors.T).tocsr()
    cosine.setdiag(0)
    cosine.eliminate_zeros()
    return cosine


def joined(cosine: sparse.csr_matrix, quantile: float) -> sparse.csr_matrix:
    """The graph (0 and 1) of pairs at least as similar as the quantile of all that are similar at all."""
    if not cosine.nnz:
        return cosine
    graph = cosine.copy()
    graph.data = (graph.data >= np.quantile(graph.data, quantile) - 1e-12).astype(float)
    graph.eliminate_zeros()
    return graph


def eigenvector(graph: sparse.csr_matrix) -> Floats:
    """Eigenvector centrality of an undirected graph by power iteration, of length 1; 0 for accounts without an edge."""
    degree = np.asarray(graph.sum(axis=1)).ravel()
    score: Floats = (degree > 0).astype(float)
    if not score.any():
        return score
    score /= np.linalg.norm(score)
    for _ in range(ROUNDS):
        after = graph @ score + score  # the shift keeps bipartite graphs from swinging
        after /= np.linalg.norm(after)
        done = np.abs(after - score).max() < CLOSE
        score = after
        if done:
            break
    return np.where(degree > 0, score, 0.0)
