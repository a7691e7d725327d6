import { expect, test } from "vitest";
import { parseAwsConfig } from "./parse-aws-config.ts";

test("parseAwsConfig() reads profiles, services and settings below a setting", () => {
  const config = parseAwsConfig(`# mine
[default]
region = eu-west-1 ; near
aws_secret_access_key=a+b/c==
[profile "dev"]
s3 =
  Addressing_Style = path
  multipart_threshold = 64MB
output = json
[ services lab ]
s3 =
    endpoint_url = http://127.0.0.1:9000
no equals sign
[default]\r
region = us-east-2\r
`);
  expect(Object.fromEntries([...config].map(([name, section]) => [name, Object.fromEntries(section)]))).toEqual({
    default: { region: "us-east-2", aws_secret_access_key: "a+b/c==" },
    "profile dev": { s3: "", "s3.addressing_style": "path", "s3.multipart_threshold": "64MB", output: "json" },
    "services lab": { s3: "", "s3.endpoint_url": "http://127.0.0.1:9000" },
  });
});

test("parseAwsConfig() keeps no settings outside of sections, and indented ones that belong to none", () => {
  expect(parseAwsConfig("a = 1\n").size).toBe(0);
  expect(parseAwsConfig("[x]\n  a = 1\n").get("x")).toEqual(new Map([["a", "1"]]));
});
