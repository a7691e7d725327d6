import { expect, test } from "vitest";
import { browserCommands, openBrowser } from "./open-browser.ts";

const url = "https://data.example.org/sign-in/1";

test.each([
  [{ BROWSER: "firefox" }, "linux", [["firefox", url]]],
  [
    { BROWSER: "'my browser' --new %s:lynx" },
    "linux",
    [
      ["my browser", "--new", url],
      ["lynx", url],
    ],
  ],
  [{ BROWSER: "", DISPLAY: ":0" }, "linux", []],
  [{ BROWSER: "'broken" }, "linux", []],
  [{ DISPLAY: ":0" }, "linux", [["xdg-open", url]]],
  [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", [["xdg-open", url]]],
  [{}, "linux", []],
  [{}, "darwin", [["open", url]]],
  [{ SSH_CONNECTION: "1" }, "darwin", []],
  [{}, "win32", [["rundll32", "url.dll,FileProtocolHandler", url]]],
] as const)("browserCommands() finds with %j on %s what opens a page", (env, platform, commands) => {
  expect(browserCommands(url, { env, platform })).toEqual(commands);
});

test("openBrowser() tries one program after another, and says whether one was started", async () => {
  const open = (BROWSER: string, address = url) =>
    openBrowser(address, { env: { PATH: process.env.PATH, BROWSER }, platform: "linux" });
  expect(await open("no-such-program-at-all:true")).toBe(true);
  expect(await open("no-such-program-at-all")).toBe(false);
  expect(await open("")).toBe(false);
  for (const address of ["file:///etc/passwd", "javascript:alert(1)", "--help", ""]) {
    expect([address, await open("true", address)]).toEqual([address, false]);
  }
});
