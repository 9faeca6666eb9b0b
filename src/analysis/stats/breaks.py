"""Where the level of a trend changes, and whether chance alone would do it."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.checking import check_count

TYPES = {
    "period": "datetime64[us]",
    "before": "float64",
    "after": "float64",
    "difference": "float64",
    "periods_before": "int64",
    "periods_after": "int64",
    "p": "float64",
}


@named_in_methods
def change_points(
    trend: pd.DataFrame,
    *,
    column: str = "per_million",
    weights: str | None = "period_tokens",
    minimum_length: int = 3,
    penalty: float | None = None,
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the periods at which the level of a trend changes.

    A trend is cut into stretches of one level each, such that the sum of squared differences from the level, each
    weighted by the tokens of its period, plus a penalty for each cut is as small as can be. The best cuts of all are
    found (optimal partitioning: Jackson et al. 2005, IEEE Signal Processing Letters 12: 105-108); the pruning of PELT
    (Killick, Fearnhead and Eckley 2012, Journal of the American Statistical Association 107: 1590-1598), which saves
    time for long series, may miss them where a stretch has a minimum length.

    The penalty is 3 ln n times the variance for n periods: the modified Bayesian information criterion of Zhang and
    Siegmund (2007, Biometrics 63: 22-32) without its term for the lengths of the stretches. The plain one (2 ln n: Yao
    1988, Statistics and Probability Letters 6: 181-189) finds smaller changes, and two to six times as many where
    there are none. The variance is taken from the differences of neighboring periods, which a few changes of level
    hardly touch (von Neumann 1941, Annals of Mathematical Statistics 12: 367-395). Simulated series of independent
    noise without a change got a change point in 8% of cases with 8 periods, in 4% with 24 and 1% with 60 (Poisson
    counts: 7%, 4 to 7% and 2 to 4%). Where periods resemble their neighbors, by drift or season, most series get one
    (78% of autoregressive series of 60 periods with a correlation of 0.5): it then says that the level is not the same
    throughout, not that it changed at one time.

    p is of a permutation test: the periods of the two stretches around the change are shuffled (with their weights),
    and the best single cut of them is sought anew each time (Antoch and Hušková 2001, Statistics and Probability
    Letters 53: 37-46). It asks whether a cut as good as the best one there would be found if their order meant
    nothing. It is not corrected for the number of trends that were looked at.

    Parameters
    ----------
    trend : DataFrame
        As `trends` gives it; or any with a column period, the columns that name the series to the left of it.
    column : str
        What may change.
    weights : str, optional
        The column with the denominators of the periods: the more tokens a period has, the more its rate counts. None
        makes all periods count the same.
    minimum_length : int
        How many periods with a value a stretch has at least.
    penalty : float, optional
        What a cut costs, in variances; 3 ln n when left out. More gives fewer change points.
    permutations : int
        How many times the periods are shuffled; 0 leaves p empty.
    seed : int
        Seed of the shuffling; the same seed gives the same p.

    Returns
    -------
    DataFrame
        One row a change point, none for a trend without one: the columns that name the series, then period (the first
        of the new level), before and after (the levels: means weighted like the periods), difference (after -
        before), periods_before and periods_after (with a value, of the two stretches) and p. Periods without a value
        are gaps: they are passed over, and a change within a gap is told by the first period after it. In the order of
        the series in `trend`, then by period. Series with fewer than two stretches' periods have none.

    Raises
    ------
    ValueError
        There is no such column, a weight or value is infinite or negative, or a number is out of its range.

    >>> months = pd.date_range("2023-01-01", periods=8, freq="MS")
    >>> trend = pd.DataFrame({"term": "road", "period": months, "per_million": [10, 12, 9, 11, 31, 29, 30, 32.0]})
    >>> change_points(trend, weights=None)[["term", "period", "before", "after"]].values.tolist()
    [['road', Timestamp('2023-05-01 00:00:00'), 10.5, 30.5]]
    """
    for name, value, least in (
        ("minimum_length", minimum_length, 1),
        ("permutations", permutations, 0),
        ("seed", seed, 0),
    ):
        check_count(name, value, least)
    _check(trend, column, weights, penalty)
    keys = list(trend.columns[: list(trend.columns).index("period")])
    names = trend[keys].drop_duplicates(ignore_index=True)
    series = trend.groupby(keys, sort=False, dropna=False).indices if keys else {None: np.arange(len(trend))}
    found = []
    for places in series.values():
        ordered = trend.iloc[places].sort_values("period", kind="stable")
        found.append(_changes(ordered, column, weights, minimum_length, penalty, permutations, seed))
    nothing = pd.DataFrame(columns=list(TYPES)).astype(TYPES)
    if not found:
        return pd.concat([names, nothing], axis=1)
    repeated = names.iloc[np.repeat(np.arange(len(names)), [len(part) for part in found])].reset_index(drop=True)
    return pd.concat([repeated, pd.concat([nothing, *found], ignore_index=True).astype(TYPES)], axis=1)


def best_cuts(values: np.ndarray, weights: np.ndarray, minimum_length: int, penalty: float) -> list[int]:
    """Cut a series where the weighted squared differences from the means of its stretches, and the cuts, cost least.

    Optimal partitioning (Jackson et al. 2005): the best cuts up to each place are the best up to some place before,
    and one more. Quadratic in the length.

    Parameters
    ----------
    values, weights : float arrays, shape (periods,)
        Without gaps; weights above 0.
    minimum_length : int
        Of a stretch.
    penalty : float
        What each cut costs.

    Returns
    -------
    list of int
        Where each stretch but the first begins, ascending; none for a series shorter than two stretches.

    >>> best_cuts(np.array([1.0, 2, 1, 8, 9, 8]), np.ones(6), 2, penalty=5.0)
    [3]
    """
    length = len(values)
    if length < 2 * minimum_length:
        return []
    sums = _sums(values, weights)
    cost = np.full(length + 1, np.inf)
    cost[0] = -penalty
    before = np.zeros(length + 1, dtype=np.int64)
    for end in range(minimum_length, length + 1):
        begins = np.arange(end - minimum_length + 1)
        total = cost[begins] - _explained(sums, begins, np.full_like(begins, end)) + penalty
        before[end] = begins[np.argmin(total)]
        cost[end] = total.min()
    cuts, end = [], length
    while end := int(before[end]):
        cuts.append(end)
    return cuts[::-1]


def _check(trend: pd.DataFrame, column: str, weights: str | None, penalty: float | None) -> None:
    for name in ("period", column, *([] if weights is None else [weights])):
        choose(name, map(str, trend.columns), "column of the trend")
    if penalty is not None and not penalty > 0:
        raise ValueError(f"penalty is {penalty}: it must be above 0")
    used = trend[[column] if weights is None else [column, weights]].to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(used).any() or (weights is not None and (used[:, 1] < 0).any()):
        raise ValueError(
            f"{column} or its weights {weights} hold an infinite number or a negative weight: leave them out"
        )


def _changes(
    series: pd.DataFrame,
    column: str,
    weights: str | None,
    minimum_length: int,
    penalty: float | None,
    permutations: int,
    seed: int,
) -> pd.DataFrame:
    """Return the change points of one series."""
    values = series[column].to_numpy(dtype=float, na_value=np.nan)
    weight = np.ones(len(series)) if weights is None else series[weights].to_numpy(dtype=float, na_value=np.nan)
    known = ~np.isnan(values) & (weight > 0)
    values, weight, periods = values[known], weight[known], series["period"].to_numpy()[known]
    if len(values) < 2 * minimum_length:
        return pd.DataFrame(columns=list(TYPES)).astype(TYPES)
    weight = weight / weight.mean()
    variance = _noise(values, weight)
    cost = (3 * np.log(len(values)) if penalty is None else penalty) * variance
    cuts = best_cuts(values, weight, minimum_length, cost) if variance > 0 else []
    edges = [0, *cuts, len(values)]
    stretches = [slice(begin, end) for begin, end in pairwise(edges)]
    levels = np.array([np.average(values[some], weights=weight[some]) for some in stretches])
    around = [slice(begin, end) for begin, end in zip(edges, edges[2:], strict=False)]
    columns = {
        "period": periods[cuts],
        "before": levels[:-1],
        "after": levels[1:],
        "difference": np.diff(levels),
        "periods_before": np.diff(edges)[:-1],
        "periods_after": np.diff(edges)[1:],
        "p": [_chance(values[some], weight[some], minimum_length, permutations, seed) for some in around],
    }
    return pd.DataFrame(columns).astype(TYPES)


def _noise(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the variance of a period of the weight 1, from neighbors: of each, the difference has both variances."""
    return float(np.mean(np.diff(values) ** 2 / (1 / weights[:-1] + 1 / weights[1:])))


def _sums(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the sums of weights and of weighted values before each place: shape (2, ..., periods + 1)."""
    # Around the mean, as large numbers of little difference would lose it in their squares.
    centered = values - np.average(values, weights=weights, axis=-1)[..., None]
    parts = np.stack([weights, weights * centered])
    return np.concatenate([np.zeros((*parts.shape[:-1], 1)), np.cumsum(parts, axis=-1)], axis=-1)


def _explained(sums: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return by how much a level of its own lessens the squared differences of each stretch."""
    weight, value = sums[..., end] - sums[..., begin]
    return value**2 / weight


def _chance(values: np.ndarray, weights: np.ndarray, minimum_length: int, permutations: int, seed: int) -> float:
    """Return how often shuffled periods can be cut as well as these: (1 + as well) / (1 + permutations)."""
    if permutations == 0:
        return np.nan
    random = np.random.default_rng(seed)
    order = random.permuted(np.tile(np.arange(len(values)), (permutations, 1)), axis=1)
    observed = _best_gain(values[None], weights[None], minimum_length)[0]
    gains = _best_gain(values[order], weights[order], minimum_length)
    # Sums in another order differ in the last digits: an equal cut is as good.
    return float((1 + (gains >= observed * (1 - 1e-9)).sum()) / (1 + permutations))


def _best_gain(values: np.ndarray, weights: np.ndarray, minimum_length: int) -> np.ndarray:
    """Return by how much the best single cut of each row lessens the squared differences."""
    sums = _sums(values, weights)
    length = values.shape[1]
    cuts = np.arange(minimum_length, length - minimum_length + 1)
    ends = _explained(sums, np.zeros_like(cuts), cuts) + _explained(sums, cuts, np.full_like(cuts, length))
    return ends.max(axis=1)
