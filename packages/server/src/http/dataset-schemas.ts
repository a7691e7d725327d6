import { isDirOid } from "@lode/core/engine";
import Type from "typebox";
import type { CommittedArtifact } from "../catalogue/committed-artifacts.ts";
import type { CommittedDataset } from "../catalogue/committed-data.ts";
import type { License } from "../catalogue/find-license.ts";
import { type OutputOrigin, originKinds } from "../catalogue/output-origin.ts";
import { Nullable } from "./api-schemas.ts";

const NullableText = Nullable(Type.String());

/** How a license is told. */
export const LicenseBody = Type.Object({
  spdx_id: Nullable(Type.String({ description: "null: it is none of the common ones" })),
  declared: Nullable(Type.String({ description: "What `license` in `meta` says" })),
  path: Type.String({ description: "The file that says so" }),
});

const described = {
  description: NullableText,
  type: NullableText,
  labels: Type.Array(Type.String()),
  meta: Type.Unknown({ description: "As the file has it; null: nothing" }),
};

/** What users call an artifact. */
export const ArtifactText = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: "`name`, or `dir:name` of the dvc.yaml in a folder",
});

/** How an artifact of a `dvc.yaml` is told. */
export const ArtifactBody = Type.Object({
  name: Type.String({ description: "`name`, or `dir:name`" }),
  path: Type.String({ description: "Of its data" }),
  file: Type.String({ description: "The dvc.yaml that declares it" }),
  ...described,
});

const Origin = Type.Object(
  {
    kind: Type.Enum([...originKinds]),
    stage: Nullable(Type.String({ description: "Of a stage: its name" })),
    url: Nullable(Type.String({ description: "Of an import: where the data is from, without secrets" })),
    path: Nullable(Type.String({ description: "Of an import from a repository: the path there" })),
    rev: Nullable(Type.String({ description: "Of an import from a repository: what it follows" })),
    commit: Nullable(Type.String({ description: "Of an import from a repository: what it is locked to" })),
    etag: Nullable(Type.String({ description: "Of an import from a URL" })),
  },
  { description: "How the data came into the repository" },
);

/** How a dataset is told. */
export const DatasetBody = Type.Object({
  path: Type.String(),
  file: Type.String({ description: "The .dvc file or dvc.yaml that has it" }),
  kind: Type.Enum(["file", "dir"]),
  hash_name: Type.Enum(["md5", "md5-dos2unix"]),
  oid: Type.String(),
  size_bytes: Nullable(Type.Number()),
  files: Nullable(Type.Number()),
  ...described,
  origin: Origin,
  artifacts: Type.Array(ArtifactBody, { description: "Those that have its path" }),
  license: Nullable(LicenseBody),
  is_stored_here: Type.Boolean({ description: "false: its remote is elsewhere, or it is not pushed" }),
});

/** Makes a DatasetBody. */
export function datasetBody(dataset: CommittedDataset): Type.Static<typeof DatasetBody> {
  const { path, file, hashName, oid, sizeBytes, files, license, isStoredHere } = dataset;
  return {
    path,
    file,
    kind: isDirOid(oid) ? ("dir" as const) : ("file" as const),
    hash_name: hashName,
    oid,
    size_bytes: sizeBytes ?? null,
    files: files ?? null,
    ...descriptionBody(dataset),
    origin: originBody(dataset.origin),
    artifacts: dataset.artifacts.map(artifactBody),
    license: license === undefined ? null : licenseBody(license),
    is_stored_here: isStoredHere,
  };
}

/** Makes an ArtifactBody. */
export function artifactBody(artifact: CommittedArtifact): Type.Static<typeof ArtifactBody> {
  const { name, path, file } = artifact;
  return { name, path, file, ...descriptionBody(artifact) };
}

/** Makes a LicenseBody. */
export function licenseBody({ spdxId, declared, path }: License): Type.Static<typeof LicenseBody> {
  return { spdx_id: spdxId ?? null, declared: declared ?? null, path };
}

function descriptionBody({ description, type, labels, meta }: Omit<CommittedArtifact, "name" | "path" | "file">) {
  return { description: description ?? null, type: type ?? null, labels: [...labels], meta };
}

function originBody(origin: OutputOrigin): Type.Static<typeof Origin> {
  const none = { stage: null, url: null, path: null, rev: null, commit: null, etag: null };
  switch (origin.kind) {
    case "add":
    case "import-db":
    case "stage":
      return { ...none, ...origin };
    case "import":
      return { ...none, ...origin, rev: origin.rev ?? null, commit: origin.commit ?? null };
    case "import-url":
      return { ...none, ...origin, etag: origin.etag ?? null };
  }
}
