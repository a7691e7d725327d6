import type {
  CommandLanguage,
  DescribedArgument,
  DescribedCommand,
  DescribedOption,
} from "../description/command-language.ts";
import { mainOptions } from "../grammar/main-options.ts";
import { optionKind, positionalKind, type ValueKind } from "./value-kind.ts";

/** The script that makes zsh complete `lode`, with the help of each word. */
export function zshScript(language: CommandLanguage): string {
  const { commands, groups } = language;
  return `#compdef lode
# Completion of lode in zsh, made by \`lode completion -s zsh\`.
_lode_remotes() {
  local -a remotes
  remotes=(\${(f)"$(lode remote list 2>/dev/null | awk '{print $1}')"})
  compadd -a remotes
}

_lode_words() {
  local -a words
  words=(
${[...groups.map(({ word, summary }) => wordLine(word, summary)), ...commands.flatMap(topWords)].join("\n")}
  )
  _describe command words
}

${groups.map(({ word }) => groupFunction(word, language)).join("\n\n")}

_lode_arguments() {
  case $1 in
${commands.map(commandCase).join("\n")}
  esac
}

_lode() {
  local curcontext=$curcontext state line
  _arguments -C \\
${mainOptions.map((option) => `    ${optionSpec(option)} \\`).join("\n")}
    '1: :_lode_words' '*:: :->rest'
  [[ $state == rest ]] || return
  case $line[1] in
${groups.map(({ word }) => `    ${word}) _lode_group ${word} ;;`).join("\n")}
${commands.flatMap(aliasCase).join("\n")}
    *) _lode_arguments $line[1] ;;
  esac
}

_lode_group() {
  if ((CURRENT == 2)); then _lode_words_$1
  else
    local command="$1 $words[2]"
    shift words
    ((CURRENT--))
    _lode_arguments $command
  fi
}

if [[ $funcstack[1] == _lode ]]; then _lode "$@"; else compdef _lode lode; fi`;
}

function wordLine(word: string, summary: string): string {
  return `    ${quote(`${word}:${summary}`)}`;
}

function topWords({ words, aliases, summary }: DescribedCommand): readonly string[] {
  return words.length > 1 ? [] : [...words, ...aliases].map((word) => wordLine(word, summary));
}

function groupFunction(group: string, { commands }: CommandLanguage): string {
  const lines = commands.flatMap(({ words: [first, second], summary }) =>
    first === group && second !== undefined ? [wordLine(second, summary)] : [],
  );
  return `_lode_words_${group}() {\n  local -a words\n  words=(\n${lines.join("\n")}\n  )\n  _describe command words\n}`;
}

function aliasCase({ words, aliases }: DescribedCommand): readonly string[] {
  return aliases.map((alias) => `    ${alias}) _lode_arguments ${words.join(" ")} ;;`);
}

function commandCase(described: DescribedCommand): string {
  const specs = [
    ...described.options.map(optionSpec),
    ...described.positionals.map((argument) => positionalSpec(described, argument)),
  ];
  return `    '${described.words.join(" ")}')\n      _arguments ${specs.join(" \\\n        ")}\n      ;;`;
}

/** `(-j --jobs)` keeps a second spelling from being offered. */
function optionSpec({ spellings, help, value }: DescribedOption): string {
  const action = value === undefined ? "" : `:${plain(value.name)}:${actionOf(optionKind(spellings, value), value)}`;
  return spellings.map((spelling) => quote(`(${spellings.join(" ")})${spelling}[${plain(help)}]${action}`)).join(" ");
}

function positionalSpec(described: DescribedCommand, argument: DescribedArgument): string {
  const place = argument.isList ? "*" : "";
  return quote(`${place}:${plain(argument.name)}:${actionOf(positionalKind(described, argument), argument)}`);
}

function actionOf(kind: ValueKind, { choices }: DescribedArgument): string {
  const actions = { remotes: "_lode_remotes", choices: `(${choices.join(" ")})`, files: "_files", nothing: " " };
  return actions[kind];
}

/** Brackets and colons have a meaning in the arguments of _arguments. */
function plain(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
