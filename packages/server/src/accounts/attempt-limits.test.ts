import { expect, test } from "vitest";
import { addressKey, attemptLimits } from "./attempt-limits.ts";

test("attemptLimits() refuses after too many attempts, of one key alone, and says for how long", async () => {
  const { passwordsOfUser } = attemptLimits();
  for (let attempt = 0; attempt < 10; attempt += 1) await passwordsOfUser.take("ann");
  const refusal = passwordsOfUser.take("ann");
  await expect(refusal).rejects.toMatchObject({ code: "SIGN_IN_LIMITED", details: { retry_after_seconds: 900 } });
  await passwordsOfUser.take("bob");
  await passwordsOfUser.forget("ann");
  await passwordsOfUser.take("ann");
});

test("attemptLimits() does not count what was given back", async () => {
  const { passwordsOfUser } = attemptLimits();
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await passwordsOfUser.take("ann");
    await passwordsOfUser.giveBack("ann");
  }
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("addressKey() of %s is %s", (address, key) => expect(addressKey(address)).toBe(key));
