import type { FindToken } from "../base/find-token.ts";
import type { GitContext } from "../git/git-context.ts";
import type { AskSecret } from "../remotes/secret.ts";

/** What operations need to know of the machine and the user; core itself never reads the environment. */
export interface ProjectContext {
  /** Absolute path of the current folder. */
  readonly cwd: string;
  readonly homeDir: string;
  /** Folder of the machine's `config` file. */
  readonly systemConfigDir: string;
  /** Folder of the user's `config` file. */
  readonly globalConfigDir: string;
  /** Folder for what can be made again: mirrors of sources. */
  readonly userCacheDir: string;
  /** The environment for git and for what storage clients look up themselves. */
  readonly git: GitContext;
  /** The command line, for DVC's rwlock, in which others read who holds a path. */
  readonly commandLine: string;
  /** True: wait for locks as long as it takes. Default: three seconds. */
  readonly waitForLock?: boolean;
  /** True: nothing may use the network. Default: false. */
  readonly offline?: boolean;
  /** True: registry servers are told what is imported from them; see tellImports. Default: false. */
  readonly tellsImports?: boolean;
  /** Asks the user for a password or passphrase of a remote. Default: there is nobody to ask. */
  readonly askSecret?: AskSecret;
  /** Gives the tokens of servers to which the user has signed in, such as tokenFinder makes. Default: there is none. */
  readonly findToken?: FindToken;
}
