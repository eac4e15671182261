import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { randomBytes } from "./support/random-bytes.ts";
import { rememberLast } from "./support/remember-last.ts";
import { splitRange } from "./support/split-range.ts";

const channels = 4; // red, green, blue, alpha
const radius = 4;

/** A square picture in memory that all threads see, and what becomes of it. */
interface Pictures {
  readonly source: Uint8Array<SharedArrayBuffer>;
  /** Sums of each pixel's neighbours to its left and right. */
  readonly sums: Uint16Array<SharedArrayBuffer>;
  readonly blurred: Uint8Array<SharedArrayBuffer>;
}

/** For some rows: adds up the pixels around each one within its row. */
export const blurAcross = task(
  import.meta.url,
  function blurAcross({ source, sums }: Pictures, size: number, start: number, end: number): void {
    for (let y = start; y < end; y++) {
      for (let x = 0; x < size; x++) {
        const first = Math.max(x - radius, 0);
        const last = Math.min(x + radius, size - 1);
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let from = first; from <= last; from++)
            sum += source[(y * size + from) * channels + channel] ?? 0;
          sums[(y * size + x) * channels + channel] = sum;
        }
      }
    }
  },
);

/** For some rows: adds up those sums of the rows around each pixel, and divides by the number of pixels. */
export const blurDown = task(
  import.meta.url,
  function blurDown({ sums, blurred }: Pictures, size: number, start: number, end: number): void {
    for (let y = start; y < end; y++) {
      const first = Math.max(y - radius, 0);
      const last = Math.min(y + radius, size - 1);
      for (let x = 0; x < size; x++) {
        const pixels = (last - first + 1) * (Math.min(x + radius, size - 1) - Math.max(x - radius, 0) + 1);
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (let from = first; from <= last; from++)
            sum += sums[(from * size + x) * channels + channel] ?? 0;
          blurred[(y * size + x) * channels + channel] = Math.round(sum / pixels);
        }
      }
    }
  },
);

export default {
  name: "image-blur",
  about:
    "blurs a shared picture, rows then columns: shows two parallel steps, the second waiting for all of the first",
  defaults: { tasks: 8, size: 512 },
  threaded: true,

  setup({ size }) {
    const length = size * size * channels;
    const source = new Uint8Array(new SharedArrayBuffer(length));
    source.set(randomBytes(length, size));
    return {
      source,
      sums: new Uint16Array(new SharedArrayBuffer(2 * length)),
      blurred: new Uint8Array(new SharedArrayBuffer(length)),
    };
  },

  async run({ tasks, size }, pictures) {
    for (const step of [blurAcross, blurDown]) {
      await TaskGroup.run((group) => {
        for (const { start, end } of splitRange(size, tasks)) {
          group.createTask(toThread(step, pictures, size, start, end));
        }
      });
    }
    return pictures.blurred;
  },

  check(blurred, { size }) {
    expectEqual(blurred, expectedPicture(size), "the picture");
  },
} satisfies Workload<Pictures, Uint8Array>;

/** Another way: from a table of the sums of all pixels above and to the left, four look-ups for each pixel. */
const expectedPicture = rememberLast((size: number): Uint8Array => {
  const source = randomBytes(size * size * channels, size);
  const width = size + 1;
  const table = new Float64Array(width * width * channels);
  const at = (y: number, x: number, channel: number): number =>
    table[(y * width + x) * channels + channel] ?? 0;
  const expected = new Uint8Array(source.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const pixel = source[(y * size + x) * channels + channel] ?? 0;
        const sum = pixel + at(y, x + 1, channel) + at(y + 1, x, channel) - at(y, x, channel);
        table[((y + 1) * width + x + 1) * channels + channel] = sum;
      }
    }
    for (let y = 0; y < size; y++) {
      const [top, bottom] = [Math.max(y - radius, 0), Math.min(y + radius + 1, size)];
      for (let x = 0; x < size; x++) {
        const [left, right] = [Math.max(x - radius, 0), Math.min(x + radius + 1, size)];
        const inside = at(bottom, right, channel) - at(top, right, channel);
        const sum = inside - at(bottom, left, channel) + at(top, left, channel);
        const pixels = (bottom - top) * (right - left);
        expected[(y * size + x) * channels + channel] = Math.round(sum / pixels);
      }
    }
  }
  return expected;
});
