/// The CPU table of the compute core.
#include <docket/kernels.h>

namespace {

const char* error_text(int code) { return code == 0 ? "no error" : "a kernel argument is out of range"; }

const docket_kernels table = {sizeof(docket_kernels), "cpu", error_text, nullptr, nullptr, nullptr, nullptr, nullptr};

}  // namespace

const docket_kernels* docket_kernels_cpu(void) { return &table; }

const docket_kernels* docket_kernels_cuda(void) { return nullptr; }
