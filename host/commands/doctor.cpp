#include "doctor.hpp"

#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <docket/build_info.hpp>
#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/plugins/one_runtime.hpp>

#include "../heavy_module.hpp"
#include "../synth/fonts.hpp"
#include "plugin_folders.hpp"

namespace docket {

namespace {

struct Problem {
  std::string what;
  std::string mend;
};

using Problems = std::vector<Problem>;

void print_row(const std::string& name, const std::string& text) {
  std::cout << name << std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') << text << "\n";
}

std::string gibibytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f GiB", static_cast<double>(bytes) / (1 << 30));
  return text;
}

void look_at_processor() {
  const Machine machine = look_at_machine();
  print_row("cpu", machine.cpu_name + ", " + std::to_string(machine.usable_cores) + " of " + std::to_string(machine.cores) + " cores usable");
  std::string has;
  std::string lacks;
  for (const char* flag : {"avx2", "avx512f", "avx512_bf16", "amx_tile", "amx_bf16"}) {
    std::string& text = machine.cpu_flags.contains(flag) ? has : lacks;
    text += (text.empty() ? "" : " ") + std::string(flag);
  }
  print_row("features", (has.empty() ? "none of these" : has) + (lacks.empty() ? "" : "; without " + lacks));
  print_row("memory", gibibytes(machine.memory_bytes) + ", " + gibibytes(machine.available_bytes) + " available");
}

/// Path of the loaded library whose file name begins with `stem`.
std::string loaded_path(const char* stem) {
  std::pair<std::string, std::string> wanted{stem, ""};
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* data) {
        auto& [name, path] = *static_cast<std::pair<std::string, std::string>*>(data);
        const std::filesystem::path file = object->dlpi_name;
        if (path.empty() && file.filename().string().starts_with(name)) path = file.string();
        return 0;
      },
      &wanted);
  return wanted.second.empty() ? "not loaded" : wanted.second;
}

void look_at_libraries(Problems& problems) {
  std::map<std::string, std::string> facts;
  try {
    const auto ask = reinterpret_cast<HeavyFacts>(::dlsym(load_heavy_module(), "docket_heavy_facts"));
    std::istringstream lines(ask == nullptr ? "" : ask());
    for (std::string line; std::getline(lines, line);) facts[line.substr(0, line.find(' '))] = line.substr(line.find(' ') + 1);
  } catch (const Error& error) {
    print_row("LibTorch", "cannot be loaded (built with " DOCKET_BUILD_LIBTORCH ")");
    problems.push_back({error.what(), "tools/build, which installs LibTorch; or LIBTORCH=DIR tools/build with one of your own"});
    return;
  }
  print_row("LibTorch", facts["libtorch"] + ", oneDNN " + facts["onednn"] + ", " + loaded_path("libtorch_cpu.so"));
  print_row("CUDA", facts["cuda"] + (*DOCKET_BUILD_CUDA == '0' ? " (LibTorch for the CPU)" : " (CUDA " DOCKET_BUILD_CUDA ")"));
  if (facts.contains("cuda-problem")) problems.push_back({"CUDA: " + facts["cuda-problem"], "nvidia-smi, which must see the GPU; then the driver"});
  print_row("OpenCV", facts["opencv"] + ", " + loaded_path("libopencv_core.so"));
  print_row("OpenMP", loaded_path("libgomp"));
  const char* asked = std::getenv("OMP_NUM_THREADS");
  print_row("threads", facts["threads"] + " in LibTorch, " + (asked == nullptr ? "OMP_NUM_THREADS not set" : "OMP_NUM_THREADS=" + std::string(asked)));
  if (std::atoi(facts["threads"].c_str()) > usable_cores()) {
    problems.push_back({"LibTorch starts " + facts["threads"] + " threads, this process may use " + std::to_string(usable_cores()) + " cores",
                        "export OMP_NUM_THREADS=" + std::to_string(usable_cores())});
  }
  for (const DoubledRuntime& twice : doubled_runtimes()) {
    problems.push_back({"two copies of " + twice.family + " in one process: " + twice.first + " and " + twice.second,
                        "build docket and its libraries against one of them; ldd FILE shows who asks for which"});
  }
}

void look_at_plugins(const CommandLine& line, Problems& problems) {
  const Catalog catalog = scan_plugins(line);
  std::size_t refused = 0;
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (!plugin.refusal) continue;
    ++refused;
    problems.push_back({plugin.path.string() + ": " + *plugin.refusal, "docket plugins check " + plugin.path.string() + " once it is mended, or remove the file"});
  }
  std::string folders;
  for (const auto& folder : plugin_folders(line)) folders += (folders.empty() ? "" : ", ") + folder.string();
  const std::size_t usable = catalog.plugins().size() - refused;
  print_row("plugins", std::to_string(usable) + " usable, " + std::to_string(refused) + " refused, in " + (folders.empty() ? "no folder" : folders));
  if (usable == 0) problems.push_back({"there are no plugins", "meson compile -C build, or DOCKET_PLUGIN_PATH=DIR"});
}

void look_at_cache(Problems& problems) {
  const std::filesystem::path folder = plugin_cache_folder();
  std::error_code problem;
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  const bool writable = !folder.empty() && ::access(folder.c_str(), W_OK) == 0;
  print_row("cache", folder.empty() ? "none" : folder.string() + (writable ? "" : " (cannot be written)"));
  if (!writable) {
    problems.push_back({"verdicts about plugins cannot be remembered, so each start tries them again", "export XDG_CACHE_HOME=DIR with a folder that can be written"});
  }
}

void look_at_fonts(Problems& problems) {
  try {
    const auto fonts = synth::find_fonts("/usr/share/fonts", synth::Language::mixed);
    print_row("fonts", std::to_string(fonts.size()) + " for docket synth, in /usr/share/fonts");
  } catch (const Error& error) {
    print_row("fonts", "some are missing for docket synth");
    problems.push_back({error.what(), "apt-get install fonts-dejavu fonts-liberation fonts-nanum"});
  }
}

}  // namespace

int run_doctor(const CommandLine& line) {
  line.expect_words(0, 0);
  Problems problems;
  std::error_code ignored;
  print_row("docket", DOCKET_VERSION ", " + std::filesystem::read_symlink("/proc/self/exe", ignored).string());
  look_at_processor();
  look_at_libraries(problems);
  look_at_plugins(line, problems);
  look_at_cache(problems);
  look_at_fonts(problems);
  for (const Problem& problem : problems) std::cout << "\nproblem   " << problem.what << "\n  mend it " << problem.mend << "\n";
  std::cout << (problems.empty() ? "healthy\n" : "");
  return problems.empty() ? 0 : 1;
}

}  // namespace docket
