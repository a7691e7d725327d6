import { expect, test } from "vitest";
import { sharedKeyAuthorization, stringToSign } from "./shared-key.ts";

const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

test("stringToSign() is that of Azure's reference: a listing", () => {
  const url = new URL("https://myaccount.blob.core.windows.net/mycontainer?restype=container&comp=metadata&timeout=20");
  const headers = { "x-ms-version": "2015-02-21", "x-ms-date": "Fri, 26 Jun 2015 23:39:12 GMT" };
  expect(stringToSign({ action: "list", method: "GET", url, headers }, "myaccount")).toBe(
    "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n" +
      "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20",
  );
});

test("stringToSign() has lengths, ranges and conditions at their places, and escaped names as they are sent", () => {
  const url = new URL("https://me.blob.core.windows.net/c/a%20b%2Bc");
  const headers = { "content-md5": "md5", "content-type": "type", "if-match": '"tag"', range: "bytes=1-2" };
  const body = { sizeBytes: 3, content: Buffer.from("abc") };
  const request = { action: "write", method: "PUT", url, headers, body } as const;
  expect(stringToSign(request, "me")).toBe('PUT\n\n\n3\nmd5\ntype\n\n\n"tag"\n\n\nbytes=1-2\n/me/c/a%20b%2Bc');
  const empty = { ...request, body: { sizeBytes: 0, content: Buffer.alloc(0) } };
  expect(stringToSign(empty, "me").split("\n")[3]).toBe("");
});

test("sharedKeyAuthorization() names the account and does not hold the key", () => {
  const url = new URL("https://me.blob.core.windows.net/c");
  const header = sharedKeyAuthorization(
    { action: "read", method: "GET", url, headers: {} },
    { account: "me", key: KEY },
  );
  expect(header).toMatch(/^SharedKey me:[A-Za-z0-9+/]{43}=$/);
});
