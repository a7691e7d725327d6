import { type SettingRule, wholeNumber } from "./setting-rule.ts";

/** The settings that limit what clients may do. */
export const limitRules: readonly SettingRule[] = [
  limit("upload_min_bytes_per_second", "uploadMinBytesPerSecond", { default: 1000, least: 0, most: 1_000_000_000 }),
  limit("transfers_max", "transfersMax", { default: 512, least: 1, most: 100_000 }),
  limit("api_requests_max", "apiRequestsMax", { default: 128, least: 1, most: 100_000 }),
  limit("connections_max", "connectionsMax", { default: 4096, least: 1, most: 1_000_000 }),
  limit("push_max_bytes", "pushMaxBytes", { default: 2_147_483_648, least: 1, most: Number.MAX_SAFE_INTEGER }),
];

function limit(
  name: string,
  field: SettingRule["field"],
  { least, most, ...rest }: { readonly default: number; readonly least: number; readonly most: number },
): SettingRule {
  return { name, field, ...rest, read: wholeNumber(least, most), expected: `a number from ${least} to ${most}` };
}
