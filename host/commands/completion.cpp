#include "completion.hpp"

#include <cctype>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include <docket/core/error.hpp>

#include "plugin_folders.hpp"
#include "table.hpp"

namespace docket {

namespace {

std::string flag_word(const Flag& flag) {
  const std::string_view name = flag.name;
  return "--" + std::string(name.substr(0, name.find(',')));
}

/// The literal words among a command's arguments: "list | show NAME" -> "list show".
std::string literal_words(const Command& command) {
  std::string words;
  std::istringstream arguments(command.arguments);
  for (std::string word; arguments >> word;) {
    while (word.starts_with('[')) word.erase(0, 1);
    while (word.ends_with(']')) word.pop_back();
    bool literal = !word.empty();
    for (const char c : word) literal = literal && std::islower(static_cast<unsigned char>(c));
    if (literal) words += (words.empty() ? "" : " ") + word;
  }
  return words;
}

/// A flag's value as bash's compgen words, or nothing to offer.
std::string value_action(std::string_view value) {
  if (value == "DIR") return "-d";
  if (value == "FILE") return "-f";
  if (value.find('|') == value.npos) return "";
  std::string words(value);
  for (char& c : words) {
    if (c == '|') c = ' ';
  }
  return "-W '" + words + "'";
}

void print_bash() {
  std::string names;
  for (const Command& command : command_table) names += std::string(command.name) + " ";
  std::cout << "# Completion of docket for bash, made by `docket completion bash`.\n"
               "_docket() {\n"
               "  local line=\"${COMP_LINE:0:COMP_POINT}\"\n"
               "  local cur=\"${line##*[[:space:]]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
               "  local flags= words= files= action=\n"
               "  COMPREPLY=()\n"
               "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
               "    COMPREPLY=($(compgen -W '" << names << "--help --version' -- \"$cur\"))\n"
               "    return\n"
               "  fi\n"
               "  case \"${COMP_WORDS[1]}\" in\n";
  for (const Command& command : command_table) {
    std::cout << "    " << command.name << ")\n      flags='";
    for (const Flag& flag : command.flags) std::cout << flag_word(flag) << " ";
    std::cout << "--help' words='" << literal_words(command) << "'\n";
    const std::string_view arguments = command.arguments;
    if (arguments.find("INPUT") != arguments.npos) std::cout << "      files='*'\n";
    else if (arguments.find("PIPELINE") != arguments.npos || arguments.find("FILE") != arguments.npos) std::cout << "      files='!*.@(toml|so)'\n";
    else if (arguments.starts_with("RUN")) std::cout << "      files='/'\n";
    std::string cases;
    for (const Flag& flag : command.flags) {
      const std::string action = value_action(flag.value);
      if (!action.empty()) cases += " " + flag_word(flag) + ") action=\"" + action + "\" ;;";
      else if (*flag.value) cases += " " + flag_word(flag) + ") return ;;";
    }
    if (!cases.empty()) std::cout << "      case \"$prev\" in" << cases << " esac\n";
    std::cout << "      ;;\n";
  }
  std::cout << R"bash(  esac
  if [[ -n $action ]]; then
    eval "COMPREPLY=(\$(compgen $action -- \"\$cur\"))"
  elif [[ $cur == *.use=* ]]; then
    local stage="${cur%%.use=*}"
    [[ $stage == postprocess ]] && stage=postprocessor
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" completion names 2>/dev/null | sed -n "s/^$stage //p")" -- "${cur#*=}"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [[ ${COMP_WORDS[1]} == plugins && $prev == show ]]; then
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" completion names 2>/dev/null | sed 's/.* //')" -- "$cur"))
  elif [[ -n $words && $COMP_CWORD -eq 2 ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  elif [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    if [[ $files == '*' ]]; then
      COMPREPLY=($(compgen -f -- "$cur"))
    elif [[ $files == / ]]; then
      COMPREPLY=($(compgen -d -- "$cur"))
    else
      COMPREPLY=($(compgen -d -- "$cur") $(shopt -s extglob; compgen -f -X "$files" -- "$cur"))
    fi
  fi
}
complete -F _docket docket
)bash";
}

void print_names(const CommandLine& line) {
  const Catalog catalog = scan_plugins(line);
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (!plugin.refusal) std::cout << plugin.stage << " " << plugin.name << "\n";
  }
}

}  // namespace

int run_completion(const CommandLine& line) {
  line.expect_words(1, 1);
  const std::string& what = line.words().front();
  if (what == "bash") print_bash();
  else if (what == "names") print_names(line);
  else throw Error(ErrorKind::config, "command line", "'" + what + "' is no shell that docket can complete for; there is: bash");
  return 0;
}

}  // namespace docket
