import type { Agent } from "node:http";
import { type ConnectionSettings, makeAgent } from "./make-agent.ts";
import { proxyFor } from "./proxy.ts";

/** Connections that are kept: one agent for each protocol, with and without a proxy. */
export class AgentPool {
  readonly #settings: ConnectionSettings;
  readonly #agents = new Map<string, Promise<Agent>>();

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** The agent for requests to a server. @throws CONFIG_INVALID as proxyFor does */
  agentFor(server: URL): Promise<Agent> {
    const name = `${server.protocol} ${proxyFor(server, this.#settings.proxyEnv)}`;
    const agent = this.#agents.get(name) ?? makeAgent(server, this.#settings);
    this.#agents.set(name, agent);
    return agent;
  }

  /** Ends the connections that nothing uses; another request makes new ones. */
  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    for (const agent of await Promise.all(agents)) agent.destroy();
  }
}
