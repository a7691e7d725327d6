import { expect, test } from "vitest";
import { hashPassword, isOutdatedHash, isPassword } from "./password-hash.ts";

test("hashPassword() makes a PHC string that only its password fits", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await isPassword("correct horse battery", hash)).toBe(true);
  expect(await isPassword("correct horse battery ", hash)).toBe(false);
  expect(await hashPassword("correct horse battery")).not.toBe(hash);
  expect(isOutdatedHash(hash)).toBe(false);
});

// A vector of the reference implementation (github.com/P-H-C/phc-winner-argon2, src/test.c).
test("isPassword() reads hashes of other parameters, which are then outdated", async () => {
  const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await isPassword("password", hash)).toBe(true);
  expect(await isPassword("Password", hash)).toBe(false);
  expect(isOutdatedHash(hash)).toBe(true);
});

test("isPassword() takes a password in either form of Unicode", async () => {
  const hash = await hashPassword("p\u00e4ssword");
  expect(await isPassword("pa\u0308ssword", hash)).toBe(true);
});
