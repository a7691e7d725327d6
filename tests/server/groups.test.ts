import { expect, test } from "vitest";
import { apiClient, must } from "./api-client.ts";
import { startRegistry } from "./registry-fixture.ts";

test("a group gives its role to its members, and takes it away with the member, the role or the group", async () => {
  await using fixture = await startRegistry();
  const { admin, server } = fixture;
  const stranger = apiClient(server, fixture.token("stranger"));
  const status = async () => (await stranger("GET", "/repositories/acme/closed/members")).status;
  const join = () => must(admin("PUT", "/groups/team/members/stranger"));
  await must(admin("POST", "/groups", { name: "team" }));
  await join();
  await join();
  expect(await status()).toBe(404);
  const role = { role: "maintainer" };
  for (const place of ["/repositories/acme/closed", "/namespaces/acme"]) {
    expect((await admin("PUT", `${place}/groups/team`, role)).body).toEqual({ group: "team", ...role });
    expect(await status()).toBe(200);
    await must(admin("DELETE", "/groups/team/members/stranger"));
    expect(await status()).toBe(404);
    await join();
    expect(await status()).toBe(200);
    expect((await admin("GET", `${place}/groups`)).body).toMatchObject({
      items: expect.arrayContaining([{ group: "team", ...role }]),
    });
    await must(admin("DELETE", `${place}/groups/team`));
    expect(await status()).toBe(404);
  }
  await must(admin("PUT", "/repositories/acme/closed/groups/team", role));
  await must(admin("DELETE", "/groups/team"));
  expect(await status()).toBe(404);
  expect((await admin("GET", "/audit?limit=2")).body).toMatchObject({
    items: [
      { user_name: "stranger", outcome: "refused" },
      { action: "remove group", target: "team" },
    ],
  });
});

test("the strongest of a user's own role and those of groups counts", async () => {
  await using fixture = await startRegistry();
  const { admin, server } = fixture;
  const path = "/repositories/acme/closed";
  for (const [name, role] of [
    ["weak", "reader"],
    ["strong", "administrator"],
  ]) {
    await must(admin("POST", "/groups", { name }));
    await must(admin("PUT", `/groups/${name}/members/writer`));
    await must(admin("PUT", `${path}/groups/${name}`, { role }));
  }
  const change = async () =>
    (await apiClient(server, fixture.token("writer"))("PATCH", path, { visibility: "private" })).status;
  expect(await change()).toBe(200);
  await must(admin("DELETE", "/groups/strong/members/writer"));
  expect(await change()).toBe(403);
});

test("groups are made, listed and filled by administrators of the server alone", async () => {
  await using fixture = await startRegistry();
  const { admin, server } = fixture;
  const other = apiClient(server, fixture.token("administrator"));
  const calls: readonly Parameters<typeof admin>[] = [
    ["GET", "/groups"],
    ["POST", "/groups", { name: "team" }],
    ["GET", "/groups/group-writers"],
    ["DELETE", "/groups/group-writers"],
    ["GET", "/groups/group-writers/members"],
    ["PUT", "/groups/group-writers/members/administrator"],
    ["DELETE", "/groups/group-writers/members/group-writer"],
  ];
  for (const call of calls) {
    expect((await other(...call)).status).toBe(403);
    expect((await apiClient(server)(...call)).status).toBe(401);
  }
  expect((await admin("GET", "/groups?limit=1")).body).toMatchObject({
    items: [{ name: "group-writers" }],
    next: "group-writers",
  });
  expect((await admin("GET", "/groups/group-writers/members")).body).toEqual({
    items: [{ user: "group-writer", providers: [] }],
    next: null,
  });
  expect((await admin("POST", "/groups", { name: "group-writers" })).status).toBe(409);
  expect((await admin("GET", "/groups/none")).body).toMatchObject({ error: { code: "GROUP_UNKNOWN" } });
  expect((await admin("DELETE", "/groups/group-writers/members/stranger")).status).toBe(404);
  expect((await admin("DELETE", "/repositories/acme/closed/groups/none")).status).toBe(404);
});
