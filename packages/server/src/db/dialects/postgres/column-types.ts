import {
  type ColumnDefinitionNode,
  DataTypeNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type QueryId,
  RawNode,
} from "kysely";

/**
 * What migrations call a type, and what makes PostgreSQL's columns behave as SQLite's: texts sort by their bytes on every
 * machine, whatever language it speaks, and a whole number has 64 bits.
 */
const types: Readonly<Record<string, string>> = { text: 'text collate "C"', integer: "bigint", blob: "bytea" };

/** Lets the columns that migrations make in PostgreSQL be what they are in SQLite. */
export const columnTypes: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

class ColumnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode, queryId: QueryId): ColumnDefinitionNode {
    return { ...super.transformColumnDefinition(node, queryId), dataType: typeOf(node.dataType) };
  }
}

function typeOf(node: OperationNode): OperationNode {
  const type = DataTypeNode.is(node) ? types[node.dataType] : undefined;
  return type === undefined ? node : RawNode.create([type], []);
}

const transformer = new ColumnTypes();
