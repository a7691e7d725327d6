import { choiceOption } from "../arguments/options.ts";
import { defineCommand } from "../command.ts";
import { bashScript } from "../completion/bash-script.ts";
import { fishScript } from "../completion/fish-script.ts";
import { zshScript } from "../completion/zsh-script.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const command = defineCommand({
  name: "completion",
  summary: "Print a script that completes commands in a shell",
  description: "The script knows all commands and options, and asks lode for the names of remotes.",
  args: { shell: choiceOption(["bash", "zsh", "fish"], { short: "s", help: "The shell; default: bash" }) },
  examples: [
    { line: "lode completion > ~/.local/share/bash-completion/completions/lode", note: "for bash" },
    { line: "lode completion -s zsh > ~/.zfunc/_lode", note: "for zsh, if ~/.zfunc is in fpath" },
    { line: "lode completion -s fish > ~/.config/fish/completions/lode.fish", note: "for fish" },
  ],
  isLocal: true,
  failureExitCode: 255,
  async run({ shell = "bash" }, context) {
    return { shell, script: scripts[shell](await context.describeCommands()) };
  },
  render: ({ script }) => script,
  ignoresQuiet: true,
});
