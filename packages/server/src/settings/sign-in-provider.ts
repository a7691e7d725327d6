/** Another service that users sign in at: a provider of OpenID Connect. */
export interface SignInProvider {
  readonly name: string;
  /** What users are shown. */
  readonly label: string;
  /** A URL, https unless it is of this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** A function, so that neither JSON nor a log shows it. Undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: (() => string) | undefined;
  /** Separated by spaces. */
  readonly scopes: string;
  /** The claim that is the name of a user who is new here. */
  readonly userClaim: string;
  /** Whether somebody whom this server does not know becomes a user. */
  readonly newUsers: "make" | "refuse";
  /** The claim that lists the groups which somebody is in; undefined: the provider says nothing of groups. */
  readonly groupsClaim: string | undefined;
  /** Which group here each of the provider's groups is; others do not count. */
  readonly groups: Readonly<Record<string, string>>;
}
