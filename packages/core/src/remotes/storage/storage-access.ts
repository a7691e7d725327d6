import type { FindToken } from "../../base/find-token.ts";
import type { Options } from "../../formats/config/config.ts";
import type { AskSecret } from "../secret.ts";

/** Who talks to storage over a network: a remote, or a URL with options of its own. */
export interface StorageAccess {
  /** It may hold credentials; messages and logs never show it as it is. */
  readonly url: string;
  /** The checked options of the remote, by DVC's names. */
  readonly options: Options;
  /** The caller's environment: proxies, home folder, what the services' own tools read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the user for what the options say that it is asked for; absent where there is nobody to ask. */
  readonly askSecret?: AskSecret | undefined;
  /** Where the options say no other, the user's sign-in is used. Default: there is none. */
  readonly findToken?: FindToken | undefined;
}
