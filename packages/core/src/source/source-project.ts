import { join } from "node:path";
import type { FileTree } from "../base/file-tree.ts";
import { subTree } from "../base/sub-tree.ts";
import type { Config } from "../formats/config/config.ts";
import { decodeConfig } from "../formats/config/parse-config.ts";
import { redactUrl } from "../formats/config/redact-url.ts";
import { resolveRemote } from "../formats/config/resolve-remote.ts";
import type { ConfigLevel } from "../formats/config/validate-config.ts";
import { DiskTree } from "../fs/disk-tree.ts";
import { isDirectory } from "../fs/is-directory.ts";
import { DVC_DIR } from "../project/find-root.ts";
import { loadConfig } from "../project/load-config.ts";
import { loadIndex } from "../project/load-index.ts";
import { ownerFinder } from "../project/owner-finder.ts";
import type { Project, ProjectCache } from "../project/project.ts";
import { projectCache } from "../project/project-cache.ts";
import type { ProjectIndex } from "../project/project-index.ts";
import { type OutputFolders, outputFolders } from "./output-folders.ts";
import { refuseForeignOptions } from "./refuse-foreign-options.ts";
import { servedConfig } from "./served/served-config.ts";
import type { ProjectPlace, SourceProject } from "./source.ts";
import { remoteOptionsOverlay, upstreamOverlay, userOverlays } from "./source-overlays.ts";

/**
 * Opens a project of a source. Its configuration is, lowest first: the machine's and the user's, that of the revision,
 * for a local path that of the folder as it is now, and what the user asks for.
 *
 * @throws CONFIG_INVALID, CONFIG_FILE_NOT_FOUND, REMOTE_NOT_SET, CONFIG_UNTRUSTED; REMOTE_MISSING if the remote that the user names is not
 *   among them
 */
export async function openSourceProject(place: ProjectPlace, prefix: string): Promise<SourceProject> {
  const tree = subTree(place.tree, prefix);
  const rootDir = join(place.rootDir, prefix);
  const { config, ownCache } = await sourceConfig(place, tree, rootDir);
  const { remote } = place.spec;
  if (prefix === "" && typeof remote === "string") resolveRemote(config, remote);
  const project: Project = {
    context: place.source.context,
    rootDir,
    cwd: "",
    tree,
    commit: place.commit,
    config,
    git: undefined,
    cache: place.source.cache ?? ownCache,
  };
  let index: Promise<ProjectIndex> | undefined;
  const loadOnce = (): Promise<ProjectIndex> => {
    index ??= loadIndex(project);
    return index;
  };
  let folders: Promise<OutputFolders> | undefined;
  return {
    prefix,
    project,
    ownerOf: ownerFinder(project, loadOnce),
    index: loadOnce,
    outputFolders: () => {
      folders ??= loadOnce().then(outputFolders);
      return folders;
    },
    manifests: new Map(),
    place,
  };
}

async function sourceConfig(
  { spec, source, isLocal, commit, server }: ProjectPlace,
  tree: FileTree,
  rootDir: string,
): Promise<{ readonly config: Config; readonly ownCache: ProjectCache }> {
  const { context } = source;
  const inPlace = isLocal && commit === undefined;
  const base = { tree, rootDir, local: isLocal };
  const overlays: ConfigLevel[] = [];
  const own = await loadConfig(context, base);
  if (isLocal && isDirectory(join(rootDir, DVC_DIR)))
    overlays.push(
      upstreamOverlay(
        inPlace ? own : await loadConfig(context, { ...base, tree: new DiskTree(rootDir) }),
        projectCache(rootDir, own).dir,
      ),
    );
  const byUser = [...userOverlays(spec, context.cwd)];
  const below = await loadConfig(context, { ...base, overlays: [...overlays, ...byUser] });
  byUser.push(...remoteOptionsOverlay(spec, below));
  if (!isLocal) await refuseForeign(tree, spec.url, byUser);
  overlays.push(...byUser);
  const config = await loadConfig(context, { ...base, overlays });
  return {
    config: server === undefined ? config : servedConfig(config, server.remoteUrl),
    ownCache: projectCache(rootDir, own),
  };
}

async function refuseForeign(tree: FileTree, url: string, byUser: readonly ConfigLevel[]): Promise<void> {
  const bytes = await tree.readBytes(".dvc/config");
  const own = byUser.map(({ config }) => config);
  if (bytes !== undefined) refuseForeignOptions(decodeConfig(bytes, ".dvc/config"), redactUrl(url), own);
}
