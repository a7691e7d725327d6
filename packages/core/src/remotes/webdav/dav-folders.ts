import type { RunContext } from "../../base/events.ts";
import type { HttpClient } from "../http/http-client.ts";
import { davStatus } from "./dav-client.ts";

/** Creates the folders that uploads need, each once, those of the storage's own URL too. */
export class DavFolders {
  readonly #client: HttpClient;
  /** Folders that are there, or about to be, by URL. */
  readonly #known = new Map<string, Promise<void>>();

  constructor(client: HttpClient) {
    this.#client = client;
  }

  /**
   * @param folder ends in a slash
   * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED; the next one tries again
   */
  ensure(folder: URL, run: RunContext): Promise<void> {
    const known = this.#known.get(folder.href);
    if (known !== undefined) return known;
    const made = this.#make(folder, run);
    this.#known.set(folder.href, made);
    made.catch(() => this.#known.delete(folder.href));
    return made;
  }

  /** Forgets all folders: somebody removes them. */
  forget(): void {
    this.#known.clear();
  }

  /** The folder itself first: the folders above are mostly there, and may not be the user's to see. */
  async #make(folder: URL, run: RunContext): Promise<void> {
    if ((await this.#create(folder, [404, 409], run)) < 300) return;
    const parent = new URL("..", folder);
    if (parent.pathname !== "/") await this.ensure(parent, run);
    await this.#create(folder, [], run);
  }

  async #create(url: URL, accept: readonly number[], run: RunContext): Promise<number> {
    const request = { method: "MKCOL", url, action: "create", accept: [EXISTS, ...accept] };
    const status = await davStatus(this.#client, request, run);
    return status === EXISTS ? 200 : status;
  }
}

/** How servers say that a folder is there already (RFC 4918, 9.3.1). */
const EXISTS = 405;
