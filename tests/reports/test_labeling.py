"""Labels of a drawing: within the frame, over no point and over no other label."""

import numpy as np
import pytest

from analysis.reports.labeling import place_labels

FRAME = (500.0, 400.0)


def overlap(one, other):
    return (
        one[0] < other[2] - 1e-9 and other[0] < one[2] - 1e-9 and one[1] < other[3] - 1e-9 and other[1] < one[3] - 1e-9
    )


@pytest.mark.parametrize("seed", range(5))
def test_twenty_labels_cover_neither_each_other_nor_a_point_nor_leave_the_frame(seed):
    random = np.random.default_rng(seed)
    points = random.uniform([20, 20], [480, 380], size=(20, 2))
    radii = random.uniform(3, 12, size=20)
    sizes = np.stack([random.uniform(40, 120, 20), random.uniform(10, 28, 20)], axis=1)
    corners = place_labels(points, radii, sizes, FRAME)
    assert not np.isnan(corners).any()
    boxes = np.concatenate([corners, corners + sizes], axis=1)
    assert (corners >= 0).all()
    assert (boxes[:, 2:] <= FRAME).all()
    circles = np.concatenate([points - radii[:, None], points + radii[:, None]], axis=1)
    assert not any(overlap(box, circle) for box in boxes for circle in circles)
    assert not any(overlap(boxes[i], boxes[j]) for i in range(20) for j in range(i))


def test_a_label_stands_right_of_its_point_unless_a_line_runs_there():
    point, size = np.array([[250.0, 200.0]]), np.array([[60.0, 10.0]])
    assert place_labels(point, np.array([5.0]), size, FRAME)[0].tolist() == [258.0, 195.0]
    line = np.stack([np.linspace(250, 500, 50), np.full(50, 200.0)], axis=1)
    assert place_labels(point, np.array([5.0]), size, FRAME, line)[0].tolist() == [182.0, 195.0]


def test_a_label_that_is_larger_than_the_frame_has_no_place():
    corners = place_labels(np.array([[5.0, 5.0]]), np.array([2.0]), np.array([[900.0, 10.0]]), FRAME)
    assert np.isnan(corners).all()
