import { type CallerName, callers } from "./registry-fixture.ts";

/** The kinds of repositories. */
export type Visibility = "public" | "private";

/**
 * Who may do what in a repository, over which protocol: `+` done, `x` refused for want of a role (403), `o` as if the
 * repository did not exist (404), `-` refused for want of a good sign-in (401).
 *
 * The columns: a anonymous, s a stranger who has signed in; with a role in the repository: r reader, w writer, m maintainer, A
 * administrator; n reader and N writer of the namespace; g in a group that is writer of the repository, G in one that is reader
 * of the namespace; S administrator of the server; an administrator whose token is t of the scope reader, T for another
 * repository, e expired, v revoked; f a forged token.
 */
const table = `
                                     a  s   r  w  m  A   n  N  g  G   S   t  T   e  v  f
git: clone                 public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
git: clone                 private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
git: fetch without asking  public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
git: fetch without asking  private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
git: push                  public    -  x   x  +  +  +   x  +  +  x   +   x  x   -  -  -
git: push                  private   -  o   x  +  +  +   x  +  +  x   +   x  o   -  -  -
git: push without asking   public    -  x   x  +  +  +   x  +  +  x   +   x  x   -  -  -
git: push without asking   private   -  o   x  +  +  +   x  +  +  x   +   x  o   -  -  -
dvc: look                  public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
dvc: look                  private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
dvc: download              public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
dvc: download              private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
dvc: upload                public    -  x   x  +  +  +   x  +  +  x   +   x  x   -  -  -
dvc: upload                private   -  o   x  +  +  +   x  +  +  x   +   x  o   -  -  -
dvc: upload by PUT         public    -  x   x  +  +  +   x  +  +  x   +   x  x   -  -  -
dvc: upload by PUT         private   -  o   x  +  +  +   x  +  +  x   +   x  o   -  -  -
batch: discover            public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
batch: discover            private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
batch: which are missing   public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
batch: which are missing   private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
batch: download            public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
batch: download            private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
batch: upload              public    -  x   x  +  +  +   x  +  +  x   +   x  x   -  -  -
batch: upload              private   -  o   x  +  +  +   x  +  +  x   +   x  o   -  -  -
stream: commit             public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
stream: commit             private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
stream: objects of Git     public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
stream: objects of Git     private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
stream: tags               public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
stream: tags               private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
plain URL: look            public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
plain URL: look            private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
plain URL: download        public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
plain URL: download        private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: read                  public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: read                  private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: datasets              public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: datasets              private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: resolve               public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: resolve               private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: entries               public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: entries               private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: diff                  public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: diff                  private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: versions              public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: versions              private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: artifacts             public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: artifacts             private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: artifact versions     public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: artifact versions     private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: branches              public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: branches              private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: tags                  public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: tags                  private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: readme                public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: readme                private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: license               public    +  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: license               private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: who imports           public    -  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: who imports           private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: tell an import        public    -  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: tell an import        private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: forget own imports    public    -  +   +  +  +  +   +  +  +  +   +   +  +   -  -  -
api: forget own imports    private   -  o   +  +  +  +   +  +  +  +   +   +  o   -  -  -
api: describe              public    -  x   x  x  +  +   x  x  x  x   +   x  x   -  -  -
api: describe              private   -  o   x  x  +  +   x  x  x  x   +   x  o   -  -  -
api: choose a policy       public    -  x   x  x  +  +   x  x  x  x   +   x  x   -  -  -
api: choose a policy       private   -  o   x  x  +  +   x  x  x  x   +   x  o   -  -  -
api: choose a branch       public    -  x   x  x  +  +   x  x  x  x   +   x  x   -  -  -
api: choose a branch       private   -  o   x  x  +  +   x  x  x  x   +   x  o   -  -  -
api: list members          public    -  x   x  x  +  +   x  x  x  x   +   x  x   -  -  -
api: list members          private   -  o   x  x  +  +   x  x  x  x   +   x  o   -  -  -
api: list groups           public    -  x   x  x  +  +   x  x  x  x   +   x  x   -  -  -
api: list groups           private   -  o   x  x  +  +   x  x  x  x   +   x  o   -  -  -
api: choose a visibility   public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: choose a visibility   private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
api: give a role           public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: give a role           private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
api: take a role           public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: take a role           private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
api: give a group a role   public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: give a group a role   private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
api: take a group's role   public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: take a group's role   private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
api: remove                public    -  x   x  x  x  +   x  x  x  x   +   x  x   -  -  -
api: remove                private   -  o   x  x  x  +   x  x  x  x   +   x  o   -  -  -
`;

/** One row of the table. */
export interface MatrixRow {
  readonly verb: string;
  readonly visibility: Visibility;
  readonly cells: ReadonlyMap<CallerName, string>;
}

/** Reads the table. */
export function accessMatrix(): readonly MatrixRow[] {
  const [, ...lines] = table.trimEnd().split("\n").slice(1);
  return lines.map((line) => {
    const [, verb = "", visibility = "", marks = ""] = /^(.+?) +(public|private) +(.+)$/.exec(line) ?? [];
    const cells = marks.trim().split(/ +/);
    if (cells.length !== callers.length) throw new Error(`The row has ${cells.length} cells: ${line}`);
    return {
      verb,
      visibility: visibility === "public" ? "public" : "private",
      cells: new Map(callers.map((caller, index) => [caller, cells[index] ?? ""])),
    };
  });
}
