/** Says in words why a connection failed: after "Cannot …:". @param who what was to be reached */
export function connectionFailure(cause: Error, who = "the server"): string {
  const reason = "code" in cause ? reasons[String(cause.code)] : undefined;
  return reason?.replace("the server", () => who) ?? cause.message;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the server refuses the connection",
  ECONNRESET: "the server broke the connection off",
  EHOSTUNREACH: "the server cannot be reached",
  ENETUNREACH: "there is no network",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name of the host cannot be looked up now",
  EPROTO: "the server speaks no TLS, or another kind of it",
  EPIPE: "the server broke the connection off",
  ETIMEDOUT: "the server does not answer",
  UND_ERR_SOCKET: "the server broke the connection off",
};
