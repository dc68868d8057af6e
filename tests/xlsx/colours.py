"""How colours are seen: their contrast, and by eyes that do not tell red from green.

Contrast and luminance are those of the Web Content Accessibility Guidelines 2; the matrices are
Viénot, Brettel and Mollon's (1999), on linear light.
"""

import numpy as np

# Light of the three guns to the cones, and what the other two cones make of the missing one.
_CONES = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714],
                   [0.0299566, 0.184309, 1.46709]])  # fmt: skip
_SEEN = {
    "usual": np.eye(3),
    "protanopia": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
    "deuteranopia": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
}
EYES = tuple(_SEEN)


def linear(colour):
    """Return the light of a colour such as #2F4B66, from 0 to 1."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def distance(one, other, eyes):
    """Return how far apart two colours are to some eyes, in CIELAB; 2.3 is just to be seen."""
    return float(np.linalg.norm(_lab(one, eyes) - _lab(other, eyes)))


def _lab(colour, eyes):
    seen = np.linalg.inv(_CONES) @ _SEEN[eyes] @ _CONES @ linear(colour)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.array(to_xyz) @ seen.clip(0, 1) / [0.9505, 1, 1.089]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
