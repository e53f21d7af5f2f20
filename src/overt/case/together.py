"""Group commit: of all who wait for the same work in one process, one does it for the others."""

import threading
from collections.abc import Callable


class Together:
    """Runs `work` so often that everybody who calls `done` returns after a run that began after his or her call."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._turn = threading.Condition()
        self._begun = self._finished = 0
        self._running = False

    def done(self) -> None:
        """Returns after such a run. Raises what `work` raises in this caller's own run; others then try themselves."""
        with self._turn:
            needed = self._begun + 1
            while self._finished < needed:
                if self._running:
                    self._turn.wait()
                    continue
                self._run()

    def _run(self) -> None:
        """With the lock held, which is given up for the time of the work."""
        self._running = True
        self._begun += 1
        mine = self._begun
        self._turn.release()
        try:
            self._work()
        except BaseException:
            mine = 0
            raise
        finally:
            self._turn.acquire()
            self._running = False
            self._finished = max(self._finished, mine)
            self._turn.notify_all()
