import { anyNumber, anyText, bool, integer, lowerText, oneOf } from "./option-rules.ts";
import { localDefaults, localOptions, type SectionSchema } from "./remote-schemas.ts";

/**
 * What the sections without names may hold. In `feature`, DVC ignores what it does not know. Source: DVC 3.67's schema,
 * with the options that it accepts and no longer uses.
 */
export const sectionSchemas = {
  core: {
    options: {
      remote: lowerText,
      checksum_jobs: integer(1),
      interactive: bool,
      analytics: bool,
      hardlink_lock: bool,
      no_scm: bool,
      autostage: bool,
      experiments: bool,
      check_update: bool,
      site_cache_dir: anyText,
      machine: lowerText,
    },
    defaults: {
      interactive: false,
      analytics: true,
      hardlink_lock: false,
      no_scm: false,
      autostage: false,
      check_update: true,
    },
  },
  cache: {
    options: {
      local: anyText,
      s3: anyText,
      gs: anyText,
      hdfs: anyText,
      webhdfs: anyText,
      ssh: anyText,
      azure: anyText,
      dir: anyText,
      ...localOptions,
    },
    defaults: localDefaults,
  },
  state: {
    options: { dir: anyText, row_limit: integer(1), row_cleanup_quota: integer(0, 100) },
    defaults: {},
  },
  index: { options: { dir: anyText }, defaults: {} },
  feature: { options: { machine: bool }, defaults: { machine: false } },
  plots: {
    options: { html_template: anyText, auto_open: bool, out_dir: anyText },
    defaults: { auto_open: false },
  },
  exp: {
    options: {
      code: anyText,
      data: anyText,
      models: anyText,
      metrics: anyText,
      params: anyText,
      plots: anyText,
      live: anyText,
      auto_push: bool,
      git_remote: anyText,
    },
    defaults: {},
  },
  parsing: {
    options: { bool: oneOf("store_true", "boolean_optional"), list: oneOf("nargs", "append") },
    defaults: {},
  },
  hydra: {
    options: {
      enabled: bool,
      config_dir: anyText,
      config_module: anyText,
      config_name: anyText,
      plugins_path: anyText,
    },
    defaults: { enabled: false },
  },
  studio: {
    options: { token: anyText, url: anyText, repo_url: anyText, offline: bool },
    defaults: { offline: false },
  },
} as const satisfies Record<string, SectionSchema>;

/** What each `machine "name"` may hold. */
export const machineSchema: SectionSchema = {
  options: {
    cloud: oneOf("aws", "azure"),
    region: oneOf("us-west", "us-east", "eu-west", "eu-north"),
    image: anyText,
    spot: bool,
    spot_price: anyNumber,
    instance_hdd_size: integer(),
    instance_type: lowerText,
    instance_gpu: lowerText,
    ssh_private: anyText,
    startup_script: anyText,
    setup_script: anyText,
  },
  defaults: {},
};

/** What each `db "name"` may hold. */
export const dbSchema: SectionSchema = {
  options: { url: anyText, username: anyText, password: anyText },
  defaults: {},
};
