import { expect, test } from "vitest";
import { encodeKey, signRequest } from "./sign-request.ts";

// The examples that AWS publishes: "Authenticating Requests: Using the Authorization Header" of the Amazon S3 API
// reference.
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const scope = { region: "us-east-1", service: "s3", nowMs: Date.UTC(2013, 4, 24) };
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const examples = [
  {
    what: "an object",
    method: "GET",
    path: "/test.txt",
    headers: { range: "bytes=0-9" },
    payloadHash: EMPTY,
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  {
    what: "an upload",
    method: "PUT",
    path: "/test%24file.text",
    headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
    payloadHash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  },
  {
    what: "a question without a value",
    method: "GET",
    path: "/?lifecycle",
    headers: {},
    payloadHash: EMPTY,
    signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  },
  {
    what: "a listing",
    method: "GET",
    path: "/?max-keys=2&prefix=J",
    headers: {},
    payloadHash: EMPTY,
    signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  },
];

test.each(examples)("signRequest() signs $what as AWS does", ({ path, signature, ...request }) => {
  const url = new URL(`https://examplebucket.s3.amazonaws.com${path}`);
  const { authorization } = signRequest({ ...request, url }, credentials, scope);
  expect(authorization).toContain("Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request");
  expect(String(authorization).split("Signature=")[1]).toBe(signature);
});

test("signRequest() signs the token of a session, and the key of another day is another", () => {
  const url = new URL("https://b.s3.amazonaws.com/x");
  const request = { method: "GET", url, headers: {}, payloadHash: EMPTY };
  const today = signRequest(request, { ...credentials, sessionToken: "t" }, scope);
  expect(today["x-amz-security-token"]).toBe("t");
  expect(today.authorization).toContain("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
  const tomorrow = signRequest(request, credentials, { ...scope, nowMs: scope.nowMs + 86_400_000 });
  expect(tomorrow.authorization).toContain("/20130525/us-east-1/s3/aws4_request");
});

test("encodeKey() keeps slashes and what needs no escape", () => {
  expect(encodeKey("files/md5/ab/c-d_e.f~g")).toBe("files/md5/ab/c-d_e.f~g");
  expect(encodeKey("a b/ü+#?%'()*!")).toBe("a%20b/%C3%BC%2B%23%3F%25%27%28%29%2A%21");
});
