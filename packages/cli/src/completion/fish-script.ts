import type { CommandLanguage, DescribedCommand, DescribedOption } from "../description/command-language.ts";
import { mainOptions } from "../grammar/main-options.ts";
import { optionKind, positionalKind } from "./value-kind.ts";

/** The script that makes fish complete `lode`, with the help of each word. */
export function fishScript({ commands, groups }: CommandLanguage): string {
  const first = [
    ...groups.map(({ word, summary }) => wordLine("", word, summary)),
    ...commands.flatMap(({ words, aliases, summary }) =>
      words.length > 1 ? [] : [...words, ...aliases].map((word) => wordLine("", word, summary)),
    ),
  ];
  const second = commands.flatMap(({ words: [group = "", word], summary }) =>
    word === undefined ? [] : [wordLine(group, word, summary)],
  );
  return `# Completion of lode in fish, made by \`lode completion -s fish\`.
function __lode_remotes
    lode remote list 2>/dev/null | string replace -r '\\s.*' ''
end

# The words that name the command, as far as they are typed.
function __lode_words
    set -l skip no
    for word in (commandline -opc)[2..-1]
        if test $skip = yes
            set skip no
            continue
        end
        switch $word
            case --cd
                set skip yes
            case '-*'
            case '*'
                echo $word
        end
    end
end

# Whether exactly these words are typed so far.
function __lode_at
    set -l typed (__lode_words)
    test "$typed" = "$argv"
end

# Whether the command begins with these words.
function __lode_in
    set -l typed (__lode_words)
    test (count $typed) -ge (count $argv); and test "$typed[1..$(count $argv)]" = "$argv"
end

complete -c lode -f
${mainOptions.map((option) => optionLine("__lode_at", option)).join("\n")}
${[...first, ...second].join("\n")}
${commands.flatMap(commandLines).join("\n")}`;
}

function wordLine(group: string, word: string, summary: string): string {
  return `complete -c lode -n '__lode_at${group === "" ? "" : ` ${group}`}' -a ${word} -d ${quote(summary)}`;
}

function commandLines(described: DescribedCommand): readonly string[] {
  const { words, aliases, options, positionals } = described;
  const last = words.length - 1;
  const names = [words, ...aliases.map((alias) => [...words.slice(0, last), alias])];
  const [positional] = positionals;
  const offered = {
    remotes: " -a '(__lode_remotes)'",
    choices: ` -a ${quote(positional?.choices.join(" ") ?? "")}`,
    files: " -F",
    nothing: "",
  };
  return names.flatMap((name) => {
    const condition = `__lode_in ${name.join(" ")}`;
    const files =
      positional === undefined
        ? []
        : [`complete -c lode -n '${condition}'${offered[positionalKind(described, positional)]}`];
    return [...options.map((option) => optionLine(condition, option)), ...files];
  });
}

function optionLine(condition: string, { spellings, help, value }: DescribedOption): string {
  const names = spellings.map((spelling) =>
    spelling.startsWith("--") ? ` -l ${spelling.slice(2)}` : ` -s ${spelling.slice(1)}`,
  );
  const kind = value === undefined ? undefined : optionKind(spellings, value);
  const offered = {
    remotes: " -x -a '(__lode_remotes)'",
    choices: ` -x -a ${quote(value?.choices.join(" ") ?? "")}`,
    files: " -r -F",
    nothing: " -x",
  };
  return `complete -c lode -n '${condition}'${names.join("")}${kind === undefined ? "" : offered[kind]} -d ${quote(help)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
