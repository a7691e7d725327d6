/** What a text of a license has, in small letters, with single blanks in place of everything else. */
interface LicenseMarks {
  /** The id in the list of SPDX. */
  readonly id: string;
  /** Near the beginning of the text. */
  readonly title?: string;
  /** All of them are somewhere in the text. */
  readonly phrases: readonly string[];
  /** None of them is in the text. */
  readonly without?: readonly string[];
}

/** How far from the beginning a title may be: behind a line of copyright, and a name. */
const TITLE_WITHIN = 400;

/**
 * Recognises the common licenses by what each of them alone says.
 *
 * @returns the SPDX id; undefined if the text is of no license that is known here, or of several. Whether a later version of
 *   the GPL may be chosen is not said by its text, so that its ids have neither `-only` nor `-or-later`.
 */
export function licenseOfText(text: string): string | undefined {
  const named = /SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+)\s*$/m.exec(text.slice(0, TITLE_WITHIN))?.[1];
  if (named !== undefined) return named;
  const plain = ` ${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, " ")} `;
  const found = licenses.filter((marks) => hasMarks(plain, marks));
  return found.length === 1 ? found[0]?.id : undefined;
}

/** The SPDX id of a license that somebody names, whatever the case; undefined if it is none that is known here. */
export function licenseOfName(name: string): string | undefined {
  const [, base = "", later = ""] = /^(.+?)(-only|-or-later)?$/i.exec(name) ?? [];
  const known = licenses.find(({ id }) => id.toLowerCase() === base.toLowerCase())?.id;
  return known && `${known}${later.toLowerCase()}`;
}

function hasMarks(plain: string, { title, phrases, without = [] }: LicenseMarks): boolean {
  if (title !== undefined && !plain.slice(0, TITLE_WITHIN).includes(` ${title} `)) return false;
  return phrases.every((phrase) => plain.includes(phrase)) && !without.some((phrase) => plain.includes(phrase));
}

const NOTICE = "the above copyright notice and this permission notice shall be included in all copies";
const MIT_GRANT = "permission is hereby granted free of charge to any person obtaining a copy of this software";
const ISC_GRANT = "permission to use copy modify and or distribute this software for any purpose with or without fee";
const ISC_NOTICE = "provided that the above copyright notice and this permission notice appear in all copies";
const BSD = [
  "redistribution and use in source and binary forms with or without modification are permitted",
  "redistributions of source code must retain the above copyright notice",
  "redistributions in binary form must reproduce the above copyright notice",
];
const BSD_NAME = "be used to endorse or promote products";
const BSD_ADVERTISING = "all advertising materials mentioning features or use of this software";
const GNU = "everyone is permitted to copy and distribute verbatim copies of this license document";

const licenses: readonly LicenseMarks[] = [
  { id: "MIT", phrases: [MIT_GRANT, NOTICE], without: ["except as contained in this notice"] },
  { id: "MIT-0", phrases: [MIT_GRANT], without: ["permission notice"] },
  { id: "ISC", phrases: [ISC_GRANT, ISC_NOTICE] },
  { id: "0BSD", phrases: [ISC_GRANT], without: ["permission notice appear"] },
  { id: "BSD-2-Clause", phrases: BSD, without: [BSD_NAME, BSD_ADVERTISING] },
  { id: "BSD-3-Clause", phrases: [...BSD, BSD_NAME], without: [BSD_ADVERTISING] },
  {
    id: "Apache-2.0",
    title: "apache license version 2 0",
    phrases: ["terms and conditions for use reproduction and distribution", "grant of patent license"],
  },
  { id: "MPL-2.0", title: "mozilla public license version 2 0", phrases: ["covered software"] },
  { id: "GPL-2.0", title: "gnu general public license version 2", phrases: [GNU] },
  { id: "GPL-3.0", title: "gnu general public license version 3", phrases: [GNU] },
  { id: "LGPL-2.1", title: "gnu lesser general public license version 2 1", phrases: [GNU] },
  { id: "LGPL-3.0", title: "gnu lesser general public license version 3", phrases: [GNU] },
  { id: "AGPL-3.0", title: "gnu affero general public license version 3", phrases: [GNU] },
  { id: "EPL-2.0", title: "eclipse public license v 2 0", phrases: ["contributor"] },
  { id: "BSL-1.0", title: "boost software license version 1 0", phrases: ["derivative works of the software"] },
  { id: "BlueOak-1.0.0", title: "blue oak model license version 1 0 0", phrases: ["each contributor licenses you"] },
  { id: "Unlicense", phrases: ["this is free and unencumbered software released into the public domain"] },
  { id: "CC0-1.0", title: "cc0 1 0 universal", phrases: ["affirmer"] },
  ...creativeCommons("4.0", "international"),
  ...creativeCommons("3.0", "unported"),
  { id: "ODbL-1.0", title: "open database license", phrases: ["derivative database", "produced work"] },
  { id: "ODC-By-1.0", title: "odc attribution license", phrases: ["derivative database"] },
  { id: "PDDL-1.0", title: "public domain dedication and license", phrases: ["open data commons"] },
  {
    id: "CDLA-Permissive-1.0",
    title: "community data license agreement permissive version 1 0",
    phrases: ["enhanced data"],
  },
  { id: "CDLA-Permissive-2.0", title: "community data license agreement permissive version 2 0", phrases: ["results"] },
  { id: "CDLA-Sharing-1.0", title: "community data license agreement sharing version 1 0", phrases: ["enhanced data"] },
];

function creativeCommons(version: string, where: string): readonly LicenseMarks[] {
  const kinds: Readonly<Record<string, string>> = {
    BY: "attribution",
    "BY-SA": "attribution sharealike",
    "BY-NC": "attribution noncommercial",
    "BY-NC-SA": "attribution noncommercial sharealike",
    "BY-ND": "attribution noderivatives",
    "BY-NC-ND": "attribution noncommercial noderivatives",
  };
  return Object.entries(kinds).map(([kind, name]) => ({
    id: `CC-${kind}-${version}`,
    title: `${name} ${version.replace(".", " ")} ${where}`,
    phrases: ["by exercising"],
  }));
}
