import { expect, test } from "vitest";
import { nameInCloud } from "../cloud/cloud-url.ts";
import { bucketUrl, type S3Endpoint } from "./bucket-url.ts";
import { parseS3Url } from "./s3-place.ts";

const amazon: S3Endpoint = { usesTls: true, style: "auto" };
const own: S3Endpoint = { ...amazon, url: "http://localhost:9000" };

test.each<[string, string, S3Endpoint, string]>([
  ["my-bucket", "eu-west-1", amazon, "https://my-bucket.s3.eu-west-1.amazonaws.com/"],
  ["my-bucket", "eu-west-1", { ...amazon, usesTls: false }, "http://my-bucket.s3.eu-west-1.amazonaws.com/"],
  ["my-bucket", "cn-north-1", amazon, "https://my-bucket.s3.cn-north-1.amazonaws.com.cn/"],
  ["my.bucket", "eu-west-1", amazon, "https://s3.eu-west-1.amazonaws.com/my.bucket/"],
  ["Old_Bucket", "us-east-1", amazon, "https://s3.us-east-1.amazonaws.com/Old_Bucket/"],
  ["b1x", "eu-west-1", { ...amazon, style: "path" }, "https://s3.eu-west-1.amazonaws.com/b1x/"],
  ["b1x", "eu-west-1", { ...amazon, variant: "accelerate" }, "https://b1x.s3-accelerate.amazonaws.com/"],
  ["b1x", "eu-west-1", { ...amazon, variant: "dualstack" }, "https://b1x.s3.dualstack.eu-west-1.amazonaws.com/"],
  ["b1x", "us-east-1", own, "http://localhost:9000/b1x/"],
  ["b1x", "us-east-1", { ...own, style: "virtual" }, "http://b1x.localhost:9000/"],
  ["b1x", "us-east-1", { ...own, url: "https://host/s3/" }, "https://host/s3/b1x/"],
])("bucketUrl() of %s in %s with %j", (...example) => {
  const [bucket, region, endpoint, url] = example;
  expect(bucketUrl(bucket, region, endpoint).href).toBe(url);
});

test("parseS3Url() takes the bucket and the path, and refuses what names no bucket", () => {
  expect(parseS3Url("s3://bucket")).toEqual({ container: "bucket", prefix: "", url: "s3://bucket" });
  expect(parseS3Url("s3://bucket/")).toEqual({ container: "bucket", prefix: "", url: "s3://bucket" });
  expect(parseS3Url("s3://bucket/a/b/")).toEqual({ container: "bucket", prefix: "a/b/", url: "s3://bucket/a/b" });
  for (const url of ["s3:///a", "s3://", "s3://us:er@bucket", "s3://bucket/a/../b"]) {
    expect(() => parseS3Url(url)).toThrow(expect.objectContaining({ code: "URL_INVALID" }));
  }
});

test.each([
  ["s3://bucket//a/b", "/a/b/"],
  ["s3://bucket/a//b/", "a//b/"],
  ["s3://bucket/a//", "a//"],
  ["s3://bucket//", "/"],
])("parseS3Url() keeps the slashes of %s that are part of names, as DVC does", (url, prefix) => {
  expect(parseS3Url(url).prefix).toBe(prefix);
});

test("nameInCloud() puts the prefix before a key", () => {
  expect(nameInCloud(parseS3Url("s3://b/a/b"), "c")).toBe("a/b/c");
  expect(nameInCloud(parseS3Url("s3://b/a/b"), "")).toBe("a/b");
  expect(nameInCloud(parseS3Url("s3://b"), "c")).toBe("c");
  expect(nameInCloud(parseS3Url("s3://b"), "")).toBe("");
});
