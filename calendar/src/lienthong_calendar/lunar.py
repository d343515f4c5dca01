"""Tết and the Hùng Kings' day: the lunar calendar of Việt Nam from new moons and the sun's longitude, at UTC+7.

The series are J. Meeus, Astronomical Algorithms (1998), chapters 25 and 49, without terms under 9 seconds each; Delta T is that of
F. Espenak and J. Meeus for 2005-2050. Instants are days of terrestrial time since noon of 1 January 2000, days count from that date.
"""

from datetime import date, timedelta
from functools import cache
from itertools import count
from math import floor, radians, sin

YEARS = range(1976, 2100)
_EPOCH = date(2000, 1, 1)
_LOCAL_NOON = 0.5 + 7 / 24
# Days, then multiples of the sun's anomaly, the moon's anomaly, the moon's distance from its node, and the node.
_NEW_MOON = (
    (-0.40720, 0, 1, 0, 0), (0.17241, 1, 0, 0, 0), (0.01608, 0, 2, 0, 0), (0.01039, 0, 0, 2, 0), (0.00739, -1, 1, 0, 0),
    (-0.00514, 1, 1, 0, 0), (0.00208, 2, 0, 0, 0), (-0.00111, 0, 1, -2, 0), (-0.00057, 0, 1, 2, 0), (0.00056, 1, 2, 0, 0),
    (-0.00042, 0, 3, 0, 0), (0.00042, 1, 0, 2, 0), (0.00038, 1, 0, -2, 0), (-0.00024, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 1),
)  # fmt: skip
# Days, degrees at the first new moon of 2000, degrees a month: what the planets add.
_PLANETS = ((325e-6, 299.77, 0.107408), (165e-6, 251.88, 0.016321), (164e-6, 251.83, 26.651886), (126e-6, 349.42, 36.412478),
            (110e-6, 84.66, 18.206239))  # fmt: skip


def lunar_new_year(year: int) -> date:
    """The first day of the first lunar month of that year. Raises ValueError outside 1976-2099."""
    return _month_start(year, 1)


def hung_kings_day(year: int) -> date:
    """The 10th day of the third lunar month, never of a leap one. Raises ValueError outside 1976-2099."""
    return _month_start(year, 3) + timedelta(9)


def _month_start(year: int, number: int) -> date:
    if year not in YEARS:
        raise ValueError(f"the lunar calendar is known for {YEARS[0]}-{YEARS[-1]}, not for {year}")
    first, following = _solstice_month(year - 1), _solstice_month(year)
    starts = [_first_day(month) for month in range(first, following + 1)]
    if following - first == 13:
        del starts[next(i for i in range(13) if _sign(starts[i]) == _sign(starts[i + 1]))]
    return _EPOCH + timedelta(starts[number + 1])  # the month of the solstice is the eleventh


@cache
def _solstice_month(year: int) -> int:
    after = floor((year - 1999) * 12.3685) + 1
    return next(month for month in count(after, -1) if _sign(_first_day(month)) < 9)


def _first_day(month: int) -> int:
    instant = _new_moon(month)
    return floor(instant - _delta_t(instant) + _LOCAL_NOON)


def _delta_t(instant: float) -> float:
    years = instant / 365.25
    return (62.92 + 0.32217 * years + 0.005589 * years**2) / 86400


def _new_moon(k: int) -> float:
    t = k / 1236.85
    sun, moon = 2.5534 + 29.10535670 * k, 201.5643 + 385.81693528 * k + 0.0107582 * t**2
    angles = (sun, moon, 160.7108 + 390.67050284 * k - 0.0016118 * t**2, 124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    flattening = 1 - 0.002516 * t
    near = 5.09766 + 29.530588861 * k + 0.00015437 * t**2
    near += sum(c * flattening ** abs(m[0]) * _sin(sum(n * a for n, a in zip(m, angles, strict=True))) for c, *m in _NEW_MOON)
    return near + sum(days * _sin(start + speed * k) for days, start, speed in _PLANETS)


def _sign(day: int) -> int:
    """Which twelfth of its way the sun is in when a local day begins; 0 from the March equinox, 9 from the December solstice."""
    midnight = day - _LOCAL_NOON
    t = (midnight + _delta_t(midnight)) / 36525
    anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t**2
    centre = (1.914602 - 0.004817 * t) * _sin(anomaly) + 0.019993 * _sin(2 * anomaly) + 0.000289 * _sin(3 * anomaly)
    longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre - 0.00569 - 0.00478 * _sin(125.04 - 1934.136 * t)
    return floor(longitude % 360 / 30)


def _sin(degrees: float) -> float:
    return sin(radians(degrees))
