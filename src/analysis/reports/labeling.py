"""Places for the labels of a drawing: none on another, none over the edge."""

from collections.abc import Iterator

import numpy as np

GAP = 3.0
AROUND = np.array([-GAP, -GAP / 2, GAP, GAP / 2])
STEP = 14.0


def place_labels(
    points: np.ndarray,
    radii: np.ndarray,
    sizes: np.ndarray,
    frame: tuple[float, float],
    marks: np.ndarray | None = None,
) -> np.ndarray:
    """Find a place for the label of every point, beside it where there is room, else as near as there is.

    Labels are placed one after another, in their order, each where it covers neither a label before it nor any
    point and does not leave the frame; of the places beside its point, where it covers the fewest marks. One that
    fits nowhere in the frame gets no place.

    Parameters
    ----------
    points : float array, shape (points, 2)
        The centers of the points.
    radii : float array, shape (points,)
        How large they are drawn.
    sizes : float array, shape (points, 2)
        Width and height of the labels, in the same unit.
    frame : (float, float)
        Width and height of the drawing, which begins at 0, 0.
    marks : float array, shape (marks, 2), optional
        Places that had better stay free, such as points along the lines.

    Returns
    -------
    float array, shape (points, 2)
        The lower left corners of the labels; NaN where one fits nowhere.

    >>> place_labels(np.array([[50.0, 50.0]]), np.array([10.0]), np.array([[20.0, 8.0]]), (100, 100)).tolist()
    [[63.0, 46.0]]
    """
    corners = np.full(points.shape, np.nan)
    circles = np.concatenate([points - radii[:, None], points + radii[:, None]], axis=1)
    boxes = [*circles]
    for number, size in enumerate(sizes):
        taken = np.array(boxes)
        beside = _free(_beside(points[number], radii[number], size, frame), size, taken)
        best = min(beside, key=lambda corner: _covered(corner, size, marks), default=None)
        if best is None:
            best = next(_free(_everywhere(points[number], size, frame), size, taken), None)
        if best is not None:
            corners[number] = best
            boxes.append(np.concatenate([best, best + size]) + AROUND)
    return corners


def _beside(point: np.ndarray, radius: float, size: np.ndarray, frame: tuple[float, float]) -> np.ndarray:
    """Return the corners beside a point that leave a label in the frame: right, left, above, below, aslant."""
    away, aslant = radius + GAP, (radius + GAP) * 0.7
    corners = point + np.array(
        [
            [away, -size[1] / 2],
            [-away - size[0], -size[1] / 2],
            [-size[0] / 2, away],
            [-size[0] / 2, -away - size[1]],
            [aslant, aslant],
            [aslant, -aslant - size[1]],
            [-aslant - size[0], aslant],
            [-aslant - size[0], -aslant - size[1]],
        ]
    )
    return corners[((corners >= 0) & (corners <= np.array(frame) - size)).all(axis=1)]


def _everywhere(point: np.ndarray, size: np.ndarray, frame: tuple[float, float]) -> np.ndarray:
    """Return corners all over the frame that leave a label in it, nearest first."""
    room = np.array(frame) - size
    if (room < 0).any():
        return np.empty((0, 2))
    across, up = (np.append(np.arange(0, limit, STEP), limit) for limit in room)
    corners = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    nearest = np.clip(point, corners, corners + size)
    return corners[np.argsort(np.hypot(*(nearest - point).T), kind="stable")]


def _free(corners: np.ndarray, size: np.ndarray, taken: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the corners where a label covers none of the boxes."""
    for corner in corners:
        if not _covers(np.concatenate([corner, corner + size]), taken).any():
            yield corner


def _covered(corner: np.ndarray, size: np.ndarray, marks: np.ndarray | None) -> int:
    """Count the marks that a label would cover."""
    if marks is None:
        return 0
    return int(((marks >= corner) & (marks <= corner + size)).all(axis=1).sum())


def _covers(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    left, bottom, right, top = others.T
    return (box[0] < right) & (left < box[2]) & (box[1] < top) & (bottom < box[3])
