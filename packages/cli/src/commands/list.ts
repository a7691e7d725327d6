import { type ListedEntry, LodeError, list } from "@lode/core";
import { flag, integerOption } from "../arguments/options.ts";
import { partArguments } from "../arguments/part-options.ts";
import { argument, optionalArgument } from "../arguments/positionals.ts";
import { sourceArguments } from "../arguments/source-options.ts";
import { sourceSpec } from "../arguments/source-spec.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";
import { humanSize } from "../ui/size.ts";
import { formatTable } from "../ui/table.ts";
import { drawTree } from "../ui/tree.ts";

export const command = defineCommand({
  name: "list",
  summary: "List what a repository holds",
  description: "Files in Git and tracked data alike. Works anywhere; no data is downloaded.",
  args: {
    url: argument({ help: "Where the repository is: a path or a Git URL" }),
    path: optionalArgument({ help: "A folder or file in it; default: its root; in its work tree, from this folder" }),
    recursive: flag({ short: "R", help: "List the files of all levels" }),
    tree: flag({ short: "T", help: "Draw a tree" }),
    level: integerOption({ short: "L", metavar: "<number>", help: "How many levels to go down" }),
    dvcOnly: flag({ help: "Only tracked data" }),
    ...sourceArguments,
    size: flag({ help: "Show sizes" }),
    showHash: flag({ help: "Show the ids of objects" }),
    ...partArguments,
  },
  examples: [
    { line: "lode list https://example.com/registry data", note: "one folder" },
    { line: "lode list -R URL cats --include '*.jpg'", note: "what get would take with the same patterns" },
    { line: "lode list -R --dvc-only .", note: "all tracked files of this project" },
  ],
  failureExitCode: 1,
  errorExitCodes: { MANIFEST_MISSING: 255, TREE_AS_JSON: 255 },
  jsonIsDvcs: true,
  ignoresQuiet: true,
  async run(
    { path, recursive, tree, level, dvcOnly, size, showHash: _showHash, include, exclude, ...source },
    context,
  ) {
    if (tree && context.json)
      throw new LodeError("TREE_AS_JSON", "Cannot draw a tree as JSON", { hint: "Use -R --json." });
    const options = {
      ...sourceSpec(source),
      ...withoutUndefined({ path, maxDepth: level, include, exclude }),
      recursive: recursive || tree,
      folders: tree,
      dvcOnly,
      sizes: size || context.json,
    };
    return list(projectContext(context), options, context);
  },
  render(entries, { quiet, args: { tree, size, showHash, path } }) {
    // DVC prints trees even so.
    if (quiet && !tree) return "";
    if (!tree && !size && !showHash) return pathLines(entries);
    const lines = tree ? treeLines(entries, path) : entries.map((item) => ({ item, text: item.path }));
    if (!size && !showHash) return lines.map(({ text }) => text).join("\n");
    const columns = [...(size ? [{ align: "right" } as const] : []), ...(showHash ? [{}] : []), {}];
    const rows = lines.map(({ item, text }) => [
      ...(size ? [sizeText(item)] : []),
      ...(showHash ? [item?.md5 ?? "-"] : []),
      text,
    ]);
    return formatTable(columns, rows);
  },
});

function* pathLines(entries: readonly ListedEntry[]): Iterable<string> {
  for (const { path } of entries) yield path;
}

interface Line {
  readonly item: ListedEntry | undefined;
  readonly text: string;
}

function treeLines(entries: readonly ListedEntry[], path: string | undefined): readonly Line[] {
  const root = entries.find((entry) => entry.path === "");
  return [{ item: root, text: path ?? "." }, ...drawTree(entries.filter((entry) => entry !== root))];
}

/** Nothing for what is unknown, and for folders of which only the disk's own size is known. */
function sizeText(entry: ListedEntry | undefined): string {
  if (entry?.size === undefined || entry.size === null) return "";
  return entry.isdir && entry.size <= 0 ? "" : humanSize(entry.size);
}
