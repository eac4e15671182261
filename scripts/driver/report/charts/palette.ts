/**
 * Colours of the charts, as the page's variables and as they are in a file. The series are those of Okabe and Ito, which
 * people who see colours differently can tell apart; yellow is left out, as nobody sees it on white.
 */
const palette: Readonly<Record<string, { readonly light: string; readonly dark: string }>> = {
  ink: { light: "#1c2024", dark: "#eceef0" },
  muted: { light: "#5b6470", dark: "#a3acb7" },
  grid: { light: "#e3e6ea", dark: "#343a42" },
  paper: { light: "#ffffff", dark: "#16191d" },
  band: { light: "#eef1f4", dark: "#242a31" },
  "series-1": { light: "#0072b2", dark: "#4aa8e0" },
  "series-2": { light: "#d55e00", dark: "#f0823c" },
  "series-3": { light: "#009e73", dark: "#22c796" },
  "series-4": { light: "#cc79a7", dark: "#e39cc3" },
  "series-5": { light: "#e69f00", dark: "#f0b429" },
  "series-6": { light: "#56b4e9", dark: "#8fd0f5" },
};

/** Symbols of the series: who cannot tell the colours apart sees the shapes. */
const symbols = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"] as const;

/** Variable of a colour, for an SVG in the page. */
export function colour(name: string): string {
  return `var(--${name})`;
}

/** Colour, shape and line of the series at a place; they repeat only after 24 series. */
export function seriesStyle(place: number): { color: string; symbol: string; dash: "solid" | number[] } {
  const round = Math.floor(place / symbols.length);
  return {
    color: colour(`series-${(place % 6) + 1}`),
    symbol: symbols[(place + round) % symbols.length] ?? "circle",
    dash: round === 0 ? "solid" : [2 + 3 * round, 3],
  };
}

/** Replaces the variables by the colours of a light page. */
export function inLightColours(svg: string): string {
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, name) => palette[name]?.light ?? whole);
}

/** Declares the variables for a page, for both themes. */
export function paletteCss(): string {
  return Object.entries(palette)
    .map(([name, { light, dark }]) => `--${name}: light-dark(${light}, ${dark});`)
    .join("\n  ");
}
