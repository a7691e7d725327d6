import { argv, stdout } from "node:process";
import { openMirror } from "../mirror/open-mirror.ts";

// A process of its own for tests of what several of them do at once: argv[2] is a URL, argv[3] the options as JSON.
const { commit } = await openMirror(argv[2] ?? "", JSON.parse(argv[3] ?? "{}"));
stdout.write(commit);
