import { ArgumentTypeError } from "argparse";

const NAME = /^(?:(remote|db)\.)?([^.]*)\.([^.]*)$/;

/**
 * Reads the name of an option, `section.option` or `remote.name.option`, into its path, in lower case.
 *
 * @throws argparse's ArgumentTypeError if it has another form
 */
export function parseConfigOptionName(text: string): readonly string[] {
  const [, kind, section = "", option = ""] = NAME.exec(text) ?? [];
  if (!NAME.test(text)) {
    throw new ArgumentTypeError(
      "name argument should look like remote.name.option or db.name.option or section.option",
    );
  }
  const path = [section.toLowerCase(), option.toLowerCase()];
  return kind === undefined ? path : [kind, ...path];
}
