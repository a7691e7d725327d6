import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { licenseOfName, licenseOfText } from "./license-of-text.ts";

const grant =
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction';
const notice =
  "subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all\ncopies or substantial portions of the Software.";
const bsd = `Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:
1. Redistributions of source code must retain the above copyright notice, this list.
2. Redistributions in binary form must reproduce the above copyright notice, this list.`;
const bsdName =
  "3. Neither the name of X nor the names of its contributors may be used to endorse or promote products.";
const isc =
  "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted";

test.each([
  ["Apache-2.0", readFileSync(join(import.meta.dirname, "../../../../LICENSE"), "utf8")],
  ["MIT", `MIT License\n\nCopyright (c) 2026 A\n\n${grant}, ${notice}`],
  ["MIT", `\uFEFFCopyright\r\n\r\n  ${grant}, ${notice}`.replaceAll("\n", "\r\n")],
  ["MIT-0", grant],
  [undefined, `${grant}, ${notice}\nExcept as contained in this notice, the name of X shall not be used.`],
  ["BSD-2-Clause", bsd],
  ["BSD-3-Clause", `${bsd}\n${bsdName}`],
  [undefined, `${bsd}\n${bsdName}\n4. All advertising materials mentioning features or use of this software must …`],
  ["ISC", `${isc}, provided that the above copyright notice and this permission notice appear in all copies.`],
  ["0BSD", `${isc}.`],
  ["CC-BY-4.0", "Attribution 4.0 International\n\n…\nBy exercising the Licensed Rights (defined below), You accept"],
  ["CC-BY-NC-SA-4.0", "Attribution-NonCommercial-ShareAlike 4.0 International\n\nBy exercising the Licensed Rights"],
  ["ODbL-1.0", "Open Database License (ODbL) v1.0\n\n“Derivative Database” … “Produced Work”"],
  ["EUPL-1.2", "SPDX-License-Identifier: EUPL-1.2\n\nAs there."],
  [undefined, `Apache License, Version 2.0: no. ${"x ".repeat(300)}`],
  [undefined, `The parts of A: ${grant}, ${notice}\nThe parts of B: ${bsd}`],
  [undefined, "All rights reserved."],
  [undefined, ""],
])("licenseOfText() recognises %s", (id, text) => {
  expect(licenseOfText(text)).toBe(id);
});

test.each([
  ["cc-by-4.0", "CC-BY-4.0"],
  ["gpl-3.0-or-later", "GPL-3.0-or-later"],
  ["MIT", "MIT"],
  ["proprietary", undefined],
  ["", undefined],
])("licenseOfName() knows %s", (name, id) => {
  expect(licenseOfName(name)).toBe(id);
});
