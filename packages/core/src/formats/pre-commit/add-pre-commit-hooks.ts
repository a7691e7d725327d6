import { LodeError } from "../../base/lode-error.ts";
import { appendYaml } from "../yaml/append-yaml.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import { printYaml } from "../yaml/print-yaml.ts";
import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";

/**
 * Adds Lode's hooks to the text of a `.pre-commit-config.yaml`, of which all else stays as it is. They run lode, or dvc
 * where there is no lode: the file is in Git, and so for everyone.
 *
 * @param text undefined: there is no file yet
 * @returns the text itself if it has the hooks
 * @throws YAML_INVALID, PRE_COMMIT_INVALID
 */
export function addPreCommitHooks(text: string | undefined, fileName: string): string {
  if (text === undefined || text.trim() === "") return printYaml(yamlMap({ repos: [lodeEntry()] }));
  const document = parseYaml(text, { fileName });
  const hasHooks = readRepos(document.value, fileName).some((repo) =>
    hooksOf(repo).some((hook) => hook.get("id") === "lode-pre-commit"),
  );
  if (hasHooks) return text;
  return appendYaml(document, "repos", lodeEntry());
}

/**
 * Says whether DVC's hooks are in a `.pre-commit-config.yaml`.
 *
 * @throws YAML_INVALID, PRE_COMMIT_INVALID
 */
export function callsDvcHooks(text: string, fileName: string): boolean {
  const repos = readRepos(parseYaml(text, { fileName }).value, fileName);
  return repos.some((repo) => hooksOf(repo).some((hook) => hook.get("id") === "dvc-pre-commit"));
}

function readRepos(value: YamlValue, fileName: string): readonly YamlValue[] {
  const config = value ?? new Map<YamlValue, YamlValue>();
  const repos = isYamlMap(config) ? (config.get("repos") ?? []) : undefined;
  if (isYamlSequence(repos)) return repos;
  throw new LodeError("PRE_COMMIT_INVALID", `Cannot add hooks to '${fileName}': 'repos' is not a list`, {
    hint: "See https://pre-commit.com for the format of the file.",
    details: { file: fileName },
  });
}

function hooksOf(repo: YamlValue): readonly YamlMap[] {
  const hooks = isYamlMap(repo) ? repo.get("hooks") : undefined;
  return isYamlSequence(hooks) ? hooks.filter(isYamlMap) : [];
}

function lodeEntry(): YamlMap {
  return yamlMap({ repo: "local", hooks: ["pre-commit", "pre-push", "post-checkout"].map(lodeHook) });
}

function lodeHook(stage: string): YamlMap {
  return yamlMap({
    id: `lode-${stage}`,
    name: `Lode ${stage}`,
    entry: `sh -c 'exec $(command -v lode || echo dvc) git-hook ${stage}'`,
    language: "system",
    stages: [stage],
    always_run: true,
    pass_filenames: false,
    verbose: true,
  });
}
