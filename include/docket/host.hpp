/// What a program includes that embeds the detector; docs/embedding.md shows one.
#pragma once

#include <docket/core/error.hpp>
#include <docket/data/image_file.hpp>
#include <docket/data/prediction_file.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/plugins/catalog.hpp>
