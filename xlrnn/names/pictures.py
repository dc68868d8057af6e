"""Pictures as grids of cells: pixels, planes of numbers, filters, maps of what they find."""

from xlrnn.names.name import Kind, Name, Role

_GRID = ("row", "column")
PLANES = ("red", "green", "blue")
"""What a pixel is made of, in the order in which a network takes it."""

# fmt: off
TABLE = (
    Name("picture", "which picture", ("one", "one"), Role.INPUT, text=True,
         note="pick one from the list"),
    Name("picture_names", "its name", ("picture", "one"), Role.PARAMETER, text=True,
         term="names of the pictures"),
    Name("gallery", "the pictures", _GRID, Role.INPUT, text=True,
         note="a letter is a colour: change one, and the picture is another"),
    Name("paint", "painted over it", _GRID, Role.INPUT, text=True, optional=True,
         note="a letter here takes the place of the pixel; empty: the pixel stays"),
    Name("letter_of", "letter", ("colour", "one"), Role.PARAMETER, text=True,
         term="letters of the colours"),
    *(Name(f"{plane}_of", plane, ("colour", "one"), Role.PARAMETER, term=f"{plane} in each colour")
      for plane in PLANES),
    Name("picture_number", "its number in the list", ("one", "one"), Role.CALCULATION,
         "the place of the name in the list, 0 if it is not there", whole=True,
         term="number of the picture"),
    Name("picture_there", "is there such a picture?", ("one", "one"), Role.CHECK, text=True,
         term="is there a picture of this name?"),
    Name("pixel", "the picture", _GRID, Role.CALCULATION,
         "what is painted over it, or else the pixel of the picture chosen", text=True,
         note="what the network looks at", term="pixels, by their letters"),
    Name("colour_number", "its colour", _GRID, Role.CALCULATION,
         "the row of the letter in the list of colours, 0 if it is not there", whole=True,
         term="colour of each pixel, by its number"),
    Name("colours_known", "is every letter a colour?", ("one", "one"), Role.CHECK, text=True),
    *(Name(f"plane_{plane}", plane, _GRID, Role.CALCULATION, f"the {plane} of the pixel's colour",
           note="from 0, nothing of it, to 1", term=f"{plane} plane of the picture")
      for plane in PLANES),
    Name("kernel", "filter", ("down", "across"), Role.PARAMETER, kind=Kind.WEIGHT,
         term="weights of a filter (kernel)"),
    Name("kernel_bias", "bias of the filter", ("one", "one"), Role.PARAMETER, kind=Kind.BIAS),
    Name("filtered", "sum of each window", _GRID, Role.CALCULATION,
         "Σ window · filter + b", note="the filter laid on each window: products, added up",
         term="convolution, before the function"),
    Name("feature_map", "what the filter finds", _GRID, Role.CALCULATION,
         term="feature map", note="the larger, the more the window looks like the filter"),
    Name("pooled_map", "the largest of each window", _GRID, Role.OUTPUT,
         "max of the window", term="feature map after pooling"),
    Name("flattened", "what was seen", ("feature", "step"), Role.CALCULATION,
         "place by place, filter by filter, below each other",
         note="the maps as one column", term="feature maps as one column (flattened)"),
    Name("window_row", "row of the window", ("one", "one"), Role.INPUT, whole=True),
    Name("window_column", "column of the window", ("one", "one"), Role.INPUT, whole=True),
    Name("window_filter", "number of the filter", ("one", "one"), Role.INPUT, whole=True),
    Name("window_seen", "what the window sees", ("down", "across"), Role.CALCULATION,
         "the pixels from that row and column on", term="window of the picture"),
    Name("window_kernel", "the filter", ("down", "across"), Role.CALCULATION,
         "the weights of the filter chosen", term="weights of one filter"),
    Name("window_product", "products", ("down", "across"), Role.CALCULATION,
         "window · filter, number by number", term="products of window and filter"),
    Name("window_part", "their sum", ("one", "one"), Role.CALCULATION, "Σ products",
         term="what one plane adds"),
    Name("window_bias", "bias", ("one", "one"), Role.CALCULATION, "the bias of the filter chosen",
         term="bias of one filter"),
    Name("window_sum", "the sum of all", ("one", "one"), Role.CALCULATION,
         "red + green + blue + b", term="convolution at one place"),
    Name("window_found", "what the filter finds here", ("one", "one"), Role.OUTPUT,
         "relu of the sum", term="one place of the feature map"),
    Name("caption", "the sentence", ("one", "one"), Role.OUTPUT, text=True,
         term="caption of the picture"),
)
# fmt: on
