import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { serverPlace } from "../../formats/sign-in/server-place.ts";
import type { SignInPlace } from "../../formats/sign-in/sign-in.ts";

/** Reads the URL of a server, or of something on it. @throws URL_INVALID */
export function placeToSignIn(url: string): SignInPlace {
  const place = serverPlace(url);
  if (place !== undefined) return place;
  throw new LodeError("URL_INVALID", `Cannot use '${redactUrl(url)}': it is not the URL of a registry server`, {
    hint: "Such a URL looks like https://data.example.org.",
  });
}
