import { LodeError, type SourceSpec } from "@lode/core";
import type { SourceArguments } from "./source-options.ts";
import { withoutUndefined } from "./without-undefined.ts";

/**
 * Which repository the arguments name, and how its data is reached. `--remote` with `--remote-config` is one
 * configuration, as DVC records it.
 *
 * @throws SOURCE_OPTIONS_CONFLICT if `--config` is given beside both
 */
export function sourceSpec({ url, rev, config, remote, remoteConfig }: SourceArguments): SourceSpec {
  const base = { url, ...withoutUndefined({ rev }) };
  if (remote === undefined || remoteConfig === undefined) {
    return { ...base, ...withoutUndefined({ config, remote: remote ?? remoteConfig }) };
  }
  if (config === undefined) return { ...base, config: { core: { remote }, remote: { [remote]: remoteConfig } } };
  throw new LodeError(
    "SOURCE_OPTIONS_CONFLICT",
    "Cannot use --config together with --remote and --remote-config: only two of them fit into one import",
    { hint: "Put the remote's options into the config file." },
  );
}
