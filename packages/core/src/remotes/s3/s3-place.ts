import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { type CloudPlace, parseCloudUrl } from "../cloud/cloud-url.ts";

/** Parses `s3://bucket/path`. @throws URL_INVALID */
export function parseS3Url(url: string): CloudPlace {
  const place = parseCloudUrl(url, "bucket");
  if (/^[A-Za-z0-9][\w.-]*$/.test(place.container)) return place;
  throw new LodeError("URL_INVALID", `Cannot use '${redactUrl(url)}': it names no bucket`, {
    hint: "Such a URL looks like s3://bucket/path; keys are options of the remote.",
  });
}
