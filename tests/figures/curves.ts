/** The curves of a figure: the points of each path of 20 and more, in pixels. */
export function curves(svg: string): [x: number, y: number][][] {
  return svg.matchAll(/<path d="M([^"]+)"/g)
    .map(([, path]) =>
      path.split("L").map((point) =>
        point.split(",").map(Number) as [number, number]
      )
    ).filter((points) => points.length >= 20).toArray();
}
