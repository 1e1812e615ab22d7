/// Everything a network part is built from.
#pragma once

#include <docket/nn/conv_norm_act.hpp>
#include <docket/nn/feature_levels.hpp>
#include <docket/nn/initialise.hpp>
