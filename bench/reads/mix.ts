import { DATASETS, datasetPath, datasetVersion, REPOSITORIES, repositoryName } from "./catalogue.ts";

/** A request of the load. */
export interface Request {
  readonly method: "GET" | "HEAD" | "POST";
  readonly path: string;
  /** JSON. */
  readonly body?: string;
}

/** Where a request goes: a repository and a dataset in it, and a number that differs from request to request. */
interface Target {
  readonly repository: number;
  readonly dataset: number;
  readonly at: number;
}

const api = ({ repository }: Target): string => `/api/v1/repositories/acme/${repositoryName(repository)}`;
const remote = ({ repository }: Target): string => `/acme/${repositoryName(repository)}/dvc`;
/** Only this one has the bytes of its files in the storage. */
const stored = ({ repository, at }: Target) => {
  const { path, files } = datasetVersion(repository, 0, 1);
  const file = files[at % files.length];
  if (file === undefined) throw new Error("a dataset without files");
  return { ...file, path: `${path}/${file.path}` };
};
const objectPath = (target: Target): string => {
  const { oid } = stored(target);
  return `${remote(target)}/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`;
};

/** What is asked, each kind as often as the others. */
const kinds: Readonly<Record<string, (target: Target) => Request>> = {
  "list repositories": ({ repository }) => ({
    method: "GET",
    path: `/api/v1/repositories?limit=20&after=acme/${repositoryName(repository)}`,
  }),
  "one repository": (target) => ({ method: "GET", path: api(target) }),
  "datasets of a revision": (target) => ({
    method: "GET",
    path: `${api(target)}/datasets?rev=${target.at % 2 === 0 ? "main" : "v1"}`,
  }),
  resolve: (target) => ({
    method: "GET",
    path: `${api(target)}/resolve?path=${datasetPath(target.dataset)}/part-3/00003.txt`,
  }),
  "entries, first page": (target) => ({
    method: "GET",
    path: `${api(target)}/entries?rev=main&path=${datasetPath(target.dataset)}&limit=50`,
  }),
  "entries, filtered": (target) => ({
    method: "GET",
    path: `${api(target)}/entries?rev=v1&path=${datasetPath(target.dataset)}&prefix=part-4/&contains=7`,
  }),
  diff: (target) => ({
    method: "GET",
    path: `${api(target)}/diff?from=v1&to=main&path=${datasetPath(target.at % 20)}`,
  }),
  versions: (target) => ({ method: "GET", path: `${api(target)}/versions?path=${datasetPath(target.dataset)}` }),
  "search, one lot": ({ dataset }) => ({ method: "GET", path: `/api/v1/search?q=lot+${dataset}` }),
  "search, all datasets": () => ({ method: "GET", path: "/api/v1/search?q=animals" }),
  "HEAD of a plain URL": (target) => ({
    method: "HEAD",
    path: `/acme/${repositoryName(target.repository)}/@v1/${stored(target).path}`,
  }),
  "HEAD of DVC's remote": (target) => ({ method: "HEAD", path: objectPath(target) }),
  "GET of DVC's remote": (target) => ({ method: "GET", path: objectPath(target) }),
  "batch, 100 ids": (target) => {
    const oids = datasetVersion(target.repository, 0, 1).files.map(({ oid }) => oid);
    return { method: "POST", path: `${remote(target)}/batch/missing`, body: JSON.stringify({ oids }) };
  },
};

/** The request number `at`: the kinds in turn, over all repositories and datasets in an order that is always the same. */
export function requestAt(at: number): { readonly kind: string; readonly request: Request } {
  const all = Object.entries(kinds);
  const [kind, make] = all[at % all.length] ?? [];
  if (kind === undefined || make === undefined) throw new Error("no kinds");
  const round = Math.floor(at / all.length);
  // Primes, so that neighbours are far from one another.
  const dataset = (round * 37 + Math.floor(round / REPOSITORIES)) % DATASETS;
  const target = { repository: (round * 7919) % REPOSITORIES, dataset, at: round };
  return { kind, request: make(target) };
}
