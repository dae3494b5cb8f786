/**
 * The cases as ONNX models. ONNX has no gradients, so that of the loss is
 * composed: softmax / rows, minus 1 / rows at the targets.
 *
 * The format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @module
 */
import { arrayOf, type Case } from "./cases.ts";

/** The names of the data types in onnx.proto. */
const TYPES = { float32: 1, int64: 7, float64: 11 };

/**
 * The bytes of a model with inputs `logits` [rows, cols] and, where there is a
 * loss, `targets` [rows], and outputs `loss` [], `values` [rows, cols] or both.
 */
export function onnxModel(
  { function: name, rows, cols, dtype }: Case,
): Uint8Array<ArrayBuffer> {
  const number = TYPES[dtype];
  const shape = [rows, cols];
  const scalars = (name: string, dims: number[], value: number) =>
    tensor(
      name,
      number,
      dims,
      new (arrayOf(dtype))(dims.length ? rows : 1).fill(value),
    );
  const softmax = (operator: string, output: string) =>
    node(operator, "logits", output, { axis: 1 });
  const loss = node("SoftmaxCrossEntropyLoss", "logits targets", "loss");
  const inputs = [described("logits", number, shape)];
  const outputs = [];
  if (name.startsWith("crossEntropy")) {
    inputs.push(described("targets", TYPES.int64, [rows]));
    outputs.push(described("loss", number, []));
  }
  if (name !== "crossEntropy") {
    outputs.push(described("values", number, shape));
  }
  switch (name) {
    case "softmax":
      return model([softmax("Softmax", "values")], inputs, outputs);
    case "logSoftmax":
      return model([softmax("LogSoftmax", "values")], inputs, outputs);
    case "crossEntropy":
      return model([loss], inputs, outputs);
    case "crossEntropyWithGrad": {
      const nodes = [
        loss,
        softmax("Softmax", "p"),
        node("Mul", "p share", "shares"),
        node("Unsqueeze", "targets one", "column"),
        // Adding to a few entries is faster than subtracting a OneHot.
        node("ScatterElements", "shares column minus", "values", {
          axis: 1,
          reduction: "add",
        }),
      ];
      return model(nodes, inputs, outputs, [
        scalars("share", [], 1 / rows),
        scalars("minus", [rows, 1], -1 / rows),
        tensor("one", TYPES.int64, [1], new BigInt64Array([1n])),
      ]);
    }
  }
}

/** A message in the wire format of protocol buffers. */
type Bytes = number[];

function model(
  nodes: Bytes[],
  inputs: Bytes[],
  outputs: Bytes[],
  constants: Bytes[] = [],
): Uint8Array<ArrayBuffer> {
  return new Uint8Array([
    integer(1, 8), // IR version
    message(8, [text(1, ""), integer(2, 18)]), // operator set
    message(7, [
      ...nodes.map((node) => message(1, [node])),
      text(2, "case"),
      ...constants.map((constant) => message(5, [constant])),
      ...inputs.map((input) => message(11, [input])),
      ...outputs.map((output) => message(12, [output])),
    ]),
  ].flat());
}

/** An operator and the names of its inputs, separated by spaces. */
function node(
  operator: string,
  inputs: string,
  outputs: string,
  attributes: Record<string, number | string> = {},
): Bytes {
  return [
    ...inputs.split(" ").map((name) => text(1, name)),
    ...outputs.split(" ").map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, [
        text(1, name),
        ...typeof value === "number"
          ? [integer(3, value), integer(20, 2)]
          : [text(4, value), integer(20, 3)],
      ])
    ),
  ].flat();
}

/** A constant. */
function tensor(
  name: string,
  type: number,
  dims: number[],
  { buffer }: Float32Array | Float64Array | BigInt64Array,
): Bytes {
  return [
    ...dims.map((dim) => integer(1, dim)),
    integer(2, type),
    text(8, name),
    bytes(9, [...new Uint8Array(buffer)]),
  ].flat();
}

/** The name, type and shape of an input or output. */
function described(name: string, type: number, shape: number[]): Bytes {
  const dims = shape.map((dim) => message(1, [integer(1, dim)]));
  const tensorType = [integer(1, type), message(2, dims)];
  return [text(1, name), message(2, [message(1, tensorType)])].flat();
}

function integer(field: number, value: number): Bytes {
  return [...varint(field << 3), ...varint(value)];
}

function text(field: number, value: string): Bytes {
  return bytes(field, [...new TextEncoder().encode(value)]);
}

function message(field: number, fields: Bytes[]): Bytes {
  return bytes(field, fields.flat());
}

function bytes(field: number, content: Bytes): Bytes {
  return [...varint(field << 3 | 2), ...varint(content.length), ...content];
}

/** A whole number as bytes of seven bits each, lowest first. */
function varint(value: number): Bytes {
  return value < 128 ? [value] : [value & 127 | 128, ...varint(value >>> 7)];
}
