export { formatPythonFloat, type PythonFloat, pythonFloat } from "./json/python-float.ts";
export { type PythonJsonOptions, type PythonJsonValue, pythonJson, pythonJsonString } from "./json/python-json.ts";
export { buildManifest } from "./manifest/build-manifest.ts";
export { type ChangedEntry, diffManifests, type ManifestDiff } from "./manifest/diff-manifests.ts";
export type { Manifest, ManifestEntry } from "./manifest/manifest.ts";
export { findManifestEntry, manifestSubtree } from "./manifest/manifest-subtree.ts";
export { MAX_MANIFEST_BYTES, parseManifest } from "./manifest/parse-manifest.ts";
export { printManifest } from "./manifest/print-manifest.ts";
