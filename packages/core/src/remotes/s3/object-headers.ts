import { hash } from "node:crypto";
import { LodeError } from "../../base/lode-error.ts";
import { type Options, textOption } from "../../formats/config/config.ts";

/** Headers that the options of a remote ask for. */
export interface ObjectHeaders {
  /** Of requests that create an object. */
  readonly create: Readonly<Record<string, string>>;
  /** Of requests that send a part of one, or read one: the key of the customer. */
  readonly access: Readonly<Record<string, string>>;
}

const creating = {
  sse: "x-amz-server-side-encryption",
  sse_kms_key_id: "x-amz-server-side-encryption-aws-kms-key-id",
  acl: "x-amz-acl",
  grant_full_control: "x-amz-grant-full-control",
  grant_read: "x-amz-grant-read",
  grant_read_acp: "x-amz-grant-read-acp",
  grant_write_acp: "x-amz-grant-write-acp",
};

/**
 * Makes headers of `sse*`, `acl` and `grant_*`.
 *
 * @throws CONFIG_INVALID if two of them exclude one another, or the customer's key is not in base 64
 */
export function objectHeaders(options: Options): ObjectHeaders {
  exclude(options, "sse_kms_key_id", "sse_customer_key");
  for (const name of Object.keys(creating)) if (name.startsWith("grant_")) exclude(options, "acl", name);
  const create: Record<string, string> = {};
  for (const [name, header] of Object.entries(creating)) {
    const value = textOption(options, name);
    if (value !== undefined) create[header] = value;
  }
  const access = customerKey(options);
  return { create: { ...create, ...access }, access };
}

function customerKey(options: Options): Readonly<Record<string, string>> {
  const text = textOption(options, "sse_customer_key");
  if (text === undefined) return {};
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw new LodeError("CONFIG_INVALID", "Cannot use the option 'sse_customer_key': it is not in base 64", {
      hint: "Correct the option where it is set.",
    });
  }
  const key = Buffer.from(text, "base64");
  const prefix = "x-amz-server-side-encryption-customer-";
  return {
    [`${prefix}algorithm`]: textOption(options, "sse_customer_algorithm") ?? "AES256",
    [`${prefix}key`]: key.toString("base64"),
    [`${prefix}key-md5`]: hash("md5", key, "base64"),
  };
}

function exclude(options: Options, one: string, other: string): void {
  if (textOption(options, one) === undefined || textOption(options, other) === undefined) return;
  throw new LodeError("CONFIG_INVALID", `Cannot use the options '${one}' and '${other}' together: choose one`, {
    hint: "Remove one of them with `lode remote modify --unset`.",
    details: { options: [one, other] },
  });
}
