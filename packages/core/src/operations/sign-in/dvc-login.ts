import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { findSignIn } from "../../formats/sign-in/find-sign-in.ts";
import { serverPlace } from "../../formats/sign-in/server-place.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { readPrivateFile, writePrivateFile } from "../../fs/private-file.ts";
import { type ConfigPlaces, configLevelFile } from "../../project/config-places.ts";
import { modifyRemote } from "../remote/edit-remotes.ts";
import { type ListedRemote, listRemotes } from "../remote/list-remotes.ts";
import { knownSignIns } from "./known-sign-ins.ts";
import type { SignInContext } from "./sign-in-context.ts";
import { signedOut } from "./sign-out.ts";

/** A remote whose login in the private configuration of a project was changed. */
export interface DvcLogin {
  readonly remote: string;
  readonly url: string;
}

/** The header in which DVC can send a token: it knows no bearers. */
const TOKEN_HEADER = "X-Lode-Token";

/**
 * Writes the user's sign-ins into `.dvc/config.local`, where `dvc` finds them: Git does not track the file, and only its
 * owner can read it afterwards.
 *
 * @param name of the remote; undefined: all that are on servers to which the user has signed in
 * @throws SIGNED_OUT if there is no sign-in to the server of the remote, or of any; REMOTE_MISSING, CONFIG_NO_PROJECT,
 *   CONFIG_INVALID, SIGN_INS_INVALID, IO_FAILED
 */
export function setDvcLogins(
  places: ConfigPlaces,
  { name, context }: { readonly name: string | undefined; readonly context: SignInContext },
  { onEvent }: RunContext,
): readonly DvcLogin[] {
  const known = knownSignIns(context, onEvent);
  const signInOf = (url: string): SignIn | undefined => findSignIn(known, url, Date.now());
  const chosen = chooseRemotes(places, name).filter(({ url }) => name !== undefined || signInOf(url) !== undefined);
  if (chosen.length === 0) throw noSuchRemote();
  const changes = chosen.map((remote) => {
    const token = signInOf(remote.url)?.token;
    if (token === undefined) throw signedOut(serverPlace(remote.url)?.server ?? remote.url);
    return { remote, options: { auth: "custom", custom_auth_header: TOKEN_HEADER, password: token } };
  });
  closeToOthers(places);
  for (const { remote, options } of changes) setOptions(places, remote.remote, options);
  return chosen;
}

/** Removes such logins from `.dvc/config.local`. @param name of the remote; undefined: all of web servers @throws as setDvcLogins does */
export function unsetDvcLogins(places: ConfigPlaces, name: string | undefined): readonly DvcLogin[] {
  const chosen = chooseRemotes(places, name);
  const options = { auth: undefined, custom_auth_header: undefined, password: undefined };
  for (const { remote } of chosen) setOptions(places, remote, options);
  return chosen;
}

function chooseRemotes(places: ConfigPlaces, name: string | undefined): readonly DvcLogin[] {
  const remotes = listRemotes(places).filter((remote) => name === undefined || remote.name === name);
  if (name !== undefined && remotes.length === 0) {
    throw new LodeError("REMOTE_MISSING", `Cannot find the remote '${name}'`, {
      hint: "See them with `lode remote list`.",
    });
  }
  return remotes.flatMap(onWebServer);
}

function onWebServer({ name, url }: ListedRemote): readonly DvcLogin[] {
  return url !== undefined && serverPlace(url) !== undefined ? [{ remote: name, url }] : [];
}

function closeToOthers(places: ConfigPlaces): void {
  const { path } = configLevelFile(places, "local");
  if (readPrivateFile(path) === undefined) writePrivateFile(path, "");
}

function setOptions(places: ConfigPlaces, name: string, options: Readonly<Record<string, string | undefined>>): void {
  for (const [option, value] of Object.entries(options)) {
    modifyRemote(places, { name, option, value, cwd: places.homeDir, level: "local" });
  }
}

function noSuchRemote(): LodeError {
  return new LodeError("SIGNED_OUT", "Cannot find a remote on a server to which you have signed in", {
    hint: "See the remotes with `lode remote list`, and sign in with `lode login URL`.",
  });
}
