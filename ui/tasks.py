"""Running work off the GUI thread and bringing the outcome back."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Failed = Callable[[Exception], None]
Lane = Literal["write", "read"]


SWEEP_MS = 500


class TaskRunner(QObject):
    """Runs plain callables on worker threads; every callback comes on the GUI thread.

    The runner is the only Qt object involved and lives on the GUI thread, so that none is made, used
    or destroyed on a worker.
    """

    _returned = Signal(object)

    def __init__(self, on_error: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_error = on_error
        self._running = 0
        self._lanes = {
            "write": ThreadPoolExecutor(1, thread_name_prefix="write"),
            "read": ThreadPoolExecutor(2, thread_name_prefix="read"),
        }
        self._returned.connect(self._deliver)
        # A cycle that holds a widget must not be collected on a worker: Qt objects die on the
        # thread they live on. So collection is left to a timer of the GUI thread.
        gc.disable()
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_MS)
        self._sweep.timeout.connect(_collect)
        self._sweep.start()

    @property
    def busy(self) -> bool:
        """Whether any work has not been delivered yet."""
        return self._running > 0

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        owner: QObject,
        failed: Failed | None = None,
    ) -> None:
        """Do the work in a lane, then call `done` if `owner` still lives."""
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("tasks start on the GUI thread")
        self._running += 1
        future = self._lanes[lane].submit(work)
        future.add_done_callback(
            lambda f: self._returned.emit((f, owner, done, failed or self._on_error))
        )

    @Slot(object)
    def _deliver(self, parcel: tuple[Future[Any], QObject, Callable[[Any], None], Failed]) -> None:
        future, owner, done, failed = parcel
        self._running -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        if error is not None:
            # A failed save is told even when the page that asked for it is gone.
            (failed if isValid(owner) else self._on_error)(error)
        elif isValid(owner):
            done(future.result())

    def shut_down(self) -> None:
        """Finish everything that was begun or queued: it may be what the user typed last."""
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._sweep.stop()
        gc.enable()


def _collect() -> None:
    young, middle, old = gc.get_count()
    limits = gc.get_threshold()
    if young > limits[0]:
        gc.collect(2 if old > limits[2] else 1 if middle > limits[1] else 0)
