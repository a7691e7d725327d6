import type { Migration } from "kysely/migration";
import { usersAndTokens } from "./0001-users-and-tokens.ts";
import { access } from "./0002-access.ts";
import { claims } from "./0003-claims.ts";
import { pushPolicy } from "./0004-push-policy.ts";
import { catalogue } from "./0005-catalogue.ts";
import { imports } from "./0006-imports.ts";
import { passwords } from "./0007-passwords.ts";
import { groups } from "./0008-groups.ts";
import { signIns } from "./0009-sign-ins.ts";
import { trustedJobs } from "./0010-trusted-jobs.ts";
import { attempts } from "./0011-attempts.ts";
import { mirrors } from "./0012-mirrors.ts";
import { readAtSize } from "./0013-read-at-size.ts";
import { keptForReads } from "./0014-kept-for-reads.ts";

/** Every change of the tables, in order. What was published is never changed, and none is taken back. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-users-and-tokens": usersAndTokens,
  "0002-access": access,
  "0003-claims": claims,
  "0004-push-policy": pushPolicy,
  "0005-catalogue": catalogue,
  "0006-imports": imports,
  "0007-passwords": passwords,
  "0008-groups": groups,
  "0009-sign-ins": signIns,
  "0010-trusted-jobs": trustedJobs,
  "0011-attempts": attempts,
  "0012-mirrors": mirrors,
  "0013-read-at-size": readAtSize,
  "0014-kept-for-reads": keptForReads,
};
