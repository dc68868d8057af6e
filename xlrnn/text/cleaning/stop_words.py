"""Words that say little about what a text means, whatever it is about.

The list is short on purpose. No negation is in it, nor "but": both turn around what stands beside
them, and a model that cannot see them takes "not good" for "good".
"""

NEGATIONS = frozenset(
    ["not", "no", "never", "none", "nor", "nothing", "nobody", "nowhere", "neither", "without",
     "hardly"]
)  # fmt: skip
_LISTED = """
i me my mine myself you your yours yourself u ur he him his himself she her hers herself
it its itself we us our ours ourselves they them their theirs themselves
a an the this that these those who whom whose which what
am is are was were be been being have has had having do does did doing done
will would shall should can could may might must ought im ive id ill youre theyre thats
and or if then else so because as until while than
of at by for with about against between into through during before after above below to from
up down in out on off over under again further here there when where why how
all any both each few other some such own same just also
s t d ll m re ve rt
"""
STOP_WORDS = frozenset(_LISTED.split()) - NEGATIONS
