import { expect, test } from "vitest";
import { numberOption, textOption } from "./config.ts";
import { parseConfig } from "./parse-config.ts";
import { redactUrl } from "./redact-url.ts";
import { resolveRemote, resolveRemoteUrl } from "./resolve-remote.ts";
import { isSecretOption } from "./secret-options.ts";
import { validateConfig } from "./validate-config.ts";

function validate(...texts: readonly string[]) {
  return validateConfig(texts.map((text, i) => ({ fileName: `file${i}`, config: parseConfig(text, `file${i}`) })));
}

test("validateConfig() merges levels, converts values and adds defaults", () => {
  const config = validate(
    "[core]\nremote = Store\nautostage = TRUE\nchecksum_jobs = 4\n['remote \"store\"']\nurl = s3://b/p\njobs = 1_0\nregion = eu\n",
    "[cache]\ntype = reflink, copy\nshared = GROUP\n['remote \"store\"']\nregion = us\nssl_verify = /ca.pem\n",
  );
  expect(config.core).toEqual({
    remote: "store",
    checksumJobs: 4,
    autostage: true,
    noScm: false,
    hardlinkLock: false,
    siteCacheDir: undefined,
  });
  expect(config.cache).toEqual({
    dir: undefined,
    types: ["reflink", "copy"],
    sharedWithGroup: true,
    slowLinkWarning: true,
    verify: false,
  });
  const remote = config.remotes.get("store");
  expect(remote).toMatchObject({ name: "store", scheme: "s3", url: "s3://b/p", jobs: 10, verify: false });
  expect(Object.fromEntries(remote?.options ?? [])).toMatchObject({
    region: "us",
    use_ssl: true,
    ssl_verify: "/ca.pem",
  });
});

test.each([
  ["/abs", "local"],
  ["../x", "local"],
  ["foo:/x", "local"],
  ["s3:///b", "local"],
  ["//host/x", "local"],
  ["HTTP://h", "http"],
  ["ssh://u@h:2/p", "ssh"],
  ["remote://x/y", "remote"],
])("validateConfig() takes a remote at %j for %s", (url, scheme) => {
  expect(validate(`['remote "r"']\nurl = ${url}\n`).remotes.get("r")?.scheme).toBe(scheme);
});

test.each([
  ["[bogus]\n", "'bogus' of \"file0\": unknown section"],
  ["[core]\nbogus = 1\n", "'core.bogus' of \"file0\": unknown option"],
  ["[core]\n[[n]]\n", "'core.n' of \"file0\": unknown option"],
  ["x = 1\n", "'x' of \"file0\": unknown section"],
  ["core = 1\n", "'core' of \"file0\": expected a section"],
  ["[remote]\na = 1\n", "'remote.a' of \"file0\": expected a section"],
  ["[core]\nno_scm = yes\n", "expected true or false"],
  ["[core]\nchecksum_jobs = 0\n", "expected a whole number from 1"],
  ["[core]\nchecksum_jobs = 1.5\n", "expected a whole number from 1"],
  ["[cache]\ntype = reflink, bad\n", "expected some of reflink, hardlink, symlink, copy"],
  ["[cache]\nshared = all\n", "expected group"],
  ["[cache]\ndir = a, b\n", "expected a text without a comma"],
  ["[hydra]\nconfig_dir = a\nconfig_module = b\n", "'hydra.config_dir' is set as well"],
  ["[state]\nrow_cleanup_quota = 101\n", "from 0 to 100"],
  ["['remote \"r\"']\nregion = x\n", "'remote.r.url' of \"file0\": it is not set"],
  ["['remote \"r\"']\nurl = weird://h\n", "unsupported kind of URL"],
  ["['remote \"r\"']\nurl = http://[h/\n", "unsupported kind of URL"],
  ["['remote \"r\"']\nurl = /x\nregion = y\n", "'remote.r.region' of \"file0\": unknown option"],
  ["['remote \"r\"']\nurl = s3://b\ncache_regions = true\n", "DVC does not take this option"],
  ["['remote \"r\"']\nurl = http://h\nread_timeout = -1\n", "a number that is not negative"],
  ["['remote \"r\"']\nurl = http://h\nauth = kerberos\n", "expected one of basic, digest, custom"],
  ["['db \"d\"']\nport = 1\n", "'db.d.port'"],
  ["['machine \"m\"']\ncloud = gcp\n", "expected one of aws, azure"],
])("validateConfig() refuses %j", (text, state) => {
  expect(() => validate(text)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  expect(() => validate(text)).toThrow(state);
});

test("validateConfig() names the file that decides the option", () => {
  const good = "['remote \"r\"']\nurl = s3://b\nregion = x\n";
  expect(() => validate(good, "['remote \"r\"']\nuse_ssl = maybe\n", "")).toThrow('"file1"');
  expect(() => validate("['remote \"r\"']\nuser = x\n", "")).toThrow('"file0"');
});

test("validateConfig() warns of unknown features and leaves them out", () => {
  const config = validate("[feature]\nz = 1\na = 2\nmachine = true\n");
  expect(config.warnings).toEqual(["'feature.a', 'feature.z' config options are unsupported"]);
  expect(Object.fromEntries(config.sections.get("feature") ?? [])).toEqual({ machine: true });
});

const chained = `['remote "server"']
url = ssh://localhost
user = root
port = 22
['remote "images"']
url = remote://server/tmp/pictures
user = alice
['remote "cats"']
url = remote://Images/cats/
['remote "loop"']
url = remote://loop/x
['remote "lost"']
url = remote://nothing/x
['remote "wrong"']
url = remote://server/x
region = eu
`;

test("resolveRemote() puts referenced remotes together", () => {
  const config = validate(chained);
  const cats = resolveRemote(config, "CATS");
  expect(cats).toMatchObject({ name: "cats", scheme: "ssh", url: "ssh://localhost/tmp/pictures/cats/" });
  expect(textOption(cats.options, "user")).toBe("alice");
  expect(numberOption(cats.options, "port")).toBe(22);
  expect(resolveRemote(config, "server").url).toBe("ssh://localhost");
  expect(resolveRemoteUrl(config, "remote://images/a")?.url).toBe("ssh://localhost/tmp/pictures/a");
  expect(resolveRemoteUrl(config, "remote://cats/a")?.url).toBe("ssh://localhost/tmp/pictures/cats/a");
  expect(resolveRemoteUrl(config, "s3://b")).toBeUndefined();
});

test("resolveRemote() refuses circles, unknown names and options of another storage", () => {
  const config = validate(chained);
  expect(() => resolveRemote(config, "loop")).toThrow("refers to itself");
  expect(() => resolveRemote(config, "lost")).toThrow(expect.objectContaining({ code: "REMOTE_MISSING" }));
  expect(() => resolveRemote(config, "wrong")).toThrow("'remote.wrong.region'");
});

test("isSecretOption() knows secrets of every storage", () => {
  expect(isSecretOption("s3", "secret_access_key")).toBe(true);
  expect(isSecretOption("azure", "connection_string")).toBe(true);
  expect(isSecretOption("studio", "token")).toBe(true);
  expect(isSecretOption("remote", "my_secret")).toBe(true);
  expect(isSecretOption("http", "custom_auth_header")).toBe(false);
  expect(isSecretOption("s3", "region")).toBe(false);
});

test.each([
  ["https://u:p@h/x", "https://u:***@h/x"],
  ["https://u:p@ss@h/x", "https://u:***@h/x"],
  ["https://token@h/x", "https://***@h/x"],
  ["ssh://git@h/x", "ssh://git@h/x"],
  ["ssh://git:pw@h/x", "ssh://git:***@h/x"],
  ["https://h/a?x=1&X-Amz-Signature=abc&y=2#z", "https://h/a?x=1&X-Amz-Signature=***&y=2#z"],
  ["https://h/c?sv=1&sig=a%3D", "https://h/c?sv=1&sig=***"],
  ["git@github.com:a/b.git", "git@github.com:a/b.git"],
  ["/local/path?sig=1", "/local/path?sig=1"],
])("redactUrl() shows %j as %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});
