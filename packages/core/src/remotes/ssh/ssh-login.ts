import ssh2, { type AnyAuthMethod, type AuthenticationType, type ParsedKey } from "ssh2";
import { LodeError } from "../../base/lode-error.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { reveal } from "../secret.ts";
import type { SshSettings } from "./ssh-settings.ts";

/**
 * The ways to sign in, one after the other; a secret is asked for when its turn comes.
 *
 * @throws CONFIG_FILE_NOT_FOUND, CREDENTIALS_MISSING if a key that must exist does not, or cannot be read
 */
export async function* loginMethods(settings: SshSettings): AsyncGenerator<AnyAuthMethod, void> {
  const { user: username, login } = settings;
  if (login.agent !== undefined) yield { type: "agent", username, agent: login.agent };
  for (const path of login.keyFiles) {
    const key = await readKey(path, settings);
    if (key !== undefined) yield { type: "publickey", username, key };
  }
  if (login.password === undefined) return;
  const password = await reveal(login.password);
  yield { type: "password", username, password };
  const answer: Extract<AnyAuthMethod, { type: "keyboard-interactive" }>["prompt"] = (...[, , , prompts, finish]) =>
    finish(prompts.map(() => password));
  yield { type: "keyboard-interactive", username, prompt: answer };
}

/** Makes what the client asks for the next method: those that the server has not heard of are passed over. */
export function nextLogin(settings: SshSettings, onFailure: (error: unknown) => void) {
  const methods = loginMethods(settings);
  const advance = async (left: readonly AuthenticationType[] | null): Promise<AnyAuthMethod | false> => {
    for (;;) {
      const next = await methods.next();
      if (next.done === true) return false;
      const type = next.value.type === "agent" ? "publickey" : next.value.type;
      if (left === null || left.length === 0 || left.includes(type)) return next.value;
    }
  };
  return (left: readonly AuthenticationType[] | null, next: (method: AnyAuthMethod | false) => void): void => {
    advance(left).then(next, (error: unknown) => {
      onFailure(error);
      next(false);
    });
  };
}

async function readKey(path: string, { login }: SshSettings): Promise<ParsedKey | undefined> {
  const text = readTextIfExists(path);
  if (text === undefined) {
    if (login.keysMustExist) throw keyMissing(path);
    return undefined;
  }
  const plain = usable(ssh2.utils.parseKey(text));
  if (plain !== undefined) return plain;
  const { passphrase } = login;
  const key = passphrase === undefined ? undefined : usable(ssh2.utils.parseKey(text, await reveal(passphrase)));
  if (key === undefined && (login.keysMustExist || passphrase !== undefined))
    throw keyUnusable(path, passphrase !== undefined);
  return key;
}

/** Of a file with several keys, the first one counts. */
function usable(parsed: ParsedKey | Error): ParsedKey | undefined {
  const key = [parsed].flat()[0];
  return key === undefined || key instanceof Error || !key.isPrivateKey() ? undefined : key;
}

function keyMissing(path: string): LodeError {
  return new LodeError("CONFIG_FILE_NOT_FOUND", `Cannot use the key "${path}": there is no such file`, {
    hint: "`keyfile` of the remote is the path of a private key.",
    details: { path },
  });
}

function keyUnusable(path: string, hasPassphrase: boolean): LodeError {
  const state = hasPassphrase ? "the passphrase is not the right one" : "it is encrypted, or no private key";
  return new LodeError("CREDENTIALS_MISSING", `Cannot use the key "${path}": ${state}`, {
    hint: "Set `passphrase` of the remote with `lode remote modify --local`, or `ask_passphrase` to true.",
    details: { path },
  });
}
