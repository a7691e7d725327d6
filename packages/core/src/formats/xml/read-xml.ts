import { SAXParser } from "sax";

/** An element of a document: its name without a prefix, its text, and the elements in it. */
export interface XmlElement {
  readonly name: string;
  /** Of this element alone, blanks at its ends included. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** More than any answer that is read here; a hostile one shall not exhaust the stack. */
const MAX_DEPTH = 32;

/**
 * Reads a document; attributes are passed over, entities of its own are not expanded. Undefined if it is not well formed
 * or nested deeper than 32 elements.
 */
export function readXml(text: string): XmlElement | undefined {
  const parser = new SAXParser(true, { position: false });
  const root: OpenElement = { name: "", text: "", children: [] };
  const open = [root];
  let isBad = false;
  const add = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.onerror = () => {
    isBad = true;
    parser.resume();
  };
  parser.onopentag = ({ name }) => {
    const element = { name: name.slice(name.indexOf(":") + 1), text: "", children: [] };
    if (open.length > MAX_DEPTH) isBad = true;
    else open.at(-1)?.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => void open.pop();
  parser.ontext = add;
  parser.oncdata = add;
  parser.write(text).close();
  return isBad ? undefined : root.children[0];
}

/** The text of the first element of a name in another; undefined if there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: OpenElement[];
}
