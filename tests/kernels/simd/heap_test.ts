import { cpuUsage } from "node:process";
import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import {
  allocate,
  bytesInUse,
  isInMemory,
  release,
  views,
} from "../../../lib/kernels/simd/heap.ts";
import { HEAP, memory } from "../../../lib/kernels/simd/instance.ts";

/** Pointers and sizes are multiples of this. */
const LINE = 64;
const ACTION = "test the heap";
const inLines = (bytes: number) => Math.ceil(bytes / LINE) * LINE;

interface Block {
  pointer: number;
  bytes: number;
}

const sizes = fc.oneof(
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 1, max: 50_000 }),
  fc.integer({ min: 1, max: 1_000_000 }),
);
/** Sizes to allocate, or numbers of blocks to release. */
const steps = fc.array(
  fc.oneof(
    fc.record({ bytes: sizes }),
    fc.record({ release: fc.nat(1000) }),
  ),
  { maxLength: 200, size: "max" },
);

function assertApart(blocks: Block[]) {
  const inOrder = blocks.toSorted((a, b) => a.pointer - b.pointer);
  let end = HEAP;
  for (const { pointer, bytes } of inOrder) {
    assertEquals(pointer % LINE, 0);
    assert(pointer >= end, `a block at ${pointer}, another to ${end}`);
    end = pointer + bytes;
  }
  assert(end <= memory.buffer.byteLength);
}

Deno.test("allocate() gives blocks that do not overlap, and release() takes all of them back", () => {
  const holds = fc.property(steps, (steps) => {
    const blocks: Block[] = [];
    for (const step of steps) {
      if ("bytes" in step) {
        const { bytes } = step;
        blocks.push({ pointer: allocate(bytes, ACTION), bytes });
      } else if (blocks.length > 0) {
        const [block] = blocks.splice(step.release % blocks.length, 1);
        release(block.pointer, block.bytes);
      }
      assertApart(blocks);
      const inUse = blocks.reduce((sum, { bytes }) => sum + inLines(bytes), 0);
      assertEquals(bytesInUse(), inUse);
    }
    for (const { pointer, bytes } of blocks) release(pointer, bytes);
    assertEquals(bytesInUse(), 0);

    // the blocks that were given back are one block again
    const { byteLength } = memory.buffer;
    const pointer = allocate(byteLength - HEAP, ACTION);
    if (byteLength > HEAP) assertEquals(pointer, HEAP);
    release(pointer, byteLength - HEAP);
    assertEquals(memory.buffer.byteLength, byteLength);
  });
  fc.assert(holds, { seed: 14, numRuns: 100 });
});

Deno.test("allocate() makes the memory larger and keeps its contents", () => {
  const pointer = allocate(8, ACTION);
  const old = new Float64Array(memory.buffer, pointer, 1);
  old[0] = 42;
  const before = memory.buffer.byteLength;
  const large = allocate(before, ACTION);
  const { float64 } = views;
  assertEquals(float64.length * 8, memory.buffer.byteLength);
  assertEquals(float64[pointer / 8], 42);
  float64[pointer / 8] = 43;
  assertEquals(old[0], 43);
  assert(isInMemory(old) && isInMemory(float64));
  assert(!isInMemory(new Float64Array(1)));
  release(large, before);
  release(pointer, 8);
});

Deno.test("allocate() and release() take no longer where 20,000 blocks are free", () => {
  /** The processor time of 10,000 blocks of 64 bytes, and as many of 128. */
  const time = () => {
    const start = cpuUsage();
    for (let k = 0; k < 10_000; k++) {
      for (const bytes of [64, 128]) release(allocate(bytes, ACTION), bytes);
    }
    const { user, system } = cpuUsage(start);
    return user + system;
  };
  time();
  const few = Math.max(time(), time());
  const blocks = Array.from({ length: 40_000 }, () => allocate(64, ACTION));
  const [holes, others] = [0, 1].map((odd) =>
    blocks.filter((_, k) => k % 2 === odd)
  );
  for (const pointer of holes) release(pointer, 64);
  const many = Math.min(time(), time());
  for (const pointer of others) release(pointer, 64);
  // a look at every free block takes more than 100 times as long
  assert(many < 20 * few, `${many} µs and ${few} µs`);
});
