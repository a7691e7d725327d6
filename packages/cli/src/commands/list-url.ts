import { type ListedUrlEntry, LodeError, listUrl } from "@lode/core";
import { flag, integerOption, pairsOption } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";
import { humanSize } from "../ui/size.ts";
import { formatTable } from "../ui/table.ts";
import { drawTree } from "../ui/tree.ts";

export const command = defineCommand({
  name: "list-url",
  summary: "List what is at a URL or path",
  description:
    "Works anywhere; no project is needed. URLs are paths, file://, remote://NAME/PATH below a remote, and http:// and https://, where only the file itself can be seen.",
  args: {
    url: argument({ help: "What to list" }),
    recursive: flag({ short: "R", help: "List the files of all levels" }),
    tree: flag({ short: "T", help: "Draw a tree" }),
    level: integerOption({ short: "L", metavar: "<number>", help: "How many levels to go down" }),
    size: flag({ help: "Show sizes" }),
    fsConfig: pairsOption({ help: "Options of the storage, as of a remote" }),
  },
  examples: [
    { line: "lode list-url /mnt/share/images", note: "one folder" },
    { line: "lode list-url -R --size remote://store/raw", note: "all files below a path of a remote" },
  ],
  failureExitCode: 255,
  errorExitCodes: { URL_UNSUPPORTED: 251 },
  async run({ url, recursive, tree, level, fsConfig }, context) {
    if (tree && context.json) {
      throw new LodeError("TREE_AS_JSON", "Cannot draw a tree as JSON", { hint: "Use -R --json." });
    }
    const options = { recursive: recursive || tree, folders: tree, ...withoutUndefined({ maxDepth: level, fsConfig }) };
    return listUrl(projectContext(context), { url, ...options }, context);
  },
  render(entries, { args: { tree, size, url } }) {
    const lines = tree ? treeLines(entries, url) : entries.map((item) => ({ item, text: item.path }));
    if (!size) return lines.map(({ text }) => text).join("\n");
    const rows = lines.map(({ item, text }) => [item?.size == null ? "" : humanSize(item.size), text]);
    return formatTable([{ align: "right" }, {}], rows);
  },
});

interface Line {
  readonly item: ListedUrlEntry | undefined;
  readonly text: string;
}

function treeLines(entries: readonly ListedUrlEntry[], url: string): readonly Line[] {
  const root = entries.find(({ path }) => path === "");
  return [{ item: root, text: url }, ...drawTree(entries.filter((entry) => entry !== root))];
}
