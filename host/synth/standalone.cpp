/// `docket synth` as a program of its own.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <docket/core/error.hpp>

#include "synth/command.hpp"

int main(int argc, char** argv) {
  try {
    return docket::synth::run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const docket::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
