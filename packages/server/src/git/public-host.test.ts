import { expect, test } from "vitest";
import { isPublicAddress, resolveHost } from "./public-host.ts";

test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111"])("isPublicAddress() lets %s through", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  "127.0.0.1",
  "0.0.0.0",
  "10.1.2.3",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::a00:1",
  "2002:a00:1::",
  "2001:0:a00:1::",
  "fc00::1",
  "fe80::1",
  "ff02::1",
  "host",
])("isPublicAddress() stops %s", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["http://127.0.0.1:80/x", "http://2130706433/x", "http://0x7f.1/x", "http://[::1]/x", "http://localhost/x"])(
  "resolveHost() refuses %s unless it may be private",
  async (text) => {
    const url = new URL(text);
    await expect(resolveHost(url, { mayBePrivate: false })).rejects.toMatchObject({ code: "MIRROR_REFUSED" });
    const addresses = await resolveHost(url, { mayBePrivate: true });
    if (url.hostname === "localhost") expect(addresses).toMatch(/^localhost:80:(127\.|\[::1\])/);
    else expect(addresses).toBeUndefined();
  },
);
