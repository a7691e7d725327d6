import {
  anyText,
  bool,
  boolOrText,
  integer,
  linkTypes,
  notInFiles,
  notNegative,
  type OptionRule,
  type OptionValue,
  oneOf,
} from "./option-rules.ts";

/** The options of a section, and the values of those that are not set. */
export interface SectionSchema {
  readonly options: Readonly<Record<string, OptionRule>>;
  readonly defaults: Readonly<Record<string, OptionValue>>;
}

const common = {
  url: anyText,
  checksum_jobs: integer(1),
  jobs: integer(1),
  worktree: bool,
  no_traverse: bool,
  version_aware: bool,
  verify: bool,
};

/** Options of the project's own cache, too. */
export const localOptions = {
  type: linkTypes,
  protected: bool,
  shared: oneOf("group"),
  slow_link_warning: bool,
  verify: bool,
};

/** Defaults of the project's own cache, too. */
export const localDefaults = { protected: false, slow_link_warning: true, verify: false };

const http: SectionSchema = {
  options: {
    ...common,
    auth: oneOf("basic", "digest", "custom"),
    custom_auth_header: anyText,
    user: anyText,
    password: anyText,
    ask_password: bool,
    ssl_verify: boolOrText,
    method: anyText,
    connect_timeout: notNegative,
    read_timeout: notNegative,
  },
  defaults: { verify: false },
};

const webdav: SectionSchema = {
  options: {
    ...common,
    user: anyText,
    password: anyText,
    ask_password: bool,
    token: anyText,
    bearer_token_command: anyText,
    custom_auth_header: anyText,
    cert_path: anyText,
    key_path: anyText,
    timeout: integer(),
    ssl_verify: boolOrText,
  },
  defaults: { verify: false },
};

const s3: SectionSchema = {
  options: {
    ...common,
    region: anyText,
    profile: anyText,
    credentialpath: anyText,
    configpath: anyText,
    endpointurl: anyText,
    access_key_id: anyText,
    secret_access_key: anyText,
    session_token: anyText,
    listobjects: bool,
    use_ssl: bool,
    allow_anonymous_login: bool,
    ssl_verify: boolOrText,
    sse: anyText,
    sse_kms_key_id: anyText,
    sse_customer_algorithm: anyText,
    sse_customer_key: anyText,
    acl: anyText,
    grant_read: anyText,
    grant_read_acp: anyText,
    grant_write_acp: anyText,
    grant_full_control: anyText,
    cache_regions: notInFiles,
    read_timeout: integer(),
    connect_timeout: integer(),
  },
  defaults: { listobjects: false, use_ssl: true, allow_anonymous_login: false, verify: false },
};

const gs: SectionSchema = {
  options: {
    ...common,
    projectname: anyText,
    credentialpath: anyText,
    endpointurl: anyText,
    allow_anonymous_login: bool,
  },
  defaults: { allow_anonymous_login: false, verify: false },
};

const ssh: SectionSchema = {
  options: {
    ...common,
    type: linkTypes,
    port: integer(),
    user: anyText,
    password: anyText,
    ask_password: bool,
    passphrase: anyText,
    ask_passphrase: bool,
    keyfile: anyText,
    timeout: integer(),
    gss_auth: bool,
    allow_agent: bool,
    max_sessions: integer(),
  },
  defaults: { verify: false },
};

const { verify: _, ...withoutVerify } = common;

const hdfs: SectionSchema = {
  options: { ...withoutVerify, user: anyText, kerb_ticket: anyText, replication: notInFiles },
  defaults: {},
};

const webhdfs: SectionSchema = {
  options: {
    ...common,
    kerberos: bool,
    kerberos_principal: anyText,
    proxy_to: anyText,
    ssl_verify: boolOrText,
    token: anyText,
    use_https: bool,
    user: anyText,
    password: anyText,
    data_proxy_target: anyText,
  },
  defaults: { verify: false },
};

const azure: SectionSchema = {
  options: {
    ...common,
    connection_string: anyText,
    sas_token: anyText,
    account_name: anyText,
    account_key: anyText,
    tenant_id: anyText,
    client_id: anyText,
    client_secret: anyText,
    allow_anonymous_login: bool,
    exclude_environment_credential: bool,
    exclude_visual_studio_code_credential: bool,
    exclude_shared_token_cache_credential: bool,
    exclude_managed_identity_credential: bool,
    timeout: integer(),
    read_timeout: integer(),
    connection_timeout: integer(),
  },
  defaults: { verify: false },
};

const oss: SectionSchema = {
  options: { ...common, oss_key_id: anyText, oss_key_secret: anyText, oss_endpoint: anyText },
  defaults: { verify: true },
};

const gdrive: SectionSchema = {
  options: {
    ...common,
    profile: anyText,
    gdrive_use_service_account: bool,
    gdrive_client_id: anyText,
    gdrive_client_secret: anyText,
    gdrive_user_credentials_file: anyText,
    gdrive_service_account_user_email: anyText,
    gdrive_service_account_json_file_path: anyText,
    gdrive_trash_only: bool,
    gdrive_acknowledge_abuse: bool,
  },
  defaults: { gdrive_trash_only: false, gdrive_acknowledge_abuse: false, verify: true },
};

/**
 * What a remote may hold, by the scheme of its URL; `local` is for paths. A remote with a URL `remote://` may hold
 * anything and is not listed: see resolveRemote. Source: DVC 3.67's schema.
 */
export const remoteSchemas = {
  local: { options: { ...common, ...localOptions }, defaults: localDefaults },
  s3,
  gs,
  azure,
  ssh,
  http,
  https: http,
  webdav,
  webdavs: webdav,
  hdfs,
  webhdfs,
  oss,
  gdrive,
} as const satisfies Record<string, SectionSchema>;

/** The kinds of storage that a remote can be on; `remote` refers to another remote. */
export type RemoteScheme = keyof typeof remoteSchemas | "remote";
