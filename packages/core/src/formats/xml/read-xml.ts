import { SAXParser } from "sax";

/** An element of a document: its name without a prefix, its text, and the elements in it. */
export interface XmlElement {
  readonly name: string;
  /** Of this element alone, blanks at its ends included. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Which parts of a document are given away as they end, so that they need not all be in memory at once. */
export interface XmlListing {
  /** The names of elements whose children are given away; they are left without children themselves. */
  readonly containers: readonly string[];
  /** Receives each child in turn, also before an error in the document shows. */
  readonly onChild: (child: XmlElement) => void;
}

/** More than any answer that is read here; a hostile one shall not exhaust the stack. */
const MAX_DEPTH = 32;

/** The text of the first element of a name in another; undefined if there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}

/** Reads a document that is there whole; see XmlReader. */
export function readXml(text: string): XmlElement | undefined {
  const reader = new XmlReader({ containers: [], onChild: () => undefined });
  reader.write(text);
  return reader.end();
}

/**
 * Reads a document piece by piece. Attributes and a byte order mark are passed over, entities of its own are not
 * expanded. Memory: the elements that are not given away.
 */
export class XmlReader {
  readonly #parser = new SAXParser(true, { position: false });
  readonly #listing: XmlListing;
  readonly #document: OpenElement = { name: "", text: "", children: [] };
  /** The innermost last. */
  readonly #open = [this.#document];
  #isBad: boolean = false;

  constructor(listing: XmlListing) {
    this.#listing = listing;
    const parser = this.#parser;
    parser.onerror = () => this.#fail();
    parser.onopentag = ({ name }) => this.#begin(name.slice(name.indexOf(":") + 1));
    parser.onclosetag = () => this.#close();
    parser.ontext = (text) => this.#add(text);
    parser.oncdata = (text) => this.#add(text);
  }

  write(text: string): void {
    if (!this.#isBad) this.#parser.write(text);
  }

  /** The root of the document; undefined if it is not well formed or nested deeper than 32 elements. */
  end(): XmlElement | undefined {
    this.#parser.close();
    return this.#isBad ? undefined : this.#document.children[0];
  }

  #fail(): void {
    this.#isBad = true;
    this.#parser.resume();
  }

  #begin(name: string): void {
    if (this.#open.length > MAX_DEPTH) this.#fail();
    this.#open.push({ name, text: "", children: [] });
  }

  #add(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #close(): void {
    const element = this.#open.pop();
    const parent = this.#open.at(-1);
    if (element === undefined || parent === undefined) return;
    if (this.#listing.containers.includes(parent.name)) this.#listing.onChild(element);
    else parent.children.push(element);
  }
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: OpenElement[];
}
