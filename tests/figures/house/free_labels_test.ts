import { assertEquals } from "@std/assert";
import { freeLabels } from "../../../lib/figures/house/free_labels.ts";
import { labelWidth } from "../../../lib/figures/house/label.ts";

Deno.test("freeLabels() places no label nearer to another dot than to its own", () => {
  const tag = { x: 100, y: 100, text: "step 4" };
  const dx = (...others: { x: number; y: number }[]) =>
    freeLabels([tag], [tag, ...others], [], [300, 200])
      .map((mark) => Math.sign((mark as unknown as { dx: number }).dx));
  assertEquals(dx(), [1]);
  const end = tag.x + labelWidth([tag.text]) + 10;
  assertEquals(dx({ x: end + 15, y: tag.y }), [1]);
  assertEquals(dx({ x: end + 5, y: tag.y }), [-1]);
});
