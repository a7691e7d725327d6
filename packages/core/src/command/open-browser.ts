import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { splitWords } from "./split-words.ts";

/** The machine whose browser is meant. */
export interface BrowserMachine {
  /** Of the user. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * Opens a web page in the user's browser, and does not wait for it. The programs of the variable BROWSER are tried in turn, as
 * `xdg-open` and Python have it: a list, in which `%s` stands for the address; without the variable, what the system opens pages
 * with.
 *
 * @param url `http:` or `https:`; nothing else is opened
 * @returns whether a program was started; that there is none is no error
 */
export async function openBrowser(url: string, machine: BrowserMachine): Promise<boolean> {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) return false;
  for (const words of browserCommands(url, machine)) {
    if (await isStarted(words, machine)) return true;
  }
  return false;
}

/** The command lines that may open a page, the first one first. */
export function browserCommands(url: string, { env, platform }: BrowserMachine): readonly (readonly string[])[] {
  if (env.BROWSER !== undefined) return env.BROWSER.split(delimiter).flatMap((line) => ownCommand(line, url));
  switch (platform) {
    case "darwin":
      // Of who has come over the network the screen is another.
      return env.SSH_CONNECTION === undefined ? [["open", url]] : [];
    case "win32":
      return [["rundll32", "url.dll,FileProtocolHandler", url]];
    default:
      // Without a screen it would take a browser for terminals, over what is shown there.
      return env.DISPLAY || env.WAYLAND_DISPLAY ? [["xdg-open", url]] : [];
  }
}

function ownCommand(line: string, url: string): readonly (readonly string[])[] {
  const words = splitWords(line);
  if (words === undefined) return [];
  const filled = words.map((word) => word.replaceAll("%s", () => url));
  return [line.includes("%s") ? filled : [...filled, url]];
}

async function isStarted([program = "", ...args]: readonly string[], { env }: BrowserMachine): Promise<boolean> {
  const child = spawn(program, args, { env, stdio: "ignore", detached: true, windowsHide: true });
  try {
    await once(child, "spawn");
  } catch {
    return false;
  }
  // What becomes of it is between the user and the browser.
  child.on("error", () => undefined).unref();
  return true;
}
