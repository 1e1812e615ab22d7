/// How a process that trains or validates shares the machine out.
#pragma once

#include <malloc.h>

#include <ATen/Parallel.h>
#include <opencv2/core/utility.hpp>

#include <docket/core/machine.hpp>

namespace docket {

/// `threads` compute (0: the thread_budget()), OpenCV runs within the loader's workers, and freed memory stays with the process, for the
/// next step needs the same blocks and the system would have to clear them anew: 1.4 to 2.3 times faster on eager convolutions.
inline void set_up_process(int threads) {
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ::mallopt(M_TOP_PAD, 64 << 20);
  at::set_num_threads(threads > 0 ? threads : thread_budget());
  cv::setNumThreads(1);
}

}  // namespace docket
