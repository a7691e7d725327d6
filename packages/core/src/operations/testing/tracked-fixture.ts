import { add } from "../add/add.ts";
import { type RegistryFixture, registryFixture } from "./registry-fixture.ts";

/** Makes a registry fixture whose project `repo` has these files and tracks these paths. */
export async function trackedFixture(
  files: Readonly<Record<string, string>>,
  ...targets: readonly string[]
): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  for (const [name, content] of Object.entries(files)) fixture.replace(`repo/${name}`, content);
  await add(await fixture.open(), { targets }, fixture.run);
  return fixture;
}

/** Makes the same, all committed. */
export async function committedFixture(
  files: Readonly<Record<string, string>>,
  ...targets: readonly string[]
): Promise<RegistryFixture> {
  const fixture = await trackedFixture(files, ...targets);
  await fixture.commit("repo", "data");
  return fixture;
}
