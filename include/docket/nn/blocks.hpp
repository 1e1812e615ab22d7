/// Everything a network part is built from.
#pragma once

#include <docket/nn/conv_norm_act.hpp>
#include <docket/nn/conv_transpose_norm_act.hpp>
#include <docket/nn/drop_path.hpp>
#include <docket/nn/feature_levels.hpp>
#include <docket/nn/initialise.hpp>
#include <docket/nn/initialise_fan_in.hpp>
#include <docket/nn/squeeze_excite.hpp>
#include <docket/nn/upsample.hpp>
