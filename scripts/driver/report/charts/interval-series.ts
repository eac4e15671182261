import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from "echarts/types/dist/shared";
import { colour } from "./palette.ts";

/** An interval at a place of the other axis. */
export interface Whisker {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** A series that draws intervals as whiskers, along the value axis. */
export function intervalSeries(
  whiskers: readonly Whisker[],
  direction: "horizontal" | "vertical",
  look: { readonly color?: string; readonly shift?: number } = {},
): object {
  const { color = colour("ink"), shift = 0 } = look;
  const isHorizontal = direction === "horizontal";
  return {
    type: "custom",
    silent: true,
    z: 5,
    data: whiskers.map(({ at, low, high }) => [at, low, high]),
    encode: isHorizontal ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
    renderItem: (_: unknown, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const point = (value: number): [number, number] => {
        const place = isHorizontal ? [value, Number(api.value(0))] : [Number(api.value(0)), value];
        const [x = 0, y = 0] = api.coord(place);
        return isHorizontal ? [x, y + shift] : [x + shift, y];
      };
      const ends = [point(Number(api.value(1))), point(Number(api.value(2)))] as const;
      const cap = isHorizontal ? [0, 3] : [3, 0];
      const [capX = 0, capY = 0] = cap;
      const line = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) => ({
        type: "line" as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: color, lineWidth: 1.25 },
      });
      return {
        type: "group",
        children: [
          line(ends[0], ends[1]),
          ...ends.map(([x, y]) => line([x - capX, y - capY], [x + capX, y + capY])),
        ],
      };
    },
  };
}
