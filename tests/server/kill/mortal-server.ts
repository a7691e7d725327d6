import { apiClient, must } from "../api-client.ts";
import { type LodeServer, startLodeServer } from "../lode-server.ts";

/** A server that is killed and started again, at the same address, while clients work with it. */
export class MortalServer {
  readonly url: string;
  /** Of the administrator. */
  readonly token: string;
  readonly #dataDir: string;
  #server: LodeServer;
  #kills = 0;
  #isUp = true;

  private constructor(server: LodeServer, dataDir: string) {
    this.#server = server;
    this.#dataDir = dataDir;
    this.url = server.url;
    this.token = server.token ?? "";
  }

  /** Starts it with the repositories `acme/http`, `acme/project`, `acme/dvc` and `acme/git`. */
  static async start(dataDir: string): Promise<MortalServer> {
    const server = new MortalServer(await startLodeServer({ dataDir, leadsGroup: true }), dataDir);
    const admin = apiClient(server, server.token);
    await must(admin("POST", "/namespaces", { name: "acme" }));
    for (const name of ["http", "project", "dvc", "git"])
      await must(admin("POST", "/repositories", { namespace: "acme", name }));
    return server;
  }

  /**
   * Kills it, and starts it again.
   *
   * @param withGit whether the gits that it has started die with it, as by a power cut
   */
  async restartKilled(withGit: boolean): Promise<void> {
    this.#isUp = false;
    this.#kills += 1;
    if (withGit) process.kill(-this.#server.pid, "SIGKILL");
    await this.#server.stop("SIGKILL");
    const args = ["--port", new URL(this.url).port];
    this.#server = await startLodeServer({ dataDir: this.#dataDir, args, leadsGroup: true });
    this.#isUp = true;
  }

  /** Ends it by asking. */
  async stop(): Promise<number | null> {
    return await this.#server.stop();
  }

  /**
   * Does something that fails if the server is killed meanwhile, and says whether it was done.
   *
   * @param work throws if it is not done; what it throws is passed on if the server was alive all the time
   */
  async survives(work: () => Promise<unknown>): Promise<boolean> {
    const kills = this.#kills;
    const wasUp = this.#isUp;
    try {
      await work();
      return true;
    } catch (error) {
      if (wasUp && this.#kills === kills) throw error;
      return false;
    }
  }
}
