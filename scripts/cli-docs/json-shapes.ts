import { globSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

/** A line of a type that is longer is broken up. */
const LINE = 100;

/** Deeper types are written by name: real ones end before. */
const MAX_DEPTH = 6;

/**
 * Works out what each command prints with `--json`, from the types in its source: what `toJson` returns, or else what `run`
 * does. The key is the name of the command's file; a command whose type says nothing is left out. Takes four seconds.
 *
 * @param root of the repository
 */
export function jsonShapes(root: string): ReadonlyMap<string, string> {
  const files = globSync(join(root, "packages/cli/src/commands/*.ts"));
  const program = ts.createProgram(files, compilerOptions(root));
  const checker = program.getTypeChecker();
  const shapes = new Map<string, string>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const type = source === undefined ? undefined : resultType(source, checker);
    if (type !== undefined) shapes.set(basename(file, ".ts"), printType(type, { checker, at: source, depth: 0 }));
  }
  return shapes;
}

function compilerOptions(root: string): ts.CompilerOptions {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), {}, host);
  if (parsed === undefined) throw new Error("tsconfig.json cannot be read");
  return parsed.options;
}

function resultType(source: ts.SourceFile, checker: ts.TypeChecker): ts.Type | undefined {
  const definition = findDefinition(source);
  const type = methodType(definition, "toJson", checker) ?? methodType(definition, "run", checker);
  const says = type !== undefined && (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0;
  return says && type.aliasSymbol?.name !== "PythonJsonValue" ? type : undefined;
}

/** What a method of a definition returns, or promises. */
function methodType(
  definition: ts.ObjectLiteralExpression | undefined,
  name: string,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  const property = definition?.properties.find((one) => one.name?.getText() === name);
  const method = property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : property;
  if (method === undefined || !ts.isFunctionLike(method)) return undefined;
  const copied = ts.isArrowFunction(method) ? copiedExpression(method.body) : undefined;
  if (copied !== undefined) return checker.getTypeAtLocation(copied);
  const signature = checker.getSignatureFromDeclaration(method);
  return signature === undefined ? undefined : checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
}

/** The `value` of `JSON.parse(JSON.stringify(value))`, which has no type of its own. */
function copiedExpression(body: ts.ConciseBody): ts.Expression | undefined {
  const inner = argumentOf(body, "JSON.parse");
  return inner === undefined ? undefined : argumentOf(inner, "JSON.stringify");
}

function argumentOf(node: ts.Node, name: string): ts.Expression | undefined {
  return ts.isCallExpression(node) && node.expression.getText() === name ? node.arguments[0] : undefined;
}

function findDefinition(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (ts.isCallExpression(node) && node.expression.getText() === "defineCommand") {
    const [argument] = node.arguments;
    return argument !== undefined && ts.isObjectLiteralExpression(argument) ? argument : undefined;
  }
  return ts.forEachChild(node, findDefinition);
}

interface Printing {
  readonly checker: ts.TypeChecker;
  readonly at: ts.SourceFile | undefined;
  readonly depth: number;
}

/** Writes a type as JSON has it: nothing of the names of types, brands are texts, what is undefined is left out. */
function printType(type: ts.Type, printing: Printing): string {
  if (type.isUnion()) return printUnion(type, printing);
  if (type.isIntersection() && type.types.some(isText)) return "string";
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection();
  if (!isObject || printing.depth > MAX_DEPTH) return printing.checker.typeToString(type);
  return printStructure(type, printing);
}

function printStructure(type: ts.Type, printing: Printing): string {
  const { checker, depth } = printing;
  const deeper = { ...printing, depth: depth + 1 };
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const item = checker.getTypeArguments(type as ts.TypeReference)[0] ?? type;
    const text = printType(item, deeper);
    return item.isUnion() && text.includes(" | ") ? `(${text})[]` : `${text}[]`;
  }
  const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return values === undefined ? printObject(type, printing) : `{ [name: string]: ${printType(values, deeper)} }`;
}

function isText(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.String) !== 0;
}

function printUnion(type: ts.UnionType, printing: Printing): string {
  const texts = type.types.filter((one) => (one.flags & ts.TypeFlags.Undefined) === 0);
  const printed = [...new Set(texts.map((one) => printType(one, printing)))];
  const both = printed.includes("true") && printed.includes("false");
  const words = both ? ["boolean", ...printed.filter((one) => one !== "true" && one !== "false")] : printed;
  // Null is the exception, so it comes last.
  return words.length === 0
    ? "null"
    : words.toSorted((a, b) => Number(a === "null") - Number(b === "null")).join(" | ");
}

function printObject(type: ts.Type, printing: Printing): string {
  const fields = checkedFields(type, printing);
  const line = `{ ${fields.map(({ text }) => text).join(" ")} }`;
  const isShort = line.length + 2 * printing.depth <= LINE && !line.includes("\n");
  if (isShort && fields.every(({ comment }) => comment === "")) return line;
  const rows = fields.flatMap(({ comment, text }) => [...(comment === "" ? [] : [`/** ${comment} */`]), text]);
  return `{\n${rows.join("\n").replaceAll(/^/gm, "  ")}\n}`;
}

function checkedFields(type: ts.Type, printing: Printing) {
  const { checker, at } = printing;
  return type.getProperties().flatMap((property) => {
    const declared = checker.getTypeOfSymbolAtLocation(property, property.valueDeclaration ?? at ?? unreachable());
    if (declared.getNonNullableType().getCallSignatures().length > 0 || isNever(declared)) return [];
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 || mayBeUndefined(declared);
    const comment = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll(/\s+/g, " ");
    const value = printType(declared, { ...printing, depth: printing.depth + 1 });
    return [{ comment, text: `${fieldName(property.name)}${optional ? "?" : ""}: ${value};` }];
  });
}

function fieldName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}

function isNever(type: ts.Type): boolean {
  const undefinedOrNever = ts.TypeFlags.Never | ts.TypeFlags.Undefined;
  return (type.flags & undefinedOrNever) !== 0;
}

function mayBeUndefined(type: ts.Type): boolean {
  return type.isUnion() && type.types.some((one) => (one.flags & ts.TypeFlags.Undefined) !== 0);
}

function unreachable(): never {
  throw new Error("a property without a place");
}
