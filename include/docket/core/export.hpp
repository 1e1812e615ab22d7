/// Visibility of the few types whose identity must be one across shared libraries (exceptions, stage classes).
#pragma once

#define DOCKET_API __attribute__((visibility("default")))
