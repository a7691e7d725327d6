import type { CommandLanguage, DescribedCommand, DescribedOption } from "../description/command-language.ts";
import { mainOptions } from "../grammar/main-options.ts";
import { optionKind, positionalKind } from "./value-kind.ts";

/** The script that makes bash complete `lode`. It asks lode for names of remotes and for nothing else. */
export function bashScript(language: CommandLanguage): string {
  return `# Completion of lode in bash, made by \`lode completion\`.
_lode_remotes() { lode remote list 2>/dev/null | awk '{print $1}'; }

_lode() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local command= words= options= value= word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $command:$word in
      :--cd) ((i++)) ;;
      :-*) ;;
${language.commands
  .filter(({ words }) => words.length === 1)
  .flatMap(aliasCase)
  .join("\n")}
      :*) command=$word ;;
${language.commands.flatMap(subcommandCase).join("\n")}
    esac
  done
  case $command in
    '')
      [[ $prev == --cd ]] && return
      options='${mainOptions.flatMap(({ spellings }) => spellings).join(" ")}'
      words='${firstWords(language).join(" ")}'
      ;;
${language.groups.map(({ word }) => groupCase(word, language)).join("\n")}
${language.commands.map(commandCase).join("\n")}
  esac
  case $value in
    files | nothing) return ;;
    ?*) words=$value ;;
  esac
  if [[ -z $value && $cur == -* ]]; then words=$options; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}

complete -o default -F _lode lode`;
}

function firstWords({ commands, groups }: CommandLanguage): readonly string[] {
  return [...new Set([...groups.map(({ word }) => word), ...commands.map(({ words }) => words[0] ?? "")])];
}

function aliasCase({ words, aliases }: DescribedCommand): readonly string[] {
  return aliases.map((alias) => `      :${alias}) command=${words.join(" ")} ;;`);
}

function subcommandCase({ words }: DescribedCommand): readonly string[] {
  return words.length < 2 ? [] : [`      ${words.join(":")}) command='${words.join(" ")}' ;;`];
}

function groupCase(group: string, { commands }: CommandLanguage): string {
  const words = commands.flatMap((command) => (command.words[0] === group ? command.words.slice(1) : []));
  return `    ${group}) words='${words.join(" ")}' options='--help' ;;`;
}

function commandCase(command: DescribedCommand): string {
  const [positional] = command.positionals;
  const kind = positional === undefined ? "files" : positionalKind(command, positional);
  const lines = [
    `    '${command.words.join(" ")}')`,
    `      options='${command.options.flatMap(({ spellings }) => spellings).join(" ")}'`,
    ...(kind === "choices" ? [`      words='${positional?.choices.join(" ")}'`] : []),
    ...(kind === "remotes" ? ['      words="$(_lode_remotes)"'] : []),
  ];
  const values = command.options.flatMap(valueCase);
  if (values.length > 0) lines.push("      case $prev in", ...values, "      esac");
  return [...lines, "      ;;"].join("\n");
}

function valueCase({ spellings, value }: DescribedOption): readonly string[] {
  if (value === undefined || value.isOptional) return [];
  const offered = {
    remotes: '"$(_lode_remotes)"',
    choices: `'${value.choices.join(" ")}'`,
    files: "files",
    nothing: "nothing",
  };
  return [`        ${spellings.join(" | ")}) value=${offered[optionKind(spellings, value)]} ;;`];
}
