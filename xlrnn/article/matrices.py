"""The matrices of the article's Excel section, and the values it prints for its first step."""

from typing import Final

WORD: Final = "hello"
VOCABULARY: Final = ("h", "e", "l", "o")

# Rows are hidden units, columns are the letters h, e, l, o. Two entries of row 3 differ in a
# public transcription (0.09234 and 0.55815); 0.09224 is the one that gives the state after "e".
W_XH: Final = (
    (0.287027, 0.84606, 0.572392, 0.486813),
    (0.902874, 0.871522, 0.691079, 0.18998),
    (0.537524, 0.09224, 0.558159, 0.491528),
)
# "Whh as the weight which is a 1*1 matrix … and the bias which is also a 1*1 matrix".
W_HH: Final = 0.427043
B_H: Final = 0.567001
# Rows are the letters h, e, l, o, columns are hidden units. One public transcription.
W_HY: Final = (
    (0.37168, 0.974829459, 0.830034886),
    (0.39141, 0.282585823, 0.659835709),
    (0.64985, 0.09821557, 0.334287084),
    (0.91266, 0.32581642, 0.144630018),
)

# Printed for step 1, the letter "h". The last state is 0.80211853 when calculated: the article
# cut it or carried hidden digits, so these hold to 1e-6 and not by rounding.
STEP_1_INPUT_PART: Final = (0.287027, 0.902874, 0.537524)
STEP_1_RECURRENT_PART: Final = (0.567001, 0.567001, 0.567001)
STEP_1_STATE: Final = (0.693168, 0.899554, 0.802118)
