"""The node tests that are refused, by what is said of them: nothing else is left out.

Beside these stand the tests of pooling over three sides that `node_cases.SLOW` does not calculate.
"""

REFUSED = {
    r"holds u?int(8|16|32|64) numbers: expected float": [
        "add_int16",
        "add_int8",
        "add_uint16",
        "add_uint32",
        "add_uint64",
        "add_uint8",
        "max_int16",
        "max_int8",
        "max_uint16",
        "max_uint32",
        "max_uint64",
        "max_uint8",
        "maxpool_2d_uint8",
        "mul_int16",
        "mul_int8",
        "mul_uint16",
        "mul_uint32",
        "mul_uint64",
        "mul_uint8",
        "sub_int16",
        "sub_int8",
        "sub_uint16",
        "sub_uint32",
        "sub_uint64",
        "sub_uint8",
    ],
    r"holds bool numbers: expected float": ["reduce_max_bool_inputs", "reduce_max_empty_set_bool"],
    r"axis \d is 0 long": ["reduce_max_empty_set", "reshape_allowzero_reordered"],
    r"expected an array whose axes are declared": ["identity_opt", "identity_sequence"],
    r"ceil_mode is 1: expected windows that lie inside": [
        "averagepool_2d_ceil",
        "averagepool_2d_ceil_last_window_starts_on_pad",
        "maxpool_2d_ceil",
        "maxpool_2d_ceil_output_size_reduce_by_one",
    ],
    r"dilations=\[2, 2\]: expected 1": ["averagepool_2d_dilations", "maxpool_2d_dilations"],
    r"expected none, or those of padding 'same'": [
        "averagepool_2d_pads",
        "maxpool_2d_pads",
        "averagepool_2d_same_lower",
        "maxpool_2d_same_lower",
    ],
    r"count_include_pad is 1": [
        "averagepool_2d_pads_count_include_pad",
        "averagepool_2d_precomputed_pads_count_include_pad",
    ],
    r"windows go over 3 sides: expected 1 or 2": ["averagepool_3d_default", "maxpool_3d_default"],
    r"the places of the largest numbers are used": [
        "maxpool_with_argmax_2d_precomputed_pads",
        "maxpool_with_argmax_2d_precomputed_strides",
    ],
    r"training_mode is 1: expected 0": [
        "batchnorm_epsilon_training_mode",
        "batchnorm_example_training_mode",
    ],
    r"it is in training: export the model for inference": [
        "training_dropout",
        "training_dropout_default",
        "training_dropout_default_mask",
        "training_dropout_mask",
    ],
    r"its mask is used: expected its output alone": [
        "dropout_default_mask",
        "dropout_default_mask_ratio",
        "training_dropout_zero_ratio_mask",
    ],
    r"its means are used: expected its output alone": [
        "layer_normalization_2d_axis0",
        "layer_normalization_2d_axis1",
        "layer_normalization_2d_axis_negative_1",
        "layer_normalization_2d_axis_negative_2",
        "layer_normalization_3d_axis0_epsilon",
        "layer_normalization_3d_axis1_epsilon",
        "layer_normalization_3d_axis2_epsilon",
        "layer_normalization_3d_axis_negative_1_epsilon",
        "layer_normalization_3d_axis_negative_2_epsilon",
        "layer_normalization_3d_axis_negative_3_epsilon",
        "layer_normalization_4d_axis0",
        "layer_normalization_4d_axis1",
        "layer_normalization_4d_axis2",
        "layer_normalization_4d_axis3",
        "layer_normalization_4d_axis_negative_1",
        "layer_normalization_4d_axis_negative_2",
        "layer_normalization_4d_axis_negative_3",
        "layer_normalization_4d_axis_negative_4",
        "layer_normalization_default_axis",
    ],
    r"it has peepholes \(P\): expected none": ["lstm_with_peepholes"],
    r"a matrix for each of \(.*\) places: expected one": [
        "matmul_1d_3d",
        "matmul_3d",
        "matmul_4d",
        "matmul_bcast",
    ],
}
FIRST_OUTPUT_ALONE = frozenset(
    name
    for reason, names in REFUSED.items()
    if "are used" in reason or "is used" in reason
    for name in names
)
"""Those of which the first output is taken, when nobody uses the others."""
